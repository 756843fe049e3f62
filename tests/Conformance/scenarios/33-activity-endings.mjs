// How activities end: by id, with delays of their own, while they are cancelled. This project's own scenarios: only their facts count.
import { status } from '@grpc/grpc-js';
import { COMMAND, begun, complete, scheduleActivity, seconds } from '../lib/commands.mjs';
import { eventTypeName, jsonPayload } from '../lib/context.mjs';

const RETRY = { NON_RETRYABLE: 2, TIMEOUT: 3, MAXIMUM: 4, CANCEL_REQUESTED: 7 };
const soon = { initialInterval: { nanos: 1_000_000 } };
const payloads = (value) => ({ payloads: [jsonPayload(value)] });
const failure = (info = {}) => ({ message: 'on purpose', applicationFailureInfo: info });

/** A run with one activity 'a', whose first attempt is in hand. */
async function running(ctx, more = {}) {
  const { task, runId } = await begun(ctx);
  await ctx.completeWorkflowTask(task, [scheduleActivity(ctx, 'a', { retryPolicy: soon, ...more })]);
  return { runId, activity: await ctx.pollActivityTask() };
}
const fail = (ctx, activity, info) =>
  ctx.raw.respondActivityTaskFailed({ namespace: ctx.namespace, taskToken: activity.taskToken, failure: failure(info) });
const byId = (ctx, more = {}) => ({ namespace: ctx.namespace, workflowId: ctx.id(), activityId: 'a', identity: 'by-id', ...more });
const pending = async (ctx) => (await ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id()))).pendingActivities?.[0];
/** The end of the activity: its last two events. */
async function ending(ctx) {
  await ctx.waitFor('the end of the activity', async () => !(await pending(ctx)));
  const events = (await ctx.events(ctx.id())).filter((e) => /^ACTIVITY_TASK/.test(eventTypeName(e.eventType)));
  return { types: events.map((e) => eventTypeName(e.eventType).replace('ACTIVITY_TASK_', '')), last: events.at(-1), before: events.at(-2) };
}
/** Asks, with a task of the workflow, to cancel the activity. */
async function requestCancel(ctx, runId) {
  await ctx.handle(ctx.id()).signal('go');
  const scheduledEventId = (await ctx.events(ctx.id(), runId)).find((e) => e.activityTaskScheduledEventAttributes).eventId;
  await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), [
    { commandType: COMMAND.CANCEL_ACTIVITY, requestCancelActivityTaskCommandAttributes: { scheduledEventId } },
  ]);
}

export default {
  theme: 'activities',
  scenarios: [
    {
      name: 'act-by-id-heartbeat-and-fail',
      proves: 'Heartbeats and failures by id count as by token, but for the details that come with a failure: they are not kept.',
      history: 'none',
      async run(ctx) {
        await running(ctx, { heartbeatTimeout: seconds(30) });
        const beat = await ctx.raw.recordActivityTaskHeartbeatById(byId(ctx, { details: payloads(1) }));
        ctx.equal([beat.cancelRequested, beat.activityPaused, beat.activityReset], [false, false, false], 'the answer to a heartbeat');
        await ctx.raw.respondActivityTaskFailedById(byId(ctx, { failure: failure(), lastHeartbeatDetails: payloads(2) }));
        const second = await ctx.pollActivityTask();
        ctx.equal([second.attempt, JSON.parse(Buffer.from(second.heartbeatDetails.payloads[0].data))], [2, 1], 'the second attempt');
        await ctx.raw.respondActivityTaskCompletedById(byId(ctx, { result: payloads('done') }));
        const { types, last, before } = await ending(ctx);
        ctx.equal(types, ['SCHEDULED', 'STARTED', 'COMPLETED'], 'the events');
        ctx.equal([last.activityTaskCompletedEventAttributes.identity, before.activityTaskStartedEventAttributes.attempt], ['by-id', 2], 'who ended which');
      },
    },
    {
      name: 'act-by-id-while-it-waits-for-a-retry',
      proves: 'An activity between two attempts can be completed by id; a heartbeat or failure by id finds nobody.',
      history: 'none',
      async run(ctx) {
        const { activity } = await running(ctx, { retryPolicy: { initialInterval: seconds(60) } });
        await fail(ctx, activity);
        const gone = { code: status.NOT_FOUND, message: /invalid activityID or activity already timed out or invoking workflow is completed/ };
        await ctx.fails('heartbeat', () => ctx.raw.recordActivityTaskHeartbeatById(byId(ctx)), gone);
        await ctx.fails('failure', () => ctx.raw.respondActivityTaskFailedById(byId(ctx, { failure: failure() })), gone);
        await ctx.fails('token', () => ctx.raw.respondActivityTaskCompleted({ namespace: ctx.namespace, taskToken: activity.taskToken }), gone);
        await ctx.raw.respondActivityTaskCompletedById(byId(ctx, { result: payloads('done') }));
        const { types, before } = await ending(ctx);
        ctx.equal(types, ['SCHEDULED', 'STARTED', 'COMPLETED'], 'the events');
        const started = before.activityTaskStartedEventAttributes;
        ctx.equal([started.attempt, started.identity, started.lastFailure?.message], [2, 'by-id', 'on purpose'], 'a start is written for it');
      },
    },
    {
      name: 'act-by-id-after-the-end',
      proves: 'What is closed cannot be ended again by id; a closed run is said to be so.',
      history: 'none',
      async run(ctx) {
        await running(ctx);
        await ctx.raw.respondActivityTaskCompletedById(byId(ctx));
        await ctx.fails('again', () => ctx.raw.respondActivityTaskCompletedById(byId(ctx)), {
          code: status.NOT_FOUND,
          message: /cannot find pending activity with ActivityID a, check workflow execution history for more details/,
        });
        await ctx.fails('no id', () => ctx.raw.respondActivityTaskCompletedById(byId(ctx, { activityId: '' })), {
          code: status.INVALID_ARGUMENT,
          message: /ActivityId is not set on request\./,
        });
        await ctx.fails('bad run', () => ctx.raw.recordActivityTaskHeartbeatById(byId(ctx, { runId: 'x' })), { code: status.INVALID_ARGUMENT, message: /Invalid RunId\./ });
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), [complete()]);
        await ctx.fails('closed', () => ctx.raw.respondActivityTaskCompletedById(byId(ctx)), { code: status.NOT_FOUND, message: /workflow execution already completed/ });
      },
    },
    {
      name: 'act-next-retry-delay',
      proves: 'A delay that the failure asks for replaces the policy’s, beyond its maximum too; non-retryable and the last attempt win over it.',
      history: 'none',
      async run(ctx) {
        const { activity } = await running(ctx, { retryPolicy: { ...soon, maximumInterval: seconds(1), maximumAttempts: 3 } });
        await fail(ctx, activity, { nextRetryDelay: seconds(50) });
        const waiting = await pending(ctx);
        ctx.equal([waiting.attempt, waiting.state, Math.round(Number(waiting.currentRetryInterval.seconds))], [2, 1, 50], 'it waits that long');
        await ctx.raw.unpauseActivity({ namespace: ctx.namespace, execution: { workflowId: ctx.id() }, id: 'a' });
        await ctx.raw.resetActivity({ namespace: ctx.namespace, execution: { workflowId: ctx.id() }, id: 'a' });
        const again = await ctx.pollActivityTask();
        ctx.equal(again.attempt, 1, 'reset, it begins anew at once');
        await fail(ctx, again, { nextRetryDelay: seconds(50), nonRetryable: true });
        const { last } = await ending(ctx);
        ctx.equal(last.activityTaskFailedEventAttributes.retryState, RETRY.NON_RETRYABLE, 'non-retryable');
      },
    },
    {
      name: 'act-next-retry-delay-beyond-schedule-to-close',
      proves: 'A delay that ends after the schedule-to-close timeout ends the activity at once with its failure.',
      history: 'none',
      async run(ctx) {
        const { activity } = await running(ctx, { scheduleToCloseTimeout: seconds(20) });
        await fail(ctx, activity, { nextRetryDelay: seconds(30), type: 'Own' });
        const { types, last } = await ending(ctx);
        const failed = last.activityTaskFailedEventAttributes;
        ctx.equal(types, ['SCHEDULED', 'STARTED', 'FAILED'], 'the events');
        ctx.equal([failed.retryState, failed.failure.applicationFailureInfo.type], [RETRY.TIMEOUT, 'Own'], 'why it is not tried again');
      },
    },
    {
      name: 'act-next-retry-delay-within-schedule-to-close',
      proves: 'A short delay is waited under a schedule-to-close timeout, then the last attempt ends it.',
      history: 'none',
      async run(ctx) {
        const { activity } = await running(ctx, { scheduleToCloseTimeout: seconds(20), retryPolicy: { initialInterval: seconds(60), maximumAttempts: 2 } });
        const sent = Date.now();
        await fail(ctx, activity, { nextRetryDelay: seconds(1) });
        const second = await ctx.pollActivityTask();
        ctx.check(Date.now() - sent > 700, 'it waited', { took: Date.now() - sent });
        await fail(ctx, second, { nextRetryDelay: seconds(1) });
        ctx.equal((await ending(ctx)).last.activityTaskFailedEventAttributes.retryState, RETRY.MAXIMUM, 'the last attempt');
      },
    },
    {
      name: 'act-cancelled-between-attempts',
      proves: 'Asked to cancel while it waits for a retry, an activity is cancelled at once.',
      history: 'none',
      async run(ctx) {
        const { runId, activity } = await running(ctx, { retryPolicy: { initialInterval: seconds(60) } });
        await fail(ctx, activity);
        await requestCancel(ctx, runId);
        const { types, last } = await ending(ctx);
        ctx.equal(types, ['SCHEDULED', 'CANCEL_REQUESTED', 'CANCELED'], 'the events');
        const canceled = last.activityTaskCanceledEventAttributes;
        ctx.equal([Buffer.from(canceled.details.payloads[0].data).toString(), Number(canceled.startedEventId)], ['"ACTIVITY_ID_NOT_STARTED"', 0], 'it had not started');
      },
    },
    {
      name: 'act-failing-after-a-cancel-request',
      proves: 'An activity that fails after it was asked to cancel is not tried again, and says why; heartbeats had told it.',
      history: 'none',
      async run(ctx) {
        const { runId, activity } = await running(ctx);
        await requestCancel(ctx, runId);
        ctx.equal((await pending(ctx)).state, 3, 'CANCEL_REQUESTED while it runs');
        const beat = await ctx.raw.recordActivityTaskHeartbeat({ namespace: ctx.namespace, taskToken: activity.taskToken });
        ctx.equal(beat.cancelRequested, true, 'a heartbeat says so');
        await fail(ctx, activity);
        ctx.equal((await ending(ctx)).last.activityTaskFailedEventAttributes.retryState, RETRY.CANCEL_REQUESTED, 'why');
      },
    },
    {
      name: 'act-timing-out-after-a-cancel-request',
      proves: 'An activity that times out after it was asked to cancel is not tried again.',
      history: 'none',
      async run(ctx) {
        const { runId } = await running(ctx, { startToCloseTimeout: seconds(4) });
        await requestCancel(ctx, runId);
        const { types, last } = await ending(ctx);
        ctx.equal(types, ['SCHEDULED', 'CANCEL_REQUESTED', 'STARTED', 'TIMED_OUT'], 'the events');
        const timedOut = last.activityTaskTimedOutEventAttributes;
        ctx.equal([timedOut.retryState, timedOut.failure.timeoutFailureInfo.timeoutType], [RETRY.CANCEL_REQUESTED, 1], 'why');
      },
    },
    {
      name: 'act-cancelled-by-id',
      proves: 'A cancellation by id is taken once it was asked for, not before.',
      history: 'none',
      async run(ctx) {
        const { runId } = await running(ctx);
        const cancel = () => ctx.raw.respondActivityTaskCanceledById(byId(ctx, { details: payloads('stopped') }));
        await ctx.fails('before', cancel, { code: status.INVALID_ARGUMENT });
        await requestCancel(ctx, runId);
        await cancel();
        const { types, last } = await ending(ctx);
        ctx.equal(types, ['SCHEDULED', 'CANCEL_REQUESTED', 'STARTED', 'CANCELED'], 'the events');
        const canceled = last.activityTaskCanceledEventAttributes;
        ctx.check(Number(canceled.latestCancelRequestedEventId) > 0, 'it names the request');
        ctx.equal(canceled.identity, 'by-id', 'and who ended it');
      },
    },
    {
      name: 'act-schedule-to-start-of-a-retry',
      proves: 'The schedule-to-start timeout counts for each attempt: a retry nobody takes ends the activity, with the failure before as cause.',
      history: 'none',
      async run(ctx) {
        const { activity } = await running(ctx, { scheduleToStartTimeout: seconds(3) });
        await fail(ctx, activity);
        const { types, last } = await ending(ctx);
        const timedOut = last.activityTaskTimedOutEventAttributes;
        ctx.equal(types, ['SCHEDULED', 'TIMED_OUT'], 'no start');
        ctx.equal([timedOut.failure.timeoutFailureInfo.timeoutType, timedOut.failure.message, timedOut.failure.cause?.message, timedOut.retryState],
          [2, 'activity ScheduleToStart timeout', 'on purpose', RETRY.TIMEOUT], 'what it says');
      },
    },
    {
      name: 'act-heartbeat-timeout-keeps-details',
      proves: 'A heartbeat timeout of the only attempt ends the activity with the details that came last.',
      history: 'none',
      async run(ctx) {
        const { activity } = await running(ctx, { heartbeatTimeout: seconds(3), retryPolicy: { maximumAttempts: 1 } });
        await ctx.raw.recordActivityTaskHeartbeat({ namespace: ctx.namespace, taskToken: activity.taskToken, details: payloads('half') });
        const { last } = await ending(ctx);
        const { failure: reported, retryState } = last.activityTaskTimedOutEventAttributes;
        ctx.equal([reported.timeoutFailureInfo.timeoutType, JSON.parse(Buffer.from(reported.timeoutFailureInfo.lastHeartbeatDetails.payloads[0].data)), retryState],
          [4, 'half', RETRY.MAXIMUM], 'what it says');
        await ctx.fails('late', () => ctx.raw.respondActivityTaskCompleted({ namespace: ctx.namespace, taskToken: activity.taskToken }), { code: status.NOT_FOUND });
      },
    },
  ],
};
