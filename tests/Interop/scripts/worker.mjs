// The official TypeScript client and worker judge the embedded server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { CancelledFailure, TerminatedFailure } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

const address = process.env.TEMPORAL_ADDRESS;
const taskQueue = 'interop';
const attempts = new Map();
const undone = [];
const activities = {
  greet: async name => `Hello ${name}`,
  failTwice: async key => {
    attempts.set(key, (attempts.get(key) ?? 0) + 1);
    if (attempts.get(key) < 3) throw new Error('not yet');
    return attempts.get(key);
  },
  undo: async name => { undone.push(name); },
};

let client, connection, native, worker, running;

before(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  connection = await Connection.connect({ address });
  client = new Client({ connection });
  native = await NativeConnection.connect({ address });
  worker = await Worker.create({
    connection: native, taskQueue, activities,
    workflowsPath: fileURLToPath(new URL('../workflows/interop.ts', import.meta.url)),
  });
  running = worker.run();
});

after(async () => {
  worker?.shutdown();
  await running;
  await native?.close();
  await connection?.close();
});

const until = async (what, holds) => {
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise(r => setTimeout(r, 50))) {
    if (await holds()) return;
  }
  assert.fail(`not in time: ${what}`);
};

const types = history => history.events.map(event => event.eventType).filter(Boolean);

test('activities, retries, a signal, a timer, a child; query and update while it runs', { timeout: 90_000 }, async () => {
  const handle = await client.workflow.start('order', { taskQueue, workflowId: 'order-1', args: ['ada'] });
  await until('waiting', async () => await handle.query('progress') === 'waiting');
  assert.equal(await handle.executeUpdate('rename', { args: ['grace'] }), 'ada');
  await assert.rejects(handle.executeUpdate('rename', { args: [''] }), WorkflowUpdateFailedError);
  await handle.signal('approve', 'support');
  assert.equal(await handle.result(), 'Hello GRACE approved by support after 3 attempts');

  const description = await handle.describe();
  assert.equal(description.status.name, 'COMPLETED');
  assert.equal(description.type, 'order');
  const history = await handle.fetchHistory();
  assert.equal(Number(description.historyLength), history.events.length);
  assert.deepEqual(history.events.map(event => Number(event.eventId)), history.events.map((_, index) => index + 1));
  assert.ok(types(history).length > 20);
  assert.equal(await handle.query('progress'), 'sleeping');
});

test('cancel lets the workflow undo', { timeout: 60_000 }, async () => {
  const handle = await client.workflow.start('undoable', { taskQueue, workflowId: 'undo-1', args: ['seat'] });
  await until('a first task', async () => (await handle.describe()).historyLength > 4);
  await handle.cancel();
  await assert.rejects(handle.result(), error =>
    error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure);
  assert.deepEqual(undone, ['seat']);
  assert.equal((await handle.describe()).status.name, 'CANCELLED');
});

test('terminate ends at once', { timeout: 60_000 }, async () => {
  const handle = await client.workflow.start('undoable', { taskQueue, workflowId: 'undo-2', args: ['other'] });
  await handle.terminate('by test');
  await assert.rejects(handle.result(), error =>
    error instanceof WorkflowFailedError && error.cause instanceof TerminatedFailure);
  assert.equal((await handle.describe()).status.name, 'TERMINATED');
  assert.ok(!undone.includes('other'));
});

test('the same id twice is refused while it runs', { timeout: 60_000 }, async () => {
  const handle = await client.workflow.start('undoable', { taskQueue, workflowId: 'twin', args: ['x'] });
  await assert.rejects(
    client.workflow.start('undoable', { taskQueue, workflowId: 'twin', args: ['x'] }),
    { name: 'WorkflowExecutionAlreadyStartedError' });
  await handle.terminate();
});

test('list finds workflows by type and status', { timeout: 60_000 }, async () => {
  const ids = async query => {
    const found = [];
    for await (const info of client.workflow.list({ query })) found.push(info.workflowId);
    return found.sort();
  };
  await until('the list', async () => (await ids("ExecutionStatus = 'Terminated'")).length === 2);
  assert.deepEqual(await ids("WorkflowType = 'order'"), ['order-1']);
  assert.deepEqual(await ids("WorkflowType = 'undoable' AND ExecutionStatus = 'Canceled'"), ['undo-1']);
  assert.deepEqual(await ids("WorkflowId = 'undo-2'"), ['undo-2']);
});

test('an unknown workflow is not found', { timeout: 30_000 }, async () => {
  await assert.rejects(client.workflow.getHandle('nobody').describe(), { name: 'WorkflowNotFoundError' });
});
