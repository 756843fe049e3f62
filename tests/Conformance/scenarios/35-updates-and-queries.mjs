// Updates and queries while tasks fail, workers go and runs end. This project's own scenarios: only their facts count.
import { status } from '@grpc/grpc-js';
import { begun, complete, continueAsNew, seconds, startTimer } from '../lib/commands.mjs';
import { jsonPayload } from '../lib/context.mjs';
import { STAGE, accept, answer, outcomeOf, pollUpdate, respond, update } from '../lib/updates.mjs';

const sticky = (ctx, after = 10) => ({
  stickyAttributes: { workerTaskQueue: { name: ctx.queue('sticky'), kind: 2, normalName: ctx.taskQueue }, scheduleToStartTimeout: seconds(after) },
});
const pollSticky = (ctx, deadline = 15_000) =>
  ctx.withDeadline(deadline, () =>
    ctx.raw.pollWorkflowTaskQueue({ namespace: ctx.namespace, taskQueue: { name: ctx.queue('sticky'), kind: 2, normalName: ctx.taskQueue }, identity: 'conformance-worker' }));
const ids = (task) => task.messages.map((m) => m.protocolInstanceId);
const sequence = (task) => Number(task.messages[0].eventId);
const failTask = (ctx, task) =>
  ctx.raw.respondWorkflowTaskFailed({ namespace: ctx.namespace, taskToken: task.taskToken, cause: 14, failure: { message: 'x', applicationFailureInfo: {} } });
const reject = (ctx, updateId, sequencing) => ({
  id: `${updateId}/request/reject`,
  protocolInstanceId: updateId,
  body: {
    type_url: 'type.googleapis.com/temporal.api.update.v1.Rejection',
    value: ctx.proto.temporal.api.update.v1.Rejection.encode({
      rejectedRequestMessageId: `${updateId}/request`,
      rejectedRequestSequencingEventId: sequencing,
      failure: { message: 'refused', applicationFailureInfo: { type: 'Refused' } },
    }).finish(),
  },
});
const query = (ctx, queryType = 'state', more = {}) => ctx.raw.queryWorkflow({ ...ctx.execution(ctx.id()), query: { queryType }, ...more });
const answerQuery = (ctx, task, value) =>
  ctx.raw.respondQueryTaskCompleted({ namespace: ctx.namespace, taskToken: task.taskToken, completedType: 1, queryResult: { payloads: [jsonPayload(value)] } });
const resultOf = (response) => JSON.parse(Buffer.from(response.queryResult.payloads[0].data));

/** A run that waits, with its first task completed. */
async function waiting(ctx, more = {}) {
  const { task, runId } = await begun(ctx, more.start);
  await ctx.completeWorkflowTask(task, [startTimer('t')], more.extra);
  return runId;
}

export default {
  theme: 'updates',
  scenarios: [
    {
      name: 'update-delivered-again-after-a-failed-task',
      proves: 'An update whose task failed or timed out comes again with the next one, under the same id.',
      history: 'none',
      async run(ctx) {
        const runId = await waiting(ctx, { start: { workflowTaskTimeout: seconds(3) } });
        const sent = update(ctx, 'u');
        const first = await ctx.pollWorkflowTask();
        await failTask(ctx, first);
        const second = await ctx.pollWorkflowTask();
        ctx.equal([ids(first), ids(second)], [['u'], ['u']], 'after a failure');
        const third = await ctx.pollWorkflowTask();
        ctx.equal(ids(third), ['u'], 'after a timeout');
        await answer(ctx, third, [accept(ctx, 'u', sequence(third)), respond(ctx, 'u', 'done')]);
        ctx.equal(outcomeOf(await sent), 'done', 'the outcome');
        ctx.equal(await ctx.countEvents(ctx.id(), 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', runId), 1, 'accepted once');
      },
    },
    {
      name: 'update-survives-the-loss-of-its-sticky-worker',
      proves: 'An update sent to a sticky worker that is gone reaches the next worker with the whole history.',
      history: 'none',
      async run(ctx) {
        const gone = pollSticky(ctx);
        await waiting(ctx, { extra: sticky(ctx, 1) });
        const sent = update(ctx, 'u');
        const lost = await gone;
        ctx.equal(Number(lost.history.events[0].eventId) > 1, true, 'the sticky worker gets what is new');
        await failTask(ctx, lost);
        const task = await ctx.pollWorkflowTask();
        ctx.equal([ids(task), Number(task.history.events[0].eventId)], [['u'], 1], 'the next one gets all');
        await answer(ctx, task, [accept(ctx, 'u', sequence(task)), respond(ctx, 'u', 'done')]);
        ctx.equal(outcomeOf(await sent), 'done', 'the outcome');
      },
    },
    {
      name: 'update-rejected-leaves-nothing',
      proves: 'A rejected update leaves no event, is forgotten, and may be sent again under its id.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, []);
        const before = (await ctx.events(ctx.id())).length;
        const sent = update(ctx, 'u');
        const first = await ctx.pollWorkflowTask();
        const done = await ctx.completeWorkflowTask(first, [], { messages: [reject(ctx, 'u', sequence(first))] });
        ctx.equal(Number(done.resetHistoryEventId), 3, 'the worker goes back');
        const refused = await sent;
        ctx.equal([refused.stage, refused.outcome.failure.applicationFailureInfo.type], [STAGE.COMPLETED, 'Refused'], 'the outcome');
        ctx.equal((await ctx.events(ctx.id())).length, before, 'no event');
        await ctx.fails('poll', () => pollUpdate(ctx, 'u'), { code: status.NOT_FOUND, message: /update "u" not found/ });
        const again = update(ctx, 'u');
        const second = await ctx.pollWorkflowTask();
        ctx.equal(Number(second.startedEventId), Number(first.startedEventId), 'the ids are used again');
        await answer(ctx, second, [accept(ctx, 'u', sequence(second)), respond(ctx, 'u', 'taken')]);
        ctx.equal(outcomeOf(await again), 'taken', 'the second try');
      },
    },
    {
      name: 'update-one-accepted-one-rejected-one-ignored',
      proves: 'Of three updates in one task each has its own end; the one without an answer is refused by the server.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        const sent = { a: update(ctx, 'a'), r: update(ctx, 'r'), i: update(ctx, 'i') };
        await ctx.waitFor('three admitted', async () => (await Promise.all(['a', 'r', 'i'].map((u) => pollUpdate(ctx, u)))).length === 3);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const next = await ctx.pollWorkflowTask();
        ctx.equal(ids(next).sort(), ['a', 'i', 'r'], 'all in one task');
        await answer(ctx, next, [accept(ctx, 'a', sequence(next)), respond(ctx, 'a', 1)], [], {
          messages: [accept(ctx, 'a', sequence(next)), respond(ctx, 'a', 1), reject(ctx, 'r', sequence(next))],
        });
        ctx.equal(outcomeOf(await sent.a), 1, 'accepted');
        ctx.equal((await sent.r).outcome.failure.message, 'refused', 'rejected');
        const ignored = (await sent.i).outcome.failure;
        ctx.equal([ignored.applicationFailureInfo.type, ignored.source], ['UnprocessedUpdate', 'Server'], 'ignored');
      },
    },
    {
      name: 'update-known-to-a-closed-run',
      proves: 'A closed run answers for the updates it completed, also to a new request with their id; others it does not take.',
      history: 'none',
      async run(ctx) {
        const runId = await waiting(ctx);
        const sent = update(ctx, 'u');
        const task = await ctx.pollWorkflowTask();
        await answer(ctx, task, [accept(ctx, 'u', sequence(task)), respond(ctx, 'u', 'done')], [complete()]);
        await sent;
        ctx.equal(outcomeOf(await pollUpdate(ctx, 'u')), 'done', 'a poll');
        ctx.equal(outcomeOf(await update(ctx, 'u', { value: 'other' })), 'done', 'the same id');
        ctx.equal(outcomeOf(await update(ctx, 'u', { runId })), 'done', 'with its run');
        await ctx.fails('another', () => update(ctx, 'v'), { code: status.NOT_FOUND, message: /workflow execution already completed/ });
        await ctx.fails('unknown', () => pollUpdate(ctx, 'v'), { code: status.NOT_FOUND, message: /update "v" not found/ });
      },
    },
    {
      name: 'update-moves-to-the-next-run',
      proves: 'An update not accepted before a continue-as-new is delivered to the next run; one accepted has failed with its run.',
      history: 'none',
      async run(ctx) {
        const runId = await waiting(ctx);
        const accepted = update(ctx, 'accepted');
        const first = await ctx.pollWorkflowTask();
        await answer(ctx, first, [accept(ctx, 'accepted', sequence(first))]);
        await ctx.handle(ctx.id()).signal('go');
        const second = await ctx.pollWorkflowTask();
        const moved = update(ctx, 'moved');
        await ctx.waitFor('the update to be admitted', () => pollUpdate(ctx, 'moved'));
        await ctx.completeWorkflowTask(second, [continueAsNew(ctx)]);
        ctx.equal((await accepted).outcome?.failure?.applicationFailureInfo?.type, 'AcceptedUpdateCompletedWorkflow', 'the accepted one');
        const third = await ctx.pollWorkflowTask();
        ctx.equal([ids(third), third.workflowExecution.runId === runId], [['moved'], false], 'the other comes to the next run');
        await answer(ctx, third, [accept(ctx, 'moved', sequence(third)), respond(ctx, 'moved', 'there')], [complete()]);
        const done = await moved;
        ctx.equal([outcomeOf(done), done.updateRef.workflowExecution.runId], ['there', third.workflowExecution.runId], 'its outcome names that run');
      },
    },
    {
      name: 'update-poll-waits-for-the-stage',
      proves: 'A poll waits for the stage it names; without one it says where the update is.',
      history: 'none',
      async run(ctx) {
        await waiting(ctx);
        const sent = update(ctx, 'u');
        const task = await ctx.pollWorkflowTask();
        ctx.equal((await pollUpdate(ctx, 'u')).stage, STAGE.ADMITTED, 'with a worker');
        const acceptance = pollUpdate(ctx, 'u', { stage: STAGE.ACCEPTED });
        await answer(ctx, task, [accept(ctx, 'u', sequence(task))]);
        const seen = await acceptance;
        ctx.equal([seen.stage, seen.outcome ?? null], [STAGE.ACCEPTED, null], 'accepted');
        const completion = pollUpdate(ctx, 'u', { stage: STAGE.COMPLETED });
        await ctx.handle(ctx.id()).signal('go');
        await answer(ctx, await ctx.pollWorkflowTask(), [respond(ctx, 'u', 'done')]);
        ctx.equal([outcomeOf(await completion), outcomeOf(await sent)], ['done', 'done'], 'completed');
      },
    },
    {
      name: 'update-of-a-delayed-run',
      proves: 'An update of a run that waits for its start brings its first task at once.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('anything', { workflowStartDelay: seconds(60) });
        const sent = update(ctx, 'u');
        const task = await ctx.pollWorkflowTask();
        ctx.equal(ids(task), ['u'], 'the first task has it');
        await answer(ctx, task, [accept(ctx, 'u', sequence(task)), respond(ctx, 'u', 'early')]);
        ctx.equal(outcomeOf(await sent), 'early', 'the outcome');
      },
    },
    {
      name: 'query-sees-what-was-signalled-before',
      proves: 'A query sent while a task is out is answered by the next one, after the signals before it.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        await ctx.handle(ctx.id()).signal('first');
        const held = await ctx.pollWorkflowTask();
        await ctx.handle(ctx.id()).signal('second');
        const asked = query(ctx);
        await ctx.fails('a second one', () => query(ctx, 'other'), { code: status.RESOURCE_EXHAUSTED });
        await ctx.completeWorkflowTask(held, []);
        const next = await ctx.pollWorkflowTask();
        const [id] = Object.keys(next.queries);
        ctx.equal([next.queries[id]?.queryType, next.history.events.filter((e) => e.workflowExecutionSignaledEventAttributes).length], ['state', 2], 'with both signals');
        await ctx.completeWorkflowTask(next, [], { queryResults: { [id]: { resultType: 1, answer: { payloads: [jsonPayload(2)] } } } });
        ctx.equal(resultOf(await asked), 2, 'the answer');
      },
    },
    {
      name: 'query-falls-back-from-a-lost-sticky-worker',
      proves: 'A query of a run whose sticky worker is gone reaches another with the whole history, and ends the stickiness.',
      history: 'none',
      async run(ctx) {
        const gone = pollSticky(ctx, 4000);
        await waiting(ctx, { extra: sticky(ctx, 1) });
        await gone;
        const asked = query(ctx);
        const task = await ctx.pollWorkflowTask();
        ctx.equal([task.query?.queryType, Number(task.startedEventId), Number(task.history.events[0]?.eventId)], ['state', 0, 1], 'a query task with history');
        await answerQuery(ctx, task, 'fine');
        ctx.equal(resultOf(await asked), 'fine', 'the answer');
        await ctx.handle(ctx.id()).signal('go');
        const scheduled = (await ctx.events(ctx.id())).filter((e) => e.workflowTaskScheduledEventAttributes).at(-1).workflowTaskScheduledEventAttributes;
        ctx.equal([scheduled.taskQueue.name, scheduled.taskQueue.kind], [ctx.taskQueue, 1], 'the next task is for all');
      },
    },
    {
      name: 'query-reject-conditions',
      proves: 'A query may be refused on a run that is not open, or that did not complete cleanly, with its status.',
      history: 'none',
      async run(ctx) {
        await waiting(ctx);
        await ctx.handle(ctx.id()).terminate('enough');
        for (const [name, queryRejectCondition] of [['not open', 2], ['not completed cleanly', 3]]) {
          const response = await query(ctx, 'state', { queryRejectCondition });
          ctx.equal([response.queryRejected?.status, response.queryResult ?? null], [5, null], name);
        }
        const asked = query(ctx, 'state', { queryRejectCondition: 1 });
        await answerQuery(ctx, await ctx.pollWorkflowTask(), 'closed');
        ctx.equal(resultOf(await asked), 'closed', 'without a condition it is answered');
      },
    },
    {
      name: 'query-of-a-failing-task',
      proves: 'A run whose task fails again and again is not queried and not updated.',
      history: 'none',
      async run(ctx) {
        const { task } = await begun(ctx);
        await failTask(ctx, task);
        await failTask(ctx, await ctx.pollWorkflowTask());
        const refused = (message) => ({ code: status.FAILED_PRECONDITION, message });
        await ctx.fails('query', () => ctx.withDeadline(5000, () => query(ctx)), refused(/Unable to query workflow due to Workflow Task in failed state\./));
        await ctx.fails('update', () => ctx.withDeadline(5000, () => update(ctx, 'u')),
          refused(/Unable to perform workflow execution update due to Workflow Task in failed state\./));
      },
    },
  ],
};
