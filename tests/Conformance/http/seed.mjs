#!/usr/bin/env node
// Creates the seed population on the server at --address, with the official TypeScript SDK.
// All ids are fixed, so the server must be fresh. See README.md.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, Connection, ScheduleOverlapPolicy } from '@temporalio/client';
import { SearchAttributeType, TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { NativeConnection, Runtime, DefaultLogger, Worker, bundleWorkflowCode } from '@temporalio/worker';
import * as activities from './activities.mjs';

export const NAMESPACE = 'default';
export const SECOND_NAMESPACE = 'truth-second';
export const TASK_QUEUE = 'truth';
const CLIENT_IDENTITY = 'truth-client';
const WORKER_IDENTITY = 'truth-worker';

const attribute = {
  keyword: defineSearchAttributeKey('TruthKeyword', SearchAttributeType.KEYWORD),
  int: defineSearchAttributeKey('TruthInt', SearchAttributeType.INT),
  double: defineSearchAttributeKey('TruthDouble', SearchAttributeType.DOUBLE),
  bool: defineSearchAttributeKey('TruthBool', SearchAttributeType.BOOL),
  datetime: defineSearchAttributeKey('TruthDatetime', SearchAttributeType.DATETIME),
  text: defineSearchAttributeKey('TruthText', SearchAttributeType.TEXT),
  list: defineSearchAttributeKey('TruthList', SearchAttributeType.KEYWORD_LIST),
};
// Numbers of temporal.api.enums.v1.IndexedValueType.
const REGISTERED = { TruthText: 1, TruthKeyword: 2, TruthInt: 3, TruthDouble: 4, TruthBool: 5, TruthDatetime: 6, TruthList: 7 };

const UNIMPLEMENTED = 12;
const STEP_MS = 60_000;
const pause = (ms) => new Promise((r) => setTimeout(r, ms));

/** Calls until it answers something truthy; errors count as "not yet". */
async function until(what, call, ms = 15_000) {
  const end = Date.now() + ms;
  let last;
  for (;;) {
    try {
      const v = await call();
      if (v) return v;
    } catch (e) {
      last = e;
    }
    if (Date.now() > end) throw new Error(`did not come true: ${what}${last ? ` (${last.message}: ${last.cause?.message ?? ''})` : ''}`);
    await pause(100);
  }
}

async function makeWorker(connection, workflowBundle, extra = {}) {
  const worker = await Worker.create({
    connection, workflowBundle, activities, taskQueue: TASK_QUEUE, namespace: NAMESPACE, identity: WORKER_IDENTITY,
    reuseV8Context: true, shutdownGraceTime: '1s', ...extra,
  });
  const running = worker.run().catch((e) => console.error(`worker: ${e.message}`));
  return { stop: async () => { worker.shutdown(); await running; } };
}

/**
 * Seeds the server. Returns the run ids by workflow id (the first and the last of a chain: id and `id#last`),
 * the steps that failed, and close(), which stops the worker: queries and updates need it until then.
 */
export async function seed({ address, log = () => {} }) {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace: NAMESPACE, identity: CLIENT_IDENTITY });
  const { workflowService, operatorService } = connection;
  const here = path.dirname(fileURLToPath(import.meta.url));
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: path.join(here, 'workflows.mjs'), logger: new DefaultLogger('ERROR'),
  });
  const runIds = {};
  const failedSteps = [];
  const workers = [];
  const step = async (name, run) => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${STEP_MS} ms`)), STEP_MS);
    });
    try {
      await Promise.race([run(), late]);
      log(`  ${name}`);
    } catch (e) {
      failedSteps.push({ name, error: `${e.message}${e.cause ? `: ${e.cause.message}` : ''}` });
      log(`  FAILED ${name}: ${failedSteps.at(-1).error}`);
    } finally {
      clearTimeout(timer);
    }
  };
  const start = async (id, type, options = {}) => {
    const handle = await client.workflow.start(type, { workflowId: id, taskQueue: TASK_QUEUE, ...options });
    runIds[id] = handle.firstExecutionRunId;
    return handle;
  };
  const describe = (id, runId) => workflowService.describeWorkflowExecution({ namespace: NAMESPACE, execution: { workflowId: id, runId } });
  /** No workflow task is pending or will come by itself: the history stands still. */
  const idle = (id) => until(`${id} is idle`, async () => {
    const d = await describe(id);
    return !d.pendingWorkflowTask && Number(d.workflowExecutionInfo.historyLength) > 3;
  });
  const visible = (query, n) => until(`${n} in visibility: ${query}`, async () =>
    Number((await workflowService.countWorkflowExecutions({ namespace: NAMESPACE, query })).count) === n);

  const makeCurrent = (version) => workflowService.setWorkerDeploymentCurrentVersion({
    namespace: NAMESPACE, ...version, identity: CLIENT_IDENTITY, ignoreMissingTaskQueues: true,
  }).then(() => 'current', (e) => {
    if (e.code === UNIMPLEMENTED) return 'not offered';
    throw e;
  });

  await step('search attributes', async () => {
    await operatorService.addSearchAttributes({ namespace: NAMESPACE, searchAttributes: REGISTERED });
    await until('the search attributes are known', async () => {
      const { customAttributes } = await operatorService.listSearchAttributes({ namespace: NAMESPACE });
      return Object.keys(REGISTERED).every((n) => n in customAttributes);
    });
  });
  await step('second namespace', async () => {
    await workflowService.registerNamespace({
      namespace: SECOND_NAMESPACE, description: 'the second one', ownerEmail: 'owner@example.com',
      workflowExecutionRetentionPeriod: { seconds: 3 * 86400 }, data: { team: 'truth' },
    });
    await until('the namespace answers', () => workflowService.listWorkflowExecutions({ namespace: SECOND_NAMESPACE }));
  });
  await step('worker', async () => { workers.push(await makeWorker(native, workflowBundle)); });

  await step('truth-completed', async () => {
    const options = {
      args: [{ id: 7, item: 'tea', big: 12345678901 }],
      memo: { note: 'hello', nested: { a: [1, 2.5, null, true] } },
      staticSummary: 'an **order**', staticDetails: 'details\n\n* one\n* two',
      typedSearchAttributes: new TypedSearchAttributes([
        { key: attribute.keyword, value: 'c-42' }, { key: attribute.int, value: 42 }, { key: attribute.double, value: 1.5 },
        { key: attribute.bool, value: true }, { key: attribute.datetime, value: new Date('2026-01-02T03:04:05.678Z') },
        { key: attribute.text, value: 'some words' }, { key: attribute.list, value: ['a', 'b'] },
      ]),
      workflowExecutionTimeout: '1 hour', workflowRunTimeout: '30 minutes', workflowTaskTimeout: '9 seconds',
      priority: { priorityKey: 2 },
    };
    // The attributes may be listed before every part of the server has them.
    const handle = await until('it starts', () => start('truth-completed', 'completes', options));
    await handle.result();
  });
  await step('truth-failed', async () => { await (await start('truth-failed', 'fails')).result().catch(() => {}); });
  await step('truth-open', async () => {
    const handle = await start('truth-open', 'open', {
      args: [{ id: 8 }], staticSummary: 'an open order', memo: { note: 'open' },
      typedSearchAttributes: new TypedSearchAttributes([{ key: attribute.keyword, value: 'c-43' }, { key: attribute.int, value: 43 }]),
    });
    await until('its activities and child are as wanted', async () => {
      const d = await describe('truth-open');
      const a = Object.fromEntries((d.pendingActivities ?? []).map((x) => [x.activityId, x]));
      return a.retrying?.attempt === 2 && a.started?.heartbeatDetails && d.pendingChildren?.length === 1 && !d.pendingWorkflowTask;
    });
    runIds['truth-open-child'] = (await describe('truth-open-child')).workflowExecutionInfo.execution.runId;
    await idle('truth-open-child');
    await handle.signal('approve', { by: 'seed' });
    await idle('truth-open');
    await handle.executeUpdate('setPrice', { args: [12], updateId: 'price-1' });
    await idle('truth-open');
    await handle.startUpdate('never', { args: [], updateId: 'never-1', waitForStage: 'ACCEPTED' });
    await idle('truth-open');
    await handle.query('status', 'seed');
  });
  for (const id of ['truth-cancelled', 'truth-terminated']) {
    await step(id, async () => {
      const handle = await start(id, 'waits', { args: [id] });
      await idle(id);
      if (id === 'truth-cancelled') await handle.cancel();
      else {
        await workflowService.terminateWorkflowExecution({
          namespace: NAMESPACE, workflowExecution: { workflowId: id }, reason: 'not wanted', identity: CLIENT_IDENTITY,
        });
      }
      await handle.result().catch(() => {});
    });
  }
  await step('truth-continued', async () => {
    const handle = await start('truth-continued', 'continues', { args: [2] });
    await handle.result();
    runIds['truth-continued#last'] = (await describe('truth-continued')).workflowExecutionInfo.execution.runId;
  });
  await step('truth-timed-out', async () => {
    const handle = await start('truth-timed-out', 'waits', { args: ['x'], taskQueue: 'truth-nobody', workflowRunTimeout: '1 second' });
    await handle.result().catch(() => {});
  });
  await step('truth-nobody', async () => { await start('truth-nobody', 'waits', { args: ['nobody'], taskQueue: 'truth-nobody' }); });
  await step('truth-many', async () => { await (await start('truth-many', 'manyEvents', { args: [4] })).result(); });
  await step('truth/odd id%2F?&ü', async () => {
    await start('truth/odd id%2F?&ü', 'waits', { args: ['odd'] });
    await idle('truth/odd id%2F?&ü');
  });
  // Those that the requests act upon: one for each action, all still open.
  for (const what of ['cancel', 'cancel-empty', 'terminate', 'signal', 'update', 'reset', 'pause', 'frontend']) {
    const id = `truth-act-${what}`;
    await step(id, async () => {
      await start(id, 'waits', { args: [what] });
      await idle(id);
    });
  }
  await step('truth-act-activity', async () => {
    await start('truth-act-activity', 'paused');
    await until('its activity has failed once', async () => (await describe('truth-act-activity')).pendingActivities?.[0]?.attempt === 2);
  });
  await step('truth-batch', async () => {
    for (const n of [1, 2, 3, 4]) {
      await start(`truth-batch-${n}`, 'waits', {
        args: ['batch'], typedSearchAttributes: new TypedSearchAttributes([{ key: attribute.keyword, value: n < 3 ? 'batch-a' : 'batch-b' }]),
      });
      await idle(`truth-batch-${n}`);
    }
    await visible('TruthKeyword IN ("batch-a", "batch-b")', 4);
    await workflowService.startBatchOperation({
      namespace: NAMESPACE, jobId: 'truth-batch-job', reason: 'seed batch', visibilityQuery: 'TruthKeyword="batch-a"',
      terminationOperation: { identity: CLIENT_IDENTITY },
    });
    await until('the batch is done', async () => {
      const b = await workflowService.describeBatchOperation({ namespace: NAMESPACE, jobId: 'truth-batch-job' });
      return b.state === 2;
    }, 30_000);
    await visible('TruthKeyword="batch-a" AND ExecutionStatus="Terminated"', 2);
  });
  await step('truth-schedule', async () => {
    const action = { type: 'startWorkflow', workflowType: 'continues', args: [0], taskQueue: TASK_QUEUE, workflowId: 'truth-scheduled' };
    const handle = await client.schedule.create({
      scheduleId: 'truth-schedule', action, memo: { note: 'sched' },
      spec: {
        calendars: [{ hour: 12, dayOfWeek: ['MONDAY', 'FRIDAY'], comment: 'noon' }],
        intervals: [{ every: '24h', offset: '1h' }], jitter: '2s', timezone: 'Europe/Zurich',
      },
      policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '1 day', pauseOnFailure: true },
      state: { note: 'made by the seed', paused: true, remainingActions: 9 },
      typedSearchAttributes: new TypedSearchAttributes([{ key: attribute.keyword, value: 'sched' }]),
    });
    await handle.trigger(ScheduleOverlapPolicy.SKIP);
    await until('the triggered run is reported as done', async () => {
      const d = await workflowService.describeSchedule({ namespace: NAMESPACE, scheduleId: 'truth-schedule' });
      return d.info.recentActions?.[0]?.startWorkflowStatus === 2;
    }, 30_000);
  });
  // A server without worker deployments gives this worker its tasks all the same.
  await step('truth-deployed', async () => {
    const version = { deploymentName: 'truth-deployment', buildId: 'build-1' };
    workers.push(await makeWorker(native, workflowBundle, {
      taskQueue: 'truth-deployed', identity: 'truth-deployed-worker',
      workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' },
    }));
    const offered = await until('its version is current, or versions are not offered', () => makeCurrent(version), 30_000);
    await start('truth-deployed', 'waits', { args: ['deployed'], taskQueue: 'truth-deployed' });
    await idle('truth-deployed');
    if (offered === 'current') {
      await until('its deployment is on it', async () =>
        (await describe('truth-deployed')).workflowExecutionInfo.versioningInfo?.deploymentVersion?.buildId === 'build-1');
    }
  });
  await step('all are visible', () => visible('', 28));

  return {
    runIds, failedSteps,
    close: async () => {
      await Promise.all(workers.map((w) => w.stop()));
      await native.close();
      await connection.close();
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { address: { type: 'string', default: '127.0.0.1:7233' }, serve: { type: 'boolean', default: false } } });
  const seeded = await seed({ address: values.address, log: console.log });
  console.log(JSON.stringify(seeded.runIds, null, 1));
  console.log(`${seeded.failedSteps.length} steps failed`);
  if (values.serve) {
    console.log('workers run until SIGINT');
    await new Promise((r) => process.once('SIGINT', r));
  }
  await seeded.close();
  process.exit(seeded.failedSteps.length === 0 ? 0 : 1);
}
