// Sends recorded calls to a server and compares its answers with the recorded ones: status, details of errors, fields set.
import { readFile } from 'node:fs/promises';
import proto from '@temporalio/proto';
import { describeError } from './errors.mjs';
import { differences, learn, shapeOf, translate } from './shape.mjs';

const DEADLINE_MS = 30_000;

const { workflowservice, operatorservice } = proto.temporal.api;

export async function readTolerances(url) {
  const listed = JSON.parse(await readFile(url, 'utf8'));
  return listed.map((t) => ({ ...t, call: new RegExp(t.call), path: new RegExp(t.path) }));
}

/** Service, function and message types of a method. */
function resolve(connection, method) {
  const name = method[0].toLowerCase() + method.slice(1);
  if (method === 'Check') return { service: connection.healthService, name };
  for (const [service, types] of [[connection.workflowService, workflowservice.v1], [connection.operatorService, operatorservice.v1]]) {
    if (types[`${method}Request`]) {
      return { service, name, request: types[`${method}Request`], response: types[`${method}Response`] };
    }
  }
  throw new Error(`unknown method ${method}`);
}

/** Sends a call with our ids and tokens in place of the recorded ones, and learns those of the answer. */
export async function send(connection, call, names) {
  const { service, name, request, response } = resolve(connection, call.method);
  const given = translate(call.request, names);
  const message = request ? request.fromObject(given) : given;
  try {
    const answer = await connection.withDeadline(Date.now() + (call.deadlineMs ?? DEADLINE_MS), () => service[name](message));
    const plain = response ? response.toObject(answer, { enums: String, longs: String, bytes: String }) : { status: 'SERVING' };
    learn(call.response, plain, names);
    return { response: plain };
  } catch (e) {
    const { code, message: text, details } = describeError(e);
    if (code === undefined) throw e;
    return { error: { code, message: text, details } };
  }
}

const statusOf = (side) => side.error?.code ?? 0;
const detailsOf = (side) => (side.error?.details ?? []).map((d) => d.type ?? d.class ?? d);

/** Differences of one method; several calls of it count together, because polls split answers as time falls. */
export function compare(recorded, actual, tolerances) {
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
