#!/usr/bin/env node
// Seeds a fresh server, sends requests.json to it and writes one normalised answer per request.
import http from 'node:http';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeNormaliser } from './normalise.mjs';

const USAGE = `Usage: node record.mjs --address HOST:PORT --ui URL --frontend URL --out DIR [options]

  --address HOST:PORT  gRPC address of a fresh server (for the seed)
  --ui URL             front door of the web UI, without /api/v1
  --frontend URL       front door of the frontend's HTTP API (may be the same server)
  --out DIR            where the recordings go
  --only REGEXP        send only the requests whose names match (those that capture values always)
  --skip-slow          leave out requests marked slow
  --raw DIR            also write the answers as they came`;
const { values: args } = parseArgs({
  options: {
    address: { type: 'string' }, ui: { type: 'string' }, frontend: { type: 'string' }, out: { type: 'string' },
    only: { type: 'string' }, raw: { type: 'string' }, 'skip-slow': { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});
if (args.help || !args.address || !args.ui || !args.frontend || !args.out) {
  console.log(USAGE);
  process.exit(args.help ? 0 : 2);
}

const UNTIL_MS = 15_000;
const REQUEST_MS = 60_000;
const requests = JSON.parse(await readFile(new URL('./requests.json', import.meta.url), 'utf8'));
const { seed } = await import('./seed.mjs');
console.log('seeding');
const seeded = await seed({ address: args.address, log: console.log });
const vars = {};
const normalise = makeNormaliser({ runIds: seeded.runIds, vars });
const pause = (ms) => new Promise((r) => setTimeout(r, ms));

function substitute(s, encode) {
  return s.replace(/\$\{(runId|var):([^}]+)\}/g, (_, kind, name) => {
    const v = (kind === 'runId' ? seeded.runIds : vars)[name];
    if (v === undefined) throw new Error(`nothing known for \${${kind}:${name}}`);
    return encode ? encodeURIComponent(v) : v;
  });
}

function bodyOf(request) {
  if (request.repeatBody) {
    const { before, text, times, after } = request.repeatBody;
    return before + text.repeat(times) + after;
  }
  if (request.rawBody !== undefined) return request.rawBody;
  return request.body === undefined ? undefined : substitute(JSON.stringify(request.body), false);
}

/** One exchange, with the path exactly as given: no client library may tidy it up. */
function exchange(request) {
  const base = new URL(request.frontDoor === 'ui' ? args.ui : args.frontend);
  const body = bodyOf(request);
  const headers = {};
  if (request.frontDoor === 'ui') headers['Caller-Type'] = 'operator';
  if (body !== undefined) headers['Content-Type'] = 'text/plain;charset=UTF-8';
  if (request.frontDoor === 'ui' && request.method !== 'GET' && request.csrf !== false && csrf) {
    Object.assign(headers, { Cookie: `_csrf=${csrf}`, 'X-CSRF-TOKEN': csrf });
  }
  Object.assign(headers, request.headers);
  if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
  else if (request.method !== 'GET') headers['Content-Length'] = 0;
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const r = http.request(
      {
        host: base.hostname, port: base.port, method: request.method, headers, agent: false, timeout: REQUEST_MS,
        path: base.pathname.replace(/\/$/, '') + substitute(request.path, true),
      },
      (answer) => {
        const chunks = [];
        answer.on('data', (c) => chunks.push(c));
        answer.on('end', () => resolve({
          status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8'), ms: Date.now() - started,
        }));
        answer.on('error', reject);
      }
    );
    r.on('timeout', () => r.destroy(new Error(`no answer within ${REQUEST_MS} ms`)));
    r.on('error', reject);
    r.end(body);
  });
}

const at = (v, p) => p.split('.').reduce((o, k) => o?.[k], v);
function json(s) {
  try {
    return JSON.parse(s);
  } catch {
    return undefined;
  }
}

async function perform(request) {
  const end = Date.now() + UNTIL_MS;
  for (;;) {
    const running = exchange(request);
    if (request.during) {
      running.catch(() => {});
      await pause(request.during.afterMs);
      await exchange({ frontDoor: request.frontDoor, ...request.during.request });
    }
    const answer = await running;
    const u = request.until;
    if (!u) return answer;
    const v = at(json(answer.text), u.path);
    const ok = 'length' in u ? (v?.length ?? 0) === u.length : 'present' in u ? (v !== undefined) === u.present : v === u.equals;
    if (ok || Date.now() > end) return answer;
    await pause(150);
  }
}

function document(request, answer) {
  const parsed = json(answer.text);
  const headers = {};
  for (const name of ['content-type', 'allow', 'location', ...(request.keepHeaders ?? [])]) {
    const h = answer.headers[name];
    if (h !== undefined) headers[name] = String(h).replace(/;\s*charset=utf-8/i, '').replace(/'nonce-[^']+'/g, "'nonce-<n>'");
  }
  const out = { name: request.name, status: answer.status, headers };
  if (request.minMs) out.waited = answer.ms >= request.minMs;
  if (request.bodyKind === 'ignore') return out;
  if (request.bodyKind === 'contains') out.contains = Object.fromEntries(request.contains.map((s) => [s, answer.text.includes(s)]));
  else if (parsed !== undefined) out.body = normalise(parsed, request);
  else out.text = answer.text.length > 2000 ? `<${/<html/i.test(answer.text) ? 'html' : 'text'}>` : answer.text;
  return out;
}

let csrf;
try {
  const first = await exchange({ frontDoor: 'ui', method: 'GET', path: '/api/v1/settings' });
  csrf = first.headers['set-cookie']?.map((c) => /^_csrf=([^;]+)/.exec(c)?.[1]).find(Boolean);
} catch {}

await rm(args.out, { recursive: true, force: true });
await mkdir(args.out, { recursive: true });
if (args.raw) await mkdir(args.raw, { recursive: true });
const only = args.only && new RegExp(args.only);
let answered = 0;
let silent = 0;

async function record(request) {
  let doc;
  try {
    const answer = await perform(request);
    for (const [name, p] of Object.entries(request.capture ?? {})) vars[name] = at(json(answer.text), p);
    doc = document(request, answer);
    if (args.raw) await writeFile(path.join(args.raw, `${request.name}.txt`), `${answer.status} ${answer.ms} ms\n${JSON.stringify(answer.headers, null, 1)}\n${answer.text.slice(0, 200_000)}`);
    answered++;
  } catch (e) {
    doc = { name: request.name, error: e.message };
    console.log(`  no answer: ${request.name}: ${e.message}`);
    silent++;
  }
  await writeFile(path.join(args.out, `${request.name}.json`), `${JSON.stringify(doc, null, 1)}\n`);
}

// A slow request waits for something that never happens, so the others need not wait for it.
const slow = [];
for (const request of requests) {
  if (only && !only.test(request.name) && !request.capture) continue;
  if (!request.slow) await record(request);
  else if (!args['skip-slow']) slow.push(record(request));
}
await Promise.all(slow);
await Promise.race([seeded.close(), pause(20_000)]);
for (const s of seeded.failedSteps) console.log(`seed step failed: ${s.name}: ${s.error}`);
console.log(`${answered} answered, ${silent} without an answer, ${seeded.failedSteps.length} seed steps failed`);
process.exit(silent === 0 && seeded.failedSteps.length === 0 ? 0 : 1);
