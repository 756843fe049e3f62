// Requests that could never be carried out. This project's own scenarios: there is no recording of them, so only their facts count.
import { status } from '@grpc/grpc-js';

async function refused(ctx, key, words, call) {
  const error = await ctx.fails(key, call, { code: status.INVALID_ARGUMENT });
  ctx.equal(error?.details, words, `${key}: the words`);
}

export default {
  theme: 'malformed',
  scenarios: [
    {
      name: 'malformed-links',
      proves: 'Links must be complete, few and small; what they point to need not exist.',
      history: 'none',
      async run(ctx) {
        const good = { workflowEvent: { namespace: 'any', workflowId: 'w', runId: ctx.uuid() } };
        await ctx.rawStart('anything', { links: Array(10).fill(good) });
        const signal = (...links) => () => ctx.raw.signalWorkflowExecution({
          namespace: ctx.namespace,
          workflowExecution: { workflowId: ctx.id() },
          signalName: 'go',
          links,
        });
        await refused(ctx, 'namespace', 'workflow event link must not have an empty namespace field', signal({ workflowEvent: {} }));
        await refused(ctx, 'run', 'workflow event link must not have an empty run ID field',
          signal({ workflowEvent: { ...good.workflowEvent, runId: '' } }));
        await refused(ctx, 'batch', 'batch job link must not have an empty job ID', signal({ batchJob: {} }));
        await refused(ctx, 'many', 'cannot attach more than 10 links per request, got 11', signal(...Array(11).fill(good)));
      },
    },
    {
      name: 'malformed-schedules',
      proves: 'A schedule whose action could not start is refused when it is made, and so are long notes of a patch.',
      history: 'none',
      async run(ctx) {
        const create = (action, request = {}) => () => ctx.raw.createSchedule({
          namespace: ctx.namespace,
          scheduleId: ctx.id(),
          requestId: ctx.uuid(),
          schedule: {
            state: { paused: true },
            action: {
              startWorkflow: {
                workflowId: ctx.id(),
                workflowType: { name: 'anything' },
                taskQueue: { name: ctx.taskQueue },
                ...action,
              },
            },
          },
          ...request,
        });
        const patch = (pause) => () => ctx.raw.patchSchedule({ namespace: ctx.namespace, scheduleId: ctx.id(), patch: { pause } });
        await refused(ctx, 'request', 'RequestId is not set on request.', create({}, { requestId: '' }));
        await refused(ctx, 'timeout', 'An invalid WorkflowRunTimeoutSeconds is set on request. cause: negative duration',
          create({ workflowRunTimeout: { seconds: -1 } }));
        await refused(ctx, 'type', 'WorkflowType length exceeds limit.', create({ workflowType: { name: 'x'.repeat(1001) } }));
        await create({})();
        ctx.onCleanup(() => ctx.raw.deleteSchedule({ namespace: ctx.namespace, scheduleId: ctx.id() }));
        await refused(ctx, 'notes', 'Schedule notes exceeds limit.', patch('x'.repeat(1001)));
        await patch('x'.repeat(1000))();
      },
    },
  ],
};
