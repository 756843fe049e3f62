#!/usr/bin/env node
// Sends what the official `temporal` CLI sent, command by command, and compares the shape of every answer with the one
// that a real server gave: status, details of errors, fields that are set. `transcripts.json` holds both sides; the worker
// of this kit stands behind the server as it did then.
import { readFile } from 'node:fs/promises';
import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import * as activities from '../activities/index.mjs';
import { workflowBundle } from '../lib/bundles.mjs';
import { compare, readTolerances, send } from '../lib/transcripts.mjs';

const address = process.argv[2];
if (!address) {
  console.error('Usage: node cli/replay.mjs HOST:PORT');
  process.exit(2);
}

/** How long a command may wait for what the one before it set going. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;

const commands = JSON.parse(await readFile(new URL('./transcripts.json', import.meta.url), 'utf8'));
const tolerances = await readTolerances(new URL('./tolerances.json', import.meta.url));

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'OFF' } },
  workerHeartbeatInterval: '1s', // it is listed soon
});
const connection = await Connection.connect({ address, interceptors: [] });
const native = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection: native,
  taskQueue: 'cli-demo',
  identity: 'demo-worker',
  workflowBundle: await workflowBundle(),
  activities,
  shutdownGraceTime: '100ms',
  shutdownForceTime: '4s',
});
const running = worker.run();

async function replay(command, names) {
  const actual = [];
  for (const call of command.calls) {
    actual.push(await send(connection, call, names));
  }
  const methods = [...new Set(command.calls.map((call) => call.method))];
  return methods.flatMap((method) => {
    const of = command.calls.map((call, i) => [call, actual[i]]).filter(([call]) => call.method === method);
    return compare(of.map(([call]) => call), of.map(([, answer]) => answer), tolerances).map((text) => `${method} ${text}`);
  });
}

/** What changed something is not sent again; what was refused, or only reads, may have come too early. */
const mayRepeat = (command, found) =>
  command.calls.every((call) => /^(Get|List|Describe|Query|Count|Poll|Check)/.test(call.method)) ||
  found.some((text) => text.includes(' status: real 0'));

const names = new Map();
let different = 0;
for (const command of commands) {
  const until = Date.now() + PATIENCE_MS;
  let found = await replay(command, names);
  while (found.length > 0 && Date.now() < until && mayRepeat(command, found)) {
    await new Promise((r) => setTimeout(r, PAUSE_MS));
    found = await replay(command, names);
  }
  if (found.length > 0) {
    different++;
    console.log(`different  ${command.command}\n${found.map((text) => `             ${text}`).join('\n')}`);
  }
}

worker.shutdown();
await running;
await native.close();
await connection.close();
console.log(`${commands.length - different} of ${commands.length} commands get answers of the same shape`);
process.exit(different === 0 ? 0 : 1);
