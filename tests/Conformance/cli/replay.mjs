#!/usr/bin/env node
// Sends what the official `temporal` CLI sent, command by command, and compares the shape of every answer with the one
// that a real server gave: status, details of errors, fields that are set. `transcripts.json` holds both sides; the worker
// of this kit stands behind the server as it did then.
import { readFile } from 'node:fs/promises';
import proto from '@temporalio/proto';
import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import * as activities from '../activities/index.mjs';
import { workflowBundle } from '../lib/bundles.mjs';
import { describeError } from '../lib/errors.mjs';
import { differences, learn, shapeOf, translate } from './shape.mjs';

const address = process.argv[2];
if (!address) {
  console.error('Usage: node cli/replay.mjs HOST:PORT');
  process.exit(2);
}

/** How long a command may wait for what the one before it set going. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;
const DEADLINE_MS = 30_000;

const { workflowservice, operatorservice } = proto.temporal.api;
const commands = JSON.parse(await readFile(new URL('./transcripts.json', import.meta.url), 'utf8'));
const tolerances = JSON.parse(await readFile(new URL('./tolerances.json', import.meta.url), 'utf8')).map((t) => ({
  ...t,
  call: new RegExp(t.call),
  path: new RegExp(t.path),
}));

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

/** Service, function and message types of a method. */
function resolve(method) {
  const name = method[0].toLowerCase() + method.slice(1);
  if (method === 'Check') return { service: connection.healthService, name };
  for (const [service, types] of [[connection.workflowService, workflowservice.v1], [connection.operatorService, operatorservice.v1]]) {
    if (types[`${method}Request`]) {
      return { service, name, request: types[`${method}Request`], response: types[`${method}Response`] };
    }
  }
  throw new Error(`unknown method ${method}`);
}

async function send(call, names) {
  const { service, name, request, response } = resolve(call.method);
  const given = translate(call.request, names);
  const message = request ? request.fromObject(given) : given;
  try {
    const answer = await connection.withDeadline(Date.now() + (call.deadlineMs ?? DEADLINE_MS), () => service[name](message));
    return { response: response ? response.toObject(answer, { enums: String, longs: String, bytes: String }) : { status: 'SERVING' } };
  } catch (e) {
    const { code, message: text, details } = describeError(e);
    if (code === undefined) throw e;
    return { error: { code, message: text, details } };
  }
}

const statusOf = (side) => side.error?.code ?? 0;
const detailsOf = (side) => (side.error?.details ?? []).map((d) => d.type ?? d.class ?? d);

/** Differences of one method of a command; several calls of it count together, because polls split answers as time falls. */
function compare(recorded, actual) {
  const found = [];
  recorded.forEach((call, i) => {
    if (statusOf(call) !== statusOf(actual[i])) {
      found.push(`status: real ${statusOf(call)}, ours ${statusOf(actual[i])} ${actual[i].error?.message ?? ''}`);
    } else if (JSON.stringify(detailsOf(call)) !== JSON.stringify(detailsOf(actual[i]))) {
      found.push(`details: real ${JSON.stringify(detailsOf(call))}, ours ${JSON.stringify(detailsOf(actual[i]))}`);
    }
  });
  const shape = (calls) => calls.reduce((into, call) => shapeOf(call.response ?? {}, '', into), new Set());
  if (found.length === 0) found.push(...differences(shape(recorded), shape(actual)));
  return found.filter((text) => !tolerances.some((t) => t.call.test(recorded[0].method) && t.path.test(text)));
}

async function replay(command, names) {
  const actual = [];
  for (const call of command.calls) {
    const answer = await send(call, names);
    learn(call.response, answer.response, names);
    actual.push(answer);
  }
  const methods = [...new Set(command.calls.map((call) => call.method))];
  return methods.flatMap((method) => {
    const of = command.calls.map((call, i) => [call, actual[i]]).filter(([call]) => call.method === method);
    return compare(of.map(([call]) => call), of.map(([, answer]) => answer)).map((text) => `${method} ${text}`);
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
