// Children under every close and reuse policy, delayed and eager starts, ids used again. This project's own scenarios: only their facts count.
import { status } from '@grpc/grpc-js';
import { COMMAND, begun, cancelRun, complete, continueAsNew, scheduleActivity, seconds, startChild, startTimer } from '../lib/commands.mjs';
import { jsonPayload } from '../lib/context.mjs';

const REUSE = { ALLOW: 1, FAILED_ONLY: 2, REJECT: 3, TERMINATE: 4 };
const CONFLICT = { FAIL: 1, USE: 2, TERMINATE: 3 };
const STATUS = { RUNNING: 1, COMPLETED: 2, FAILED: 3, CANCELED: 4, TERMINATED: 5 };
const describe = async (ctx, id, runId) => (await ctx.raw.describeWorkflowExecution(ctx.execution(id, runId))).workflowExecutionInfo;
const child = (ctx) => ctx.id('child');

/** A parent that has started a child; its next task is in hand. */
async function parent(ctx, more = {}) {
  const { task, runId } = await begun(ctx);
  await ctx.completeWorkflowTask(task, [startChild(ctx, child(ctx), more)]);
  await ctx.waitEvent(ctx.id(), 'CHILD_WORKFLOW_EXECUTION_STARTED');
  ctx.track(child(ctx));
  return { runId, task: await ctx.pollWorkflowTask() };
}
const childTask = (ctx) => ctx.pollWorkflowTask({ taskQueue: ctx.queue('children') });
const childStarted = async (ctx) =>
  (await ctx.events(ctx.id())).find((e) => e.startChildWorkflowExecutionFailedEventAttributes) ? 'failed'
    : (await ctx.events(ctx.id())).find((e) => e.childWorkflowExecutionStartedEventAttributes) ? 'started' : undefined;

const signalWithStart = (ctx, fields = {}) =>
  ctx.raw.signalWithStartWorkflowExecution({ ...ctx.startRequest('anything'), signalName: 'go', ...fields });

export default {
  theme: 'children',
  scenarios: [
    {
      name: 'child-close-policies-reach-the-latest-run',
      proves: 'A child that continued as new is terminated with its parent: the run that is open, not the one that was started.',
      history: 'none',
      async run(ctx) {
        const { task } = await parent(ctx);
        const first = await childTask(ctx);
        await ctx.completeWorkflowTask(first, [{
          commandType: COMMAND.CONTINUE_AS_NEW,
          continueAsNewWorkflowExecutionCommandAttributes: { workflowType: { name: 'child' }, taskQueue: { name: ctx.queue('children'), kind: 1 } },
        }]);
        await ctx.completeWorkflowTask(task, [complete()]);
        await ctx.waitFor('the end of the child', async () => (await describe(ctx, child(ctx))).status === STATUS.TERMINATED);
        const last = (await ctx.events(child(ctx))).at(-1).workflowExecutionTerminatedEventAttributes;
        ctx.equal([last.reason, last.identity], ['by parent close policy', 'history-service'], 'why');
      },
    },
    {
      name: 'child-close-policy-cancel-on-terminate',
      proves: 'Terminating a parent asks its child to cancel under REQUEST_CANCEL; the child decides.',
      history: 'none',
      async run(ctx) {
        await parent(ctx, { parentClosePolicy: 3 });
        const first = await childTask(ctx);
        await ctx.completeWorkflowTask(first, []);
        await ctx.handle(ctx.id()).terminate('enough');
        const second = await childTask(ctx);
        const asked = second.history.events.find((e) => e.workflowExecutionCancelRequestedEventAttributes).workflowExecutionCancelRequestedEventAttributes;
        ctx.equal([asked.identity, asked.cause, asked.externalWorkflowExecution?.workflowId], ['history-service', '', ctx.id()], 'who asks');
        await ctx.completeWorkflowTask(second, [complete()]);
        ctx.equal((await describe(ctx, child(ctx))).status, STATUS.COMPLETED, 'it completes instead');
      },
    },
    {
      name: 'child-abandoned-outlives-its-parent',
      proves: 'An abandoned child goes on; a parent that comes after it cannot use its id while it runs.',
      history: 'none',
      async run(ctx) {
        const { task } = await parent(ctx, { parentClosePolicy: 2 });
        await ctx.completeWorkflowTask(task, [complete()]);
        const again = await begun(ctx);
        await ctx.completeWorkflowTask(again.task, [startChild(ctx, child(ctx))]);
        ctx.equal(await ctx.waitFor('the start', () => childStarted(ctx)), 'failed', 'the id is taken');
        ctx.equal((await describe(ctx, child(ctx))).status, STATUS.RUNNING, 'the child runs');
      },
    },
    ...[
      ['allow-duplicate', REUSE.ALLOW, complete, 'started'],
      ['failed-only-after-success', REUSE.FAILED_ONLY, complete, 'failed'],
      ['failed-only-after-cancel', REUSE.FAILED_ONLY, cancelRun, 'started'],
      ['reject', REUSE.REJECT, cancelRun, 'failed'],
    ].map(([name, workflowIdReusePolicy, end, expected]) => ({
      name: `child-reuse-${name}`,
      proves: 'The reuse policy of a child decides whether it may have the id of a workflow that is closed.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('child', { suffix: 'child', taskQueue: { name: ctx.queue('children'), kind: 1 } });
        await ctx.completeWorkflowTask(await childTask(ctx), [end()]);
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startChild(ctx, child(ctx), { workflowIdReusePolicy })]);
        ctx.equal(await ctx.waitFor('the start', () => childStarted(ctx)), expected, 'the start');
      },
    })),
    {
      name: 'child-reuse-terminates-the-running-one',
      proves: 'Under TERMINATE_IF_RUNNING a child takes the id of a running workflow, which is terminated.',
      history: 'none',
      async run(ctx) {
        const { runId } = await ctx.rawStart('child', { suffix: 'child', taskQueue: { name: ctx.queue('children'), kind: 1 } });
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startChild(ctx, child(ctx), { workflowIdReusePolicy: REUSE.TERMINATE })]);
        ctx.equal(await ctx.waitFor('the start', () => childStarted(ctx)), 'started', 'the child starts');
        const last = (await ctx.events(child(ctx), runId)).at(-1).workflowExecutionTerminatedEventAttributes;
        ctx.equal(last?.reason, 'TerminateIfRunning WorkflowIdReusePolicy', 'the other one ends');
        ctx.equal((await describe(ctx, child(ctx))).parentExecution?.workflowId, ctx.id(), 'the child has the id');
      },
    },
    {
      name: 'child-only-calls-of-a-stranger',
      proves: 'A cancel or signal for children only does not reach a workflow that is none of them.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('child', { suffix: 'stranger' });
        ctx.equal((await ctx.pollWorkflowTask()).workflowExecution.workflowId, ctx.id('stranger'), 'a stranger runs');
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [
          { commandType: COMMAND.CANCEL_EXTERNAL, requestCancelExternalWorkflowExecutionCommandAttributes: { workflowId: ctx.id('stranger'), childWorkflowOnly: true } },
          { commandType: COMMAND.SIGNAL_EXTERNAL, signalExternalWorkflowExecutionCommandAttributes: { execution: { workflowId: ctx.id('stranger') }, signalName: 'go', childWorkflowOnly: true } },
        ]);
        await ctx.waitEvent(ctx.id(), 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED');
        await ctx.waitEvent(ctx.id(), 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED');
        ctx.equal(await ctx.countEvents(ctx.id('stranger'), 'WORKFLOW_EXECUTION_SIGNALED'), 0, 'no signal arrives');
      },
    },
    {
      name: 'signal-with-start-on-closed-runs',
      proves: 'Signal with start obeys the reuse policy on a closed run, and the conflict policy on an open one.',
      history: 'none',
      async run(ctx) {
        const first = await signalWithStart(ctx);
        ctx.track(ctx.id(), first.runId);
        const same = await signalWithStart(ctx, { workflowIdConflictPolicy: CONFLICT.USE });
        ctx.equal([same.runId, same.started], [first.runId, false], 'an open run is signalled');
        const refused = (message) => ({ code: status.INVALID_ARGUMENT, message });
        await ctx.fails('FAIL', () => signalWithStart(ctx, { workflowIdConflictPolicy: CONFLICT.FAIL }),
          refused(/Invalid WorkflowIDConflictPolicy: WORKFLOW_ID_CONFLICT_POLICY_FAIL is not supported for this operation\./));
        const second = await signalWithStart(ctx, { workflowIdConflictPolicy: CONFLICT.TERMINATE });
        ctx.equal([second.runId === first.runId, second.started], [false, true], 'a new run instead');
        ctx.equal((await describe(ctx, ctx.id(), first.runId)).status, STATUS.TERMINATED, 'the first has ended');
        const task = await ctx.pollWorkflowTask();
        await ctx.completeWorkflowTask(task, [complete()]);
        const taken = (message) => ({ code: status.ALREADY_EXISTS, message });
        await ctx.fails('REJECT', () => signalWithStart(ctx, { workflowIdReusePolicy: REUSE.REJECT }), taken(/reject duplicate workflow Id\./));
        await ctx.fails('FAILED_ONLY', () => signalWithStart(ctx, { workflowIdReusePolicy: REUSE.FAILED_ONLY }), taken(/allow duplicate workflow Id if last run failed\./));
        const third = await signalWithStart(ctx, { workflowIdReusePolicy: REUSE.TERMINATE });
        ctx.equal(third.started, true, 'TERMINATE_IF_RUNNING starts after a close');
        await ctx.fails('both', () => signalWithStart(ctx, { workflowIdReusePolicy: REUSE.TERMINATE, workflowIdConflictPolicy: CONFLICT.USE }),
          refused(/WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING cannot be used together with a WorkflowIDConflictPolicy/));
      },
    },
    {
      name: 'start-delay-with-signal-with-start',
      proves: 'A delayed signal with start writes no task until its time; a second signal waits too; terminate ends it as it is.',
      history: 'none',
      async run(ctx) {
        const { runId } = await signalWithStart(ctx, { workflowStartDelay: seconds(60) });
        ctx.track(ctx.id(), runId);
        await signalWithStart(ctx, { workflowIdConflictPolicy: CONFLICT.USE });
        ctx.equal(await ctx.eventTypes(ctx.id()), ['WORKFLOW_EXECUTION_STARTED', 'WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_EXECUTION_SIGNALED'], 'no task');
        const info = await describe(ctx, ctx.id());
        ctx.equal(Number(info.executionTime.seconds) - Number(info.startTime.seconds), 60, 'it executes later');
        await ctx.handle(ctx.id()).terminate('enough');
        ctx.equal((await ctx.eventTypes(ctx.id())).slice(3), ['WORKFLOW_EXECUTION_TERMINATED'], 'terminated');
      },
    },
    {
      name: 'start-delay-over-a-running-workflow',
      proves: 'A delayed start that terminates the open run delays its own first task; without a delay the fields of the request may not conflict.',
      history: 'none',
      async run(ctx) {
        const first = await ctx.rawStart('anything');
        const second = await ctx.rawStart('anything', { workflowStartDelay: seconds(60), workflowIdConflictPolicy: CONFLICT.TERMINATE });
        ctx.equal((await describe(ctx, ctx.id(), first.runId)).status, STATUS.TERMINATED, 'the open run ends');
        ctx.equal(await ctx.eventTypes(ctx.id(), second.runId), ['WORKFLOW_EXECUTION_STARTED'], 'the new one waits');
        await ctx.fails('cron', () => ctx.rawStart('anything', { suffix: 'cron', workflowStartDelay: seconds(1), cronSchedule: '@every 1h' }),
          { code: status.INVALID_ARGUMENT, message: /CronSchedule and WorkflowStartDelay may not be used together\./ });
        await ctx.fails('negative', () => ctx.rawStart('anything', { suffix: 'negative', workflowStartDelay: { seconds: -1 } }), { code: status.INVALID_ARGUMENT });
      },
    },
    {
      name: 'start-delay-of-a-query',
      proves: 'A query of a run whose first task is far away is not answered.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('anything', { workflowStartDelay: seconds(60) });
        await ctx.fails('query', () => ctx.withDeadline(5000, () => ctx.raw.queryWorkflow({ ...ctx.execution(ctx.id()), query: { queryType: 'x' } })),
          { code: status.FAILED_PRECONDITION, message: /Workflow task is not scheduled yet\./ });
      },
    },
    {
      name: 'cron-cancelled-while-it-waits',
      proves: 'A cron run that waits for its time is woken by a request to cancel, not by a signal; cancelled, no run follows.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('anything', { cronSchedule: '@every 1h' });
        const handle = ctx.handle(ctx.id());
        await handle.signal('go');
        ctx.equal(await ctx.countEvents(handle, 'WORKFLOW_TASK_SCHEDULED'), 0, 'a signal waits');
        await handle.cancel();
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), [cancelRun()]);
        const info = await describe(ctx, ctx.id());
        ctx.equal(info.status, STATUS.CANCELED, 'the end of the chain');
      },
    },
    {
      name: 'eager-start-is-repeatable',
      proves: 'An eager start hands out its first task, again for the same request; a delay or a cron schedule makes it ordinary.',
      history: 'none',
      async run(ctx) {
        const request = ctx.startRequest('anything', { requestEagerExecution: true });
        const first = await ctx.raw.startWorkflowExecution(request);
        ctx.track(request.workflowId, first.runId);
        ctx.equal([Number(first.eagerWorkflowTask?.startedEventId), first.eagerWorkflowTask?.attempt], [3, 1], 'the task');
        const again = await ctx.raw.startWorkflowExecution(request);
        ctx.equal([again.runId, again.started, Number(again.eagerWorkflowTask?.startedEventId)], [first.runId, true, 3], 'the same again');
        await ctx.completeWorkflowTask(first.eagerWorkflowTask, [complete()]);
        const later = await ctx.raw.startWorkflowExecution(request);
        ctx.equal([later.runId, later.status, later.eagerWorkflowTask ?? null], [first.runId, STATUS.COMPLETED, null], 'after the close');
        const started = (await ctx.events(ctx.id()))[0].workflowExecutionStartedEventAttributes;
        ctx.equal(started.eagerExecutionAccepted, true, 'the event tells of it');
        for (const [name, fields] of Object.entries({ delayed: { workflowStartDelay: seconds(60) }, cron: { cronSchedule: '@every 1h' } })) {
          const other = await ctx.rawStart('anything', { suffix: name, requestEagerExecution: true, ...fields });
          ctx.equal(other.eagerWorkflowTask ?? null, null, name);
        }
      },
    },
    {
      name: 'start-retry-policies-refused',
      proves: 'A retry policy that could not work is refused with what is wrong with it; with one attempt nothing else of it counts.',
      history: 'none',
      async run(ctx) {
        const bad = (retryPolicy) => () => ctx.rawStart('anything', { retryPolicy });
        const words = {
          'invalid InitialInterval set on retry policy: negative duration': { initialInterval: { seconds: -1 } },
          'BackoffCoefficient cannot be less than 1 on retry policy.': { backoffCoefficient: 0.5 },
          'invalid MaximumInterval set on retry policy: negative duration': { maximumInterval: { seconds: -1 } },
          'MaximumInterval cannot be less than InitialInterval on retry policy.': { initialInterval: seconds(5), maximumInterval: seconds(1) },
          'MaximumAttempts cannot be negative on retry policy.': { maximumAttempts: -1 },
          'Invalid timeout type value: Nonsense.': { nonRetryableErrorTypes: ['TemporalTimeout:Nonsense'] },
        };
        for (const [message, policy] of Object.entries(words)) {
          const error = await ctx.fails(message, bad(policy), { code: status.INVALID_ARGUMENT });
          ctx.equal(error?.details, message, 'the words');
        }
        await bad({ maximumAttempts: 1, initialInterval: { seconds: -1 }, backoffCoefficient: 0.1 })();
      },
    },
    {
      name: 'continue-as-new-takes-what-it-says',
      proves: 'A continue-as-new by bare command goes on without memo, attributes and retry policy; of timeouts it takes the old ones.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx, {
          memo: { fields: { m: jsonPayload(1) } },
          searchAttributes: { indexedFields: { ConfKeyword: jsonPayload('x') } },
          retryPolicy: { maximumAttempts: 3 },
          workflowRunTimeout: seconds(50),
          workflowTaskTimeout: seconds(7),
        });
        await ctx.completeWorkflowTask(task, [continueAsNew(ctx)]);
        const started = (await ctx.events(ctx.id()))[0].workflowExecutionStartedEventAttributes;
        ctx.track(ctx.id(), started.originalExecutionRunId);
        ctx.equal([started.memo ?? null, started.searchAttributes ?? null, started.retryPolicy ?? null], [null, null, null], 'not taken');
        ctx.equal([Number(started.workflowRunTimeout.seconds), Number(started.workflowTaskTimeout.seconds), started.initiator, started.attempt], [50, 7, 1, 1], 'taken');
      },
    },
    {
      name: 'continue-as-new-leaves-what-was-pending',
      proves: 'Timers and activities of a run end with it when it continues as new: a late result finds a closed run.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [scheduleActivity(ctx, 'a'), startTimer('t')]);
        const activity = await ctx.pollActivityTask();
        await ctx.handle(ctx.id()).signal('go');
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), [continueAsNew(ctx)]);
        await ctx.fails('late', () => ctx.raw.respondActivityTaskCompleted({ namespace: ctx.namespace, taskToken: activity.taskToken }),
          { code: status.NOT_FOUND, message: /workflow execution already completed/ });
        const described = await ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id()));
        ctx.equal(described.pendingActivities, [], 'nothing is pending in the next');
      },
    },
  ],
};
