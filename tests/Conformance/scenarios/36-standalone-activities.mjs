// Activities that no workflow asked for. This project's own scenarios: only their facts count.
import { status } from '@grpc/grpc-js';
import { seconds } from '../lib/commands.mjs';
import { jsonPayload } from '../lib/context.mjs';

const STATUS = { RUNNING: 1, COMPLETED: 2, FAILED: 3, CANCELED: 4, TERMINATED: 5, TIMED_OUT: 6 };
const payloads = (value) => ({ payloads: [jsonPayload(value)] });
const valueOf = (given) => JSON.parse(Buffer.from(given.payloads[0].data));
const failure = (info = {}) => ({ message: 'on purpose', applicationFailureInfo: info });

const start = (ctx, fields = {}) =>
  ctx.raw.startActivityExecution({
    namespace: ctx.namespace,
    activityId: ctx.id(),
    activityType: { name: 'alone' },
    taskQueue: { name: ctx.taskQueue },
    startToCloseTimeout: seconds(30),
    requestId: ctx.uuid(),
    identity: 'conformance-client',
    ...fields,
  });
const named = (ctx, fields = {}) => ({ namespace: ctx.namespace, activityId: ctx.id(), ...fields });
const describe = (ctx, fields = {}) => ctx.raw.describeActivityExecution(named(ctx, fields));
const poll = (ctx, fields = {}) => ctx.raw.pollActivityExecution(named(ctx, fields));
const token = (ctx, task, fields = {}) => ({ namespace: ctx.namespace, taskToken: task.taskToken, identity: 'conformance-worker', ...fields });
const count = async (ctx, query) => Number((await ctx.raw.countActivityExecutions({ namespace: ctx.namespace, query })).count);

export default {
  theme: 'standalone-activities',
  scenarios: [
    {
      name: 'standalone-completes',
      proves: 'An activity without a workflow is handed to a worker with its run id, and whoever polls gets its result.',
      history: 'none',
      async run(ctx) {
        const { runId, started } = await start(ctx, { input: payloads('in'), header: { fields: { h: jsonPayload(1) } } });
        ctx.equal([Boolean(runId), started], [true, true], 'it is started');
        const waiting = poll(ctx);
        const task = await ctx.pollActivityTask();
        ctx.equal([task.activityRunId, task.activityId, task.activityType.name, task.workflowExecution ?? null, task.attempt, valueOf(task.input)],
          [runId, ctx.id(), 'alone', null, 1, 'in'], 'the task');
        const running = await describe(ctx, { includeInput: true });
        ctx.equal([running.info.status, running.info.runState, valueOf(running.input), running.info.lastWorkerIdentity],
          [STATUS.RUNNING, 2, 'in', 'conformance-worker'], 'while it runs');
        await ctx.raw.respondActivityTaskCompleted(token(ctx, task, { result: payloads('out') }));
        const done = await waiting;
        ctx.equal([done.runId, valueOf(done.outcome.result)], [runId, 'out'], 'the outcome');
        const closed = await describe(ctx, { runId, includeOutcome: true });
        ctx.equal([closed.info.status, closed.info.runState, closed.info.attempt, valueOf(closed.outcome.result)], [STATUS.COMPLETED, 0, 1, 'out'], 'afterwards');
      },
    },
    {
      name: 'standalone-retries-and-fails',
      proves: 'It is tried again by its policy with its heartbeat, and its last failure is the outcome.',
      history: 'none',
      async run(ctx) {
        await start(ctx, { heartbeatTimeout: seconds(20), retryPolicy: { initialInterval: { nanos: 1_000_000 }, maximumAttempts: 2 } });
        const first = await ctx.pollActivityTask();
        const beat = await ctx.raw.recordActivityTaskHeartbeat(token(ctx, first, { details: payloads('half') }));
        ctx.equal(beat.cancelRequested, false, 'a heartbeat');
        await ctx.raw.respondActivityTaskFailed(token(ctx, first, { failure: failure() }));
        const second = await ctx.pollActivityTask();
        ctx.equal([second.attempt, valueOf(second.heartbeatDetails)], [2, 'half'], 'the second attempt');
        await ctx.fails('the first token', () => ctx.raw.respondActivityTaskCompleted(token(ctx, first)), { code: status.NOT_FOUND });
        await ctx.raw.respondActivityTaskFailed(token(ctx, second, { failure: failure({ type: 'Last' }) }));
        const { outcome } = await poll(ctx);
        ctx.equal([outcome.failure.message, outcome.failure.applicationFailureInfo.type], ['on purpose', 'Last'], 'the outcome');
        ctx.equal((await describe(ctx)).info.status, STATUS.FAILED, 'its status');
      },
    },
    {
      name: 'standalone-times-out',
      proves: 'One that nobody takes in time has timed out.',
      history: 'none',
      async run(ctx) {
        await start(ctx, { scheduleToStartTimeout: seconds(1) });
        const { outcome } = await poll(ctx);
        ctx.equal(outcome.failure.timeoutFailureInfo.timeoutType, 2, 'the outcome');
        ctx.equal((await describe(ctx)).info.status, STATUS.TIMED_OUT, 'its status');
      },
    },
    {
      name: 'standalone-id-policies',
      proves: 'An id is used once at a time; the policies say what happens then and afterwards.',
      history: 'none',
      async run(ctx) {
        const requestId = ctx.uuid();
        const { runId } = await start(ctx, { requestId });
        ctx.equal((await start(ctx, { requestId })).runId, runId, 'the same request');
        const taken = { code: status.ALREADY_EXISTS, message: /activity execution already started/ };
        await ctx.fails('while it runs', () => start(ctx), taken);
        const found = await start(ctx, { idConflictPolicy: 2 });
        ctx.equal([found.runId, found.started], [runId, false], 'USE_EXISTING');
        await ctx.raw.respondActivityTaskCompletedById({ namespace: ctx.namespace, activityId: ctx.id(), result: payloads(1) });
        await ctx.fails('REJECT_DUPLICATE', () => start(ctx, { idReusePolicy: 3 }), taken);
        await ctx.fails('FAILED_ONLY', () => start(ctx, { idReusePolicy: 2 }), taken);
        const next = await start(ctx);
        ctx.check(next.runId !== runId && next.started, 'a new run');
        ctx.equal((await describe(ctx)).runId, next.runId, 'is the one that is meant');
        ctx.equal(valueOf((await poll(ctx, { runId })).outcome.result), 1, 'the first can still be asked for');
      },
    },
    {
      name: 'standalone-cancelled',
      proves: 'One that waits is cancelled at once; a worker that has it learns by heartbeat and confirms.',
      history: 'none',
      async run(ctx) {
        const cancel = (fields) => ctx.raw.requestCancelActivityExecution(named(ctx, { requestId: 'once', reason: 'enough', ...fields }));
        await start(ctx);
        await cancel();
        const { outcome } = await poll(ctx);
        ctx.equal([Boolean(outcome.failure.canceledFailureInfo), (await describe(ctx)).info.status], [true, STATUS.CANCELED], 'waiting');
        await start(ctx);
        const task = await ctx.pollActivityTask();
        await cancel();
        await cancel();
        await ctx.fails('another request', () => cancel({ requestId: 'other' }), { code: status.FAILED_PRECONDITION, message: /cancellation already requested with request ID once/ });
        const described = await describe(ctx);
        ctx.equal([described.info.runState, described.info.canceledReason], [3, 'enough'], 'asked for');
        ctx.equal((await ctx.raw.recordActivityTaskHeartbeat(token(ctx, task))).cancelRequested, true, 'told by heartbeat');
        await ctx.raw.respondActivityTaskCanceled(token(ctx, task, { details: payloads('stopped') }));
        ctx.equal(valueOf((await poll(ctx)).outcome.failure.canceledFailureInfo.details), 'stopped', 'confirmed');
      },
    },
    {
      name: 'standalone-terminated-and-deleted',
      proves: 'A terminated one has that as its outcome and wants no answer; a deleted one is gone.',
      history: 'none',
      async run(ctx) {
        await start(ctx);
        const task = await ctx.pollActivityTask();
        const terminate = (requestId) => ctx.raw.terminateActivityExecution(named(ctx, { requestId, reason: 'enough', identity: 'me' }));
        await terminate('once');
        await terminate('once');
        await ctx.fails('another request', () => terminate('other'), { code: status.FAILED_PRECONDITION, message: /already terminated with request ID once/ });
        const { outcome } = await poll(ctx);
        ctx.equal([outcome.failure.message, Boolean(outcome.failure.terminatedFailureInfo)], ['enough', true], 'the outcome');
        await ctx.fails('late', () => ctx.raw.respondActivityTaskCompleted(token(ctx, task)), { code: status.NOT_FOUND });
        await ctx.raw.deleteActivityExecution(named(ctx));
        await ctx.waitFor('it to be gone', () => describe(ctx).then(() => false, (e) => e.code === status.NOT_FOUND));
      },
    },
    {
      name: 'standalone-listed',
      proves: 'They are listed and counted among themselves, by their own names, and are no workflows.',
      history: 'none',
      async run(ctx) {
        const searchAttributes = { indexedFields: { ConfKeyword: jsonPayload(ctx.id()) } };
        for (const suffix of ['a', 'b', 'c']) await start(ctx, { activityId: ctx.id(suffix), searchAttributes });
        await ctx.raw.terminateActivityExecution({ namespace: ctx.namespace, activityId: ctx.id('c'), requestId: 'x' });
        const all = `ConfKeyword = '${ctx.id()}'`;
        await ctx.waitFor('the lists', async () => (await count(ctx, `${all} AND ExecutionStatus = 'Terminated'`)) === 1);
        ctx.equal([await count(ctx, all), await count(ctx, `${all} AND ActivityId = '${ctx.id('a')}'`), await count(ctx, `${all} AND ActivityType = 'alone'`),
          await count(ctx, `${all} AND ActivityId IN ('${ctx.id('a')}', '${ctx.id('b')}')`), await count(ctx, `${all} AND ActivityId STARTS_WITH '${ctx.id()}'`)], [3, 1, 3, 2, 3], 'counts');
        const grouped = await ctx.raw.countActivityExecutions({ namespace: ctx.namespace, query: `${all} GROUP BY ExecutionStatus` });
        ctx.equal(grouped.groups.map((g) => [valueOf({ payloads: g.groupValues }), Number(g.count)]).sort(), [['Running', 2], ['Terminated', 1]], 'groups');
        const { executions } = await ctx.raw.listActivityExecutions({ namespace: ctx.namespace, query: `${all} AND ActivityId = '${ctx.id('b')}'` });
        ctx.equal(executions.map((e) => [e.activityId, e.activityType.name, e.status, Object.keys(e.searchAttributes.indexedFields)]),
          [[ctx.id('b'), 'alone', STATUS.RUNNING, ['ConfKeyword']]], 'an entry');
        ctx.equal(Number((await ctx.raw.countWorkflowExecutions({ namespace: ctx.namespace, query: all })).count), 0, 'no workflows');
      },
    },
    {
      name: 'standalone-described-when-it-changes',
      proves: 'A description with the token of the one before waits for a change.',
      history: 'none',
      async run(ctx) {
        const { runId } = await start(ctx);
        const first = await describe(ctx);
        const news = describe(ctx, { runId, longPollToken: first.longPollToken });
        await ctx.pollActivityTask();
        ctx.equal((await news).info.runState, 2, 'it was started');
        const refused = (message) => ({ code: status.INVALID_ARGUMENT, message });
        await ctx.fails('no run', () => describe(ctx, { longPollToken: first.longPollToken }), refused(/run id is required when long poll token is provided/));
        await ctx.fails('garbage', () => describe(ctx, { runId, longPollToken: Buffer.from([255, 255]) }), refused(/invalid long poll token/));
      },
    },
    {
      name: 'standalone-refused',
      proves: 'What could not run is refused, and so is what does not exist.',
      history: 'none',
      async run(ctx) {
        const bad = {
          'activityId is not set': { activityId: '' },
          'activityType is not set': { activityType: {} },
          'taskQueue is not set': { taskQueue: undefined },
          'invalid StartToCloseTimeout: negative duration': { startToCloseTimeout: { seconds: -1 } },
          'MaximumAttempts cannot be negative on retry policy.': { retryPolicy: { maximumAttempts: -1 } },
          'start_delay is not enabled for this namespace': { startDelay: seconds(5) },
        };
        for (const [words, fields] of Object.entries(bad)) {
          ctx.equal((await ctx.fails(words, () => start(ctx, fields), { code: status.INVALID_ARGUMENT }))?.details, words, 'the words');
        }
        const unknown = { code: status.NOT_FOUND, message: /activity not found for ID/ };
        await ctx.fails('describe', () => describe(ctx), unknown);
        await ctx.fails('poll', () => poll(ctx), unknown);
        await ctx.fails('cancel', () => ctx.raw.requestCancelActivityExecution(named(ctx, { requestId: 'x' })), unknown);
        await ctx.fails('delete', () => ctx.raw.deleteActivityExecution(named(ctx)), unknown);
        await ctx.fails('no id', () => poll(ctx, { activityId: '' }), { code: status.INVALID_ARGUMENT, message: /activity ID is required/ });
        await ctx.fails('bad run', () => poll(ctx, { runId: 'x' }), { code: status.INVALID_ARGUMENT, message: /invalid run id: must be a valid UUID/ });
      },
    },
  ],
};
