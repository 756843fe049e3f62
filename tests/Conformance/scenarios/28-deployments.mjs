// Workers of several versions on one queue. This project's own scenarios: there is no recording of them, so only their facts count.
const versionOf = (ctx, buildId) => ({ deploymentName: ctx.id('deployment'), buildId });

function workerOf(ctx, buildId, defaultVersioningBehavior) {
  return ctx.worker({
    buildId: undefined,
    workerDeploymentOptions: { useWorkerVersioning: true, version: versionOf(ctx, buildId), defaultVersioningBehavior },
  });
}

/** Makes a version current as soon as its worker is known. */
const setCurrent = (ctx, buildId) => ctx.waitFor(`version ${buildId} to be current`, async () => {
  await ctx.raw.setWorkerDeploymentCurrentVersion({ namespace: ctx.namespace, ...versionOf(ctx, buildId) });
  return true;
});

const buildOf = async (handle) => (await handle.describe()).raw.workflowExecutionInfo.versioningInfo?.deploymentVersion?.buildId;

async function moves(ctx, behavior) {
  await workerOf(ctx, '1', behavior);
  await setCurrent(ctx, '1');
  const handle = await ctx.start('collector');
  await handle.signal('add', 'before');
  await ctx.waitFor('the run to be on version 1', async () => (await buildOf(handle)) === '1');
  await ctx.waitIdle(handle);
  await workerOf(ctx, '2', behavior);
  await setCurrent(ctx, '2');
  const done = await ctx.countEvents(handle, 'WORKFLOW_TASK_COMPLETED');
  await handle.signal('add', 'after');
  await ctx.waitEvent(handle, 'WORKFLOW_TASK_COMPLETED', { count: done + 1 });
  const fresh = await ctx.start('collector', { suffix: 'fresh' });
  await ctx.waitFor('a new run to be on version 2', async () => (await buildOf(fresh)) === '2');
  return buildOf(handle);
}

export default {
  theme: 'deployments',
  scenarios: [
    {
      name: 'deployment-pinned-stays',
      proves: 'A pinned run stays with its version when another becomes current; new runs begin on that.',
      history: 'none',
      async run(ctx) {
        ctx.equal(await moves(ctx, 'PINNED'), '1', 'it stayed');
      },
    },
    {
      name: 'deployment-upgrading-moves',
      proves: 'A run that upgrades by itself goes on with the version that has become current.',
      history: 'none',
      async run(ctx) {
        ctx.equal(await moves(ctx, 'AUTO_UPGRADE'), '2', 'it moved');
      },
    },
  ],
};
