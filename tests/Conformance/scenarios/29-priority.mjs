// Which of the tasks that wait go first. This project's own scenarios: there is no recording of them, so only their facts count.
import { status } from '@grpc/grpc-js';

const COMMAND = { SCHEDULE_ACTIVITY: 1, CONTINUE_AS_NEW: 10, START_CHILD: 11 };

const activity = (ctx, activityId, priority) => ({
  commandType: COMMAND.SCHEDULE_ACTIVITY,
  scheduleActivityTaskCommandAttributes: {
    activityId,
    activityType: { name: 'echo' },
    taskQueue: { name: ctx.taskQueue, kind: 1 },
    startToCloseTimeout: { seconds: 30 },
    priority,
  },
});

const child = (ctx, suffix, priority) => ({
  commandType: COMMAND.START_CHILD,
  startChildWorkflowExecutionCommandAttributes: {
    workflowId: ctx.id(suffix),
    workflowType: { name: 'anything' },
    taskQueue: { name: ctx.queue('children'), kind: 1 },
    priority,
  },
});

const plain = (p) => (p ? [p.priorityKey, p.fairnessKey, p.fairnessWeight] : null);

export default {
  theme: 'priority',
  scenarios: [
    {
      name: 'priority-orders-the-backlog',
      proves: 'Tasks that wait for a worker are given out by priority, those without one as of 3, and in order within one.',
      history: 'none',
      async run(ctx) {
        for (const [suffix, priorityKey] of [['e', 5], ['c', undefined], ['b', 2], ['a', 1], ['d', 3]]) {
          await ctx.start('anything', { suffix, priority: priorityKey && { priorityKey } });
        }
        const order = [];
        for (let i = 0; i < 5; i++) order.push((await ctx.pollWorkflowTask()).workflowExecution.workflowId.at(-1));
        ctx.equal(order.join(''), 'abcde', 'the order');
      },
    },
    {
      name: 'priority-passes-on',
      proves: 'Activities, children and the next run have the priority of their workflow, field by field, where they name none.',
      history: 'none',
      async run(ctx) {
        await ctx.start('anything', { priority: { priorityKey: 4, fairnessKey: 'customer', fairnessWeight: 2 } });
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), [
          activity(ctx, 'late'),
          activity(ctx, 'early', { priorityKey: 1 }),
          child(ctx, 'same'),
          child(ctx, 'other', { fairnessKey: 'somebody' }),
        ]);
        const tasks = [await ctx.pollActivityTask(), await ctx.pollActivityTask()];
        ctx.equal(tasks.map((t) => [t.activityId, plain(t.priority)]),
          [['early', [1, 'customer', 2]], ['late', [4, 'customer', 2]]], 'of activities');
        const of = (suffix) => ctx.waitFor(`child ${suffix}`, async () =>
          plain((await ctx.handle(ctx.id(suffix)).describe()).raw.workflowExecutionInfo.priority));
        ctx.equal([await of('same'), await of('other')], [[4, 'customer', 2], [4, 'somebody', 2]], 'of children');
        const scheduled = (await ctx.handle(ctx.id()).fetchHistory()).events
          .filter((e) => e.activityTaskScheduledEventAttributes)
          .map((e) => plain(e.activityTaskScheduledEventAttributes.priority));
        ctx.equal(scheduled, [null, [1, '', 0]], 'the history has what was asked for');
      },
    },
    {
      name: 'priority-changed-while-waiting',
      proves: 'A changed priority moves the task that waits, and one event tells of it; a mask names the fields.',
      history: 'none',
      async run(ctx) {
        await ctx.start('anything', { suffix: 'a', priority: { priorityKey: 2 } });
        await ctx.start('anything', { suffix: 'b', priority: { priorityKey: 4, fairnessKey: 'customer' } });
        const change = (paths, priority) => ctx.raw.updateWorkflowExecutionOptions({
          namespace: ctx.namespace,
          workflowExecution: { workflowId: ctx.id('b') },
          workflowExecutionOptions: { priority },
          updateMask: { paths },
        });
        const changed = await change(['priority.priority_key'], { priorityKey: 1, fairnessKey: 'ignored' });
        ctx.equal(plain(changed.workflowExecutionOptions.priority), [1, 'customer', 0], 'the options now');
        await change(['priority.priority_key'], { priorityKey: 1 });
        ctx.equal(await ctx.countEvents(ctx.id('b'), 'WORKFLOW_EXECUTION_OPTIONS_UPDATED'), 1, 'no change, no event');
        ctx.equal((await ctx.pollWorkflowTask()).workflowExecution.workflowId, ctx.id('b'), 'it goes first');
      },
    },
    {
      name: 'priority-refused',
      proves: 'Negative priorities and weights and long keys are refused.',
      history: 'none',
      async run(ctx) {
        for (const [key, priority, message] of [
          ['negative', { priorityKey: -1 }, /^priority key can't be negative$/],
          ['long', { fairnessKey: 'x'.repeat(65) }, /^fairness key length exceeds limit$/],
          ['weightless', { fairnessWeight: -1 }, /^fairness weight can't be negative$/],
        ]) {
          const error = await ctx.fails(key, () => ctx.rawStart('anything', { priority }), { code: status.INVALID_ARGUMENT });
          ctx.check(message.test(error?.details), `${key}: the words`, error?.details);
        }
        await ctx.rawStart('anything', { suffix: 'longest', priority: { priorityKey: 99, fairnessKey: 'x'.repeat(64) } });
      },
    },
  ],
};
