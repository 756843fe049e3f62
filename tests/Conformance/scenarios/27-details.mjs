// Facts about single calls, driven without a worker: what a server answers to the second, late, odd or doubled of something.
// These scenarios are this project's own: there is no recording of them, so only their facts count.
import { status } from '@grpc/grpc-js';
import { jsonPayload } from '../lib/context.mjs';

const COMMAND = { SCHEDULE_ACTIVITY: 1, CANCEL_ACTIVITY: 2, START_TIMER: 3, COMPLETE: 4, CANCEL_TIMER: 6, UPSERT: 13 };
const seconds = (n) => ({ seconds: n });
const startTimer = (timerId) => ({
  commandType: COMMAND.START_TIMER,
  startTimerCommandAttributes: { timerId, startToFireTimeout: seconds(60) },
});
const scheduleActivity = (ctx, activityId, more = {}) => ({
  commandType: COMMAND.SCHEDULE_ACTIVITY,
  scheduleActivityTaskCommandAttributes: {
    activityId,
    activityType: { name: 'echo' },
    taskQueue: { name: ctx.taskQueue, kind: 1 },
    startToCloseTimeout: seconds(30),
    ...more,
  },
});

/** A run whose first workflow task is in hand. */
async function begun(ctx, options) {
  const { runId } = await ctx.rawStart('anything', options);
  return { runId, execution: { workflowId: ctx.id(), runId }, task: await ctx.pollWorkflowTask() };
}

export default {
  theme: 'details',
  scenarios: [
    {
      name: 'start-again-tells-who-started',
      proves: 'A start repeated with its request id says started; a signal with start repeated so does not.',
      history: 'none',
      async run(ctx) {
        const request = ctx.startRequest('anything');
        const first = await ctx.raw.startWorkflowExecution(request);
        ctx.track(request.workflowId, first.runId);
        const again = await ctx.raw.startWorkflowExecution(request);
        ctx.equal([again.runId, again.started], [first.runId, true], 'the same start');
        const signal = ctx.startRequest('anything', { suffix: 'signalled' });
        const signalled = await ctx.raw.signalWithStartWorkflowExecution({ ...signal, signalName: 'go' });
        ctx.track(signal.workflowId, signalled.runId);
        const later = await ctx.raw.signalWithStartWorkflowExecution({ ...signal, signalName: 'go' });
        ctx.equal([signalled.started, later.started], [true, false], 'the same signal with start');
        ctx.equal(later.runId, signalled.runId, 'the same run');
      },
    },
    {
      name: 'start-attaches-its-request',
      proves: 'A start that finds a run attaches its request id when asked to; the same request later is answered with that run.',
      history: 'none',
      async run(ctx) {
        const first = await ctx.rawStart('anything');
        const request = ctx.startRequest('anything', {
          workflowIdConflictPolicy: 2,
          onConflictOptions: { attachRequestId: true },
        });
        const found = await ctx.raw.startWorkflowExecution(request);
        ctx.equal([found.runId, found.started], [first.runId, false], 'the run that is there');
        ctx.equal(await ctx.countEvents(ctx.id(), 'WORKFLOW_EXECUTION_OPTIONS_UPDATED'), 1, 'one event tells of it');
        const failing = await ctx.raw.startWorkflowExecution({ ...request, workflowIdConflictPolicy: 1 });
        ctx.equal([failing.runId, failing.started], [first.runId, false], 'also under another policy');
        await ctx.fails('another request', () => ctx.raw.startWorkflowExecution(ctx.startRequest('anything')), {
          code: status.ALREADY_EXISTS,
        });
      },
    },
    {
      name: 'start-delay-cut-short-by-cancel',
      proves: 'While a start is delayed, a signal waits with it; a request to cancel schedules the first task at once.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('anything', { workflowStartDelay: seconds(60) });
        const handle = ctx.handle(ctx.id());
        await handle.signal('go');
        ctx.equal(await ctx.countEvents(handle, 'WORKFLOW_TASK_SCHEDULED'), 0, 'a signal waits');
        await handle.cancel();
        ctx.equal(await ctx.countEvents(handle, 'WORKFLOW_TASK_SCHEDULED'), 1, 'a request to cancel does not');
      },
    },
    {
      name: 'commands-undone-in-the-same-task',
      proves: 'A timer can be started, cancelled and started again, and an activity scheduled and cancelled, in one task.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [
          startTimer('t'),
          { commandType: COMMAND.CANCEL_TIMER, cancelTimerCommandAttributes: { timerId: 't' } },
          startTimer('t'),
          scheduleActivity(ctx, 'a'),
          { commandType: COMMAND.CANCEL_ACTIVITY, requestCancelActivityTaskCommandAttributes: { scheduledEventId: 8 } },
        ]);
        ctx.equal(
          (await ctx.eventTypes(ctx.id())).slice(4),
          ['TIMER_STARTED', 'TIMER_CANCELED', 'TIMER_STARTED', 'ACTIVITY_TASK_SCHEDULED', 'ACTIVITY_TASK_CANCEL_REQUESTED',
            'ACTIVITY_TASK_CANCELED', 'WORKFLOW_TASK_SCHEDULED'],
          'each leaves its events'
        );
      },
    },
    {
      name: 'command-without-attributes',
      proves: 'A command without its attributes fails the task and says which are missing.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await ctx.fails('refused', () => ctx.completeWorkflowTask(task, [{ commandType: COMMAND.START_TIMER }]), {
          code: status.INVALID_ARGUMENT,
          message: /BadStartTimerAttributes: StartTimerCommandAttributes is not set on StartTimerCommand\./,
        });
        const failed = (await ctx.events(ctx.id())).find((e) => e.workflowTaskFailedEventAttributes);
        ctx.equal(failed?.workflowTaskFailedEventAttributes.cause, 4, 'the cause is BAD_START_TIMER_ATTRIBUTES');
      },
    },
    {
      name: 'command-with-too-large-an-attribute',
      proves: 'A search attribute over 2 KiB in a command ends the run with the reason.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        const indexedFields = { ConfKeyword: jsonPayload('x'.repeat(3000)) };
        await ctx.attempt('answer', () => ctx.completeWorkflowTask(task, [
          { commandType: COMMAND.UPSERT, upsertWorkflowSearchAttributesCommandAttributes: { searchAttributes: { indexedFields } } },
        ]));
        const last = (await ctx.events(ctx.id())).at(-1).workflowExecutionTerminatedEventAttributes;
        ctx.equal(last?.identity, 'history-service', 'the server ends it');
        ctx.check(/^BadSearchAttributes: search attribute ConfKeyword value size \d+ exceeds size limit 2048/.test(last?.reason),
          'and says why', last?.reason);
      },
    },
    {
      name: 'heartbeat-without-details-clears',
      proves: 'A heartbeat without details takes the details before it away: the next attempt gets none.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        const retryPolicy = { initialInterval: { nanos: 1_000_000 }, maximumAttempts: 2 };
        await ctx.completeWorkflowTask(task, [scheduleActivity(ctx, 'a', { retryPolicy, heartbeatTimeout: seconds(20) })]);
        const first = await ctx.pollActivityTask();
        const beat = (details) => ctx.raw.recordActivityTaskHeartbeat({ namespace: ctx.namespace, taskToken: first.taskToken, details });
        await beat({ payloads: [jsonPayload(1)] });
        await beat(undefined);
        await ctx.raw.respondActivityTaskFailed({
          namespace: ctx.namespace,
          taskToken: first.taskToken,
          failure: { message: 'again', applicationFailureInfo: {} },
        });
        const second = await ctx.pollActivityTask();
        ctx.equal(second?.attempt, 2, 'a second attempt');
        ctx.equal(second?.heartbeatDetails ?? null, null, 'without details');
      },
    },
    {
      name: 'activity-token-after-reset-of-the-run',
      proves: 'After a reset the token of an activity of the old run is of no use.',
      history: 'none',
      async run(ctx) {
        const { task, execution } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [scheduleActivity(ctx, 'a')]);
        const activity = await ctx.pollActivityTask();
        await ctx.raw.resetWorkflowExecution({
          namespace: ctx.namespace, workflowExecution: execution, reason: 'again', requestId: ctx.uuid(), workflowTaskFinishEventId: 4,
        });
        await ctx.fails('old token', () => ctx.raw.respondActivityTaskCompleted({
          namespace: ctx.namespace, taskToken: activity.taskToken,
        }), { code: status.NOT_FOUND, message: /workflow execution already completed/ });
      },
    },
    {
      name: 'reset-keeps-the-request-that-started',
      proves: 'The run after a reset answers the request that started the first one, and has its points to reset to.',
      history: 'none',
      async run(ctx) {
        const request = ctx.startRequest('anything');
        const { runId } = await ctx.raw.startWorkflowExecution(request);
        ctx.track(request.workflowId, runId);
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), [startTimer('t')]);
        const reset = await ctx.raw.resetWorkflowExecution({
          namespace: ctx.namespace, workflowExecution: { workflowId: ctx.id(), runId }, reason: 'again', requestId: ctx.uuid(),
          workflowTaskFinishEventId: 4,
        });
        const described = await ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id(), reset.runId));
        ctx.equal(Object.keys(described.workflowExtendedInfo.requestIdInfos), [request.requestId], 'its request');
        ctx.equal(described.workflowExecutionInfo.autoResetPoints?.points ?? [], [], 'no point from after the reset');
      },
    },
    {
      name: 'query-answered-twice',
      proves: 'The second answer to a query is refused.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const asked = ctx.raw.queryWorkflow({ ...ctx.execution(ctx.id()), query: { queryType: 'state' } });
        const query = await ctx.pollWorkflowTask();
        ctx.equal([Number(query.startedEventId), Number(query.previousStartedEventId)], [0, 3], 'a lone query task');
        const answer = () => ctx.raw.respondQueryTaskCompleted({
          namespace: ctx.namespace, taskToken: query.taskToken, completedType: 1, queryResult: { payloads: [jsonPayload('fine')] },
        });
        await answer();
        await asked;
        await ctx.fails('again', answer, { code: status.NOT_FOUND, message: /query task not found, or already expired/ });
      },
    },
    {
      name: 'history-page-token-of-another-run',
      proves: 'A page token belongs to its run.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const page = await ctx.raw.getWorkflowExecutionHistory({ ...ctx.execution(ctx.id(), runId), maximumPageSize: 1 });
        ctx.check(page.nextPageToken?.length > 0, 'there is more');
        const other = await ctx.rawStart('anything', { suffix: 'other' });
        await ctx.fails('other run', () => ctx.raw.getWorkflowExecutionHistory({
          ...ctx.execution(ctx.id('other'), other.runId), nextPageToken: page.nextPageToken,
        }), { code: status.INVALID_ARGUMENT, message: /RunId in the request does not match the NextPageToken\./ });
      },
    },
    {
      name: 'terminate-with-a-buffered-signal',
      proves: 'A run terminated during a task first fails that task and writes the signal that waited.',
      history: 'none',
      async run(ctx) {
        await begun(ctx);
        const handle = ctx.handle(ctx.id());
        await handle.signal('go');
        await handle.terminate('enough');
        ctx.equal(
          (await ctx.eventTypes(handle)).slice(-3),
          ['WORKFLOW_TASK_FAILED', 'WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_EXECUTION_TERMINATED'],
          'in this order'
        );
      },
    },
    {
      name: 'child-close-names-the-last-run',
      proves: 'The close event of a child that continued as new names its last run, the started event its first.',
      history: 'none',
      async run(ctx) {
        await ctx.worker();
        await ctx.execute('parentOf', { args: ['childGenerations', [3], { workflowId: ctx.id('child') }] });
        const events = await ctx.events(ctx.id());
        const runOf = (field) => events.find((e) => e[field])[field].workflowExecution.runId;
        const started = runOf('childWorkflowExecutionStartedEventAttributes');
        const closed = runOf('childWorkflowExecutionCompletedEventAttributes');
        ctx.check(started !== closed, 'two runs');
        const last = await ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id('child')));
        ctx.equal(closed, last.workflowExecutionInfo.execution.runId, 'the last');
      },
    },
  ],
};
