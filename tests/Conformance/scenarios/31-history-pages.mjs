// Pages, tokens and waits of the history calls. This project's own scenarios: only their facts count.
import { status } from '@grpc/grpc-js';
import { COMMAND, begun, cancelRun, complete, continueAsNew, startTimer } from '../lib/commands.mjs';
import { eventTypeName } from '../lib/context.mjs';

const CLOSE = 2;
const ids = (page) => page.history.events.map((e) => Number(e.eventId));
const types = (page) => page.history.events.map((e) => eventTypeName(e.eventType));
const isLast = (page) => !page.nextPageToken?.length;

/** The event ids of every page, as one call after the other hands them out. */
async function pages(read) {
  const found = [];
  let nextPageToken;
  do {
    const page = await read(nextPageToken);
    found.push(ids(page));
    ({ nextPageToken } = page);
  } while (nextPageToken?.length && found.length < 20);
  return found;
}

const reader = (ctx, runId, more = {}) => (nextPageToken) =>
  ctx.raw.getWorkflowExecutionHistory({ ...ctx.execution(ctx.id(), runId), ...more, nextPageToken });
const reverse = (ctx, runId, more = {}) => (nextPageToken) =>
  ctx.raw.getWorkflowExecutionHistoryReverse({ ...ctx.execution(ctx.id(), runId), ...more, nextPageToken });

export default {
  theme: 'history-api',
  scenarios: [
    {
      name: 'history-pages-are-whole-batches',
      proves: 'A page of one holds one transaction; forwards the last page is empty, backwards it is not.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t'), startTimer('u')]);
        ctx.equal(await pages(reader(ctx, runId, { maximumPageSize: 1 })), [[1, 2], [3], [4, 5, 6], []], 'forwards');
        ctx.equal(await pages(reverse(ctx, runId, { maximumPageSize: 1 })), [[6, 5, 4], [3], [2, 1]], 'backwards');
        ctx.equal(await pages(reader(ctx, runId, { maximumPageSize: -5, skipArchival: true })), [[1, 2, 3, 4, 5, 6]], 'a negative size is the default');
        ctx.equal(await pages(reader(ctx, runId, { historyEventFilterType: 99 })), [[1, 2, 3, 4, 5, 6]], 'an unknown filter shows all');
      },
    },
    {
      name: 'history-page-ends-where-it-began',
      proves: 'Pages that do not wait show the history as it was at the first one; later events are not in them.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const read = reader(ctx, runId, { maximumPageSize: 2 });
        const first = await read();
        await ctx.handle(ctx.id()).signal('go');
        const second = await read(first.nextPageToken);
        ctx.equal([ids(first), ids(second)], [[1, 2, 3], [4, 5]], 'as at the first page');
      },
    },
    {
      name: 'history-garbage-tokens',
      proves: 'A token that is none is refused in both directions, and so is one of another run.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const garbage = Buffer.from([255, 254, 1, 2, 3]);
        const bad = { code: status.INVALID_ARGUMENT, message: /Invalid NextPageToken\./ };
        await ctx.fails('forwards', () => reader(ctx, runId)(garbage), bad);
        await ctx.fails('backwards', () => reverse(ctx, runId)(garbage), bad);
        await ctx.fails('text', () => reader(ctx, runId)(Buffer.from('not a token')), bad);
        const { nextPageToken } = await reverse(ctx, runId, { maximumPageSize: 1 })();
        await ctx.fails('another run', () => reverse(ctx, ctx.uuid())(nextPageToken), {
          code: status.INVALID_ARGUMENT,
          message: /RunId in the request does not match the NextPageToken\./,
        });
      },
    },
    {
      name: 'history-requests-refused',
      proves: 'A history call names a workflow, and a run that is a UUID.',
      history: 'none',
      async run(ctx) {
        await ctx.rawStart('anything');
        const ask = (execution) => () => ctx.raw.getWorkflowExecutionHistory({ namespace: ctx.namespace, execution });
        const askReverse = (execution) => () => ctx.raw.getWorkflowExecutionHistoryReverse({ namespace: ctx.namespace, execution });
        for (const [name, call] of Object.entries({ ask, askReverse })) {
          const no = (message) => ({ code: status.INVALID_ARGUMENT, message });
          await ctx.fails(`${name} nothing`, call(undefined), no(/Execution is not set on request\./));
          await ctx.fails(`${name} no id`, call({ runId: ctx.uuid() }), no(/WorkflowId is not set on request\./));
          await ctx.fails(`${name} bad run`, call({ workflowId: ctx.id(), runId: 'x' }), no(/Invalid RunId\./));
        }
      },
    },
    {
      name: 'history-wait-ends-with-continue-as-new',
      proves: 'A wait without a run id stays with the run it began with: it ends with that run, not with the next.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        const read = reader(ctx, undefined, { waitNewEvent: true });
        const first = await read();
        ctx.equal([ids(first), isLast(first)], [[1, 2, 3], false], 'what there is, and a token');
        const waiting = read(first.nextPageToken);
        await ctx.completeWorkflowTask(task, [continueAsNew(ctx)]);
        const second = await waiting;
        ctx.equal(types(second), ['WORKFLOW_TASK_COMPLETED', 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW'], 'the end of the run');
        ctx.equal(isLast(second), true, 'and no token');
        const next = second.history.events.at(-1).workflowExecutionContinuedAsNewEventAttributes.newExecutionRunId;
        ctx.track(ctx.id(), next);
        const now = await reader(ctx)();
        ctx.equal(now.history.events[0].workflowExecutionStartedEventAttributes.originalExecutionRunId, next, 'a new call shows the new run');
        const old = await reader(ctx, runId, { historyEventFilterType: CLOSE })();
        ctx.equal([types(old), isLast(old)], [['WORKFLOW_EXECUTION_CONTINUED_AS_NEW'], true], 'the close event of the old one');
      },
    },
    {
      name: 'history-close-event-of-a-retried-run',
      proves: 'Of a failed run that is tried again the close event is shown as a continue-as-new to it; the history keeps the failure.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx, { retryPolicy: { initialInterval: { seconds: 60 }, maximumAttempts: 2 } });
        await ctx.completeWorkflowTask(task, [
          {
            commandType: COMMAND.FAIL,
            failWorkflowExecutionCommandAttributes: { failure: { message: 'no', applicationFailureInfo: {} } },
          },
        ]);
        const closed = await reader(ctx, runId, { historyEventFilterType: CLOSE, waitNewEvent: true })();
        ctx.equal(types(closed), ['WORKFLOW_EXECUTION_CONTINUED_AS_NEW'], 'through the filter');
        const shown = closed.history.events[0].workflowExecutionContinuedAsNewEventAttributes;
        ctx.equal([Boolean(shown.newExecutionRunId), shown.failure?.message], [true, 'no'], 'it names the next run and the failure');
        ctx.equal((await ctx.eventTypes(ctx.id(), runId)).at(-1), 'WORKFLOW_EXECUTION_FAILED', 'unfiltered');
      },
    },
    {
      name: 'history-reverse-hides-the-transient-task',
      proves: 'A workflow task that is tried again shows forwards only, as the two last events.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        await ctx.raw.respondWorkflowTaskFailed({ namespace: ctx.namespace, taskToken: task.taskToken, cause: 14, failure: { message: 'x', applicationFailureInfo: {} } });
        const again = await ctx.pollWorkflowTask();
        ctx.equal(again.attempt, 2, 'the second attempt');
        ctx.equal(types(await reader(ctx, runId)()), ['WORKFLOW_EXECUTION_STARTED', 'WORKFLOW_TASK_SCHEDULED', 'WORKFLOW_TASK_STARTED',
          'WORKFLOW_TASK_FAILED', 'WORKFLOW_TASK_SCHEDULED', 'WORKFLOW_TASK_STARTED'], 'forwards');
        ctx.equal(ids(await reverse(ctx, runId)()), [4, 3, 2, 1], 'backwards');
        const described = await ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id(), runId));
        ctx.equal(Number(described.workflowExecutionInfo.historyLength), 4, 'it does not count');
      },
    },
    {
      name: 'history-wait-sees-one-transaction-whole',
      proves: 'A wait returns all events of the transaction that woke it, with page size one too.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        const read = reader(ctx, runId, { waitNewEvent: true, maximumPageSize: 1 });
        let page = await read();
        const seen = [ids(page)];
        while (seen.flat().length < 3) {
          page = await read(page.nextPageToken);
          seen.push(ids(page));
        }
        const rest = read(page.nextPageToken);
        await ctx.completeWorkflowTask(task, [startTimer('a'), startTimer('b'), complete()]);
        page = await rest;
        while (!isLast(page) && seen.length < 10) {
          seen.push(ids(page));
          page = await read(page.nextPageToken);
        }
        seen.push(ids(page));
        ctx.equal(seen.filter((p) => p.length > 0), [[1, 2], [3], [4, 5, 6, 7]], 'the pages that hold something');
      },
    },
    {
      name: 'history-wait-is-ended-by-a-cancelled-run',
      proves: 'A wait for the close event is answered when the run is cancelled, and again afterwards at once.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await begun(ctx);
        const read = reader(ctx, undefined, { historyEventFilterType: CLOSE, waitNewEvent: true });
        const waiting = read();
        await ctx.completeWorkflowTask(task, [cancelRun()]);
        const closed = await waiting;
        ctx.equal([types(closed), isLast(closed)], [['WORKFLOW_EXECUTION_CANCELED'], true], 'the answer');
        ctx.equal(ids(await reader(ctx, runId, { historyEventFilterType: CLOSE })()), [5], 'afterwards');
      },
    },
  ],
};
