#!/usr/bin/env node
// Compares two recordings of record.mjs, request by request.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Usage: node diff.mjs GOLDEN_DIR ACTUAL_DIR [options]

  --all            print every difference, not just the first three of each request
  --only REGEXP    only the requests whose names match
  --listed FILE    JSON list of {"name", "paths": [REGEXP, ...], "reason"}: differences that are meant to be
  --json           the outcome as JSON: how many requests, how many the same, and the names of the rest`;
const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, only: { type: 'string' }, listed: { type: 'string' },
  },
});
if (positionals.length !== 2) {
  console.error(USAGE);
  process.exit(2);
}

async function load(dir) {
  const docs = new Map();
  for (const f of (await readdir(dir)).filter((n) => n.endsWith('.json'))) {
    const doc = JSON.parse(await readFile(path.join(dir, f), 'utf8'));
    docs.set(doc.name, doc);
  }
  return docs;
}

function* differences(a, b, extra, at = '') {
  if (Object.is(a, b)) return;
  if (a === undefined && extra) return;
  // The frontend's own content type is a bare star; a server with a proper one is no worse.
  if (at === '/headers/content-type' && a === '*' && b === 'application/json') return;
  const objects = [a, b].every((v) => v !== null && typeof v === 'object') && Array.isArray(a) === Array.isArray(b);
  if (!objects) {
    yield { at, golden: a, actual: b };
    return;
  }
  for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) yield* differences(a[k], b[k], extra, `${at}/${k}`);
}

const requests = new Map(JSON.parse(await readFile(new URL('./requests.json', import.meta.url), 'utf8')).map((r) => [r.name, r]));
const listed = new Map(args.listed ? JSON.parse(await readFile(args.listed, 'utf8')).map((l) => [l.name, l]) : []);
const [golden, actual] = await Promise.all(positionals.map(load));
const only = args.only && new RegExp(args.only);
const short = (v) => {
  const s = v === undefined ? '(absent)' : JSON.stringify(v);
  return s.length > 200 ? `${s.slice(0, 197)}...` : s;
};
const text = (d) => `   ${d.at || '/'}\n     golden ${short(d.golden)}\n     actual ${short(d.actual)}`;
const outcome = { requests: 0, same: 0, asListed: [], unlisted: [], listedButSame: [] };
for (const [name, g] of [...golden].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (only && !only.test(name)) continue;
  outcome.requests++;
  const a = actual.get(name);
  const request = requests.get(name) ?? {};
  const meant = listed.get(name)?.paths.map((p) => new RegExp(p));
  const found = a ? [...differences(g, a, request.extra)] : [{ at: '', golden: 'recorded', actual: undefined }];
  if (found.length === 0) {
    outcome.same++;
    if (meant) outcome.listedButSame.push(name);
    continue;
  }
  const unmeant = found.filter((d) => !meant?.some((p) => p.test(d.at)));
  if (unmeant.length === 0) {
    outcome.asListed.push(name);
    continue;
  }
  const shown = args.all ? unmeant : unmeant.slice(0, 3);
  outcome.unlisted.push({ name, optional: request.optional ?? false, text: shown.map(text).join('\n') });
}

const failed = outcome.unlisted.filter((u) => !u.optional).length + outcome.listedButSame.length;
if (args.json) {
  console.log(JSON.stringify(outcome));
} else {
  for (const u of outcome.unlisted) console.log(`${u.name}${u.optional ? ' (optional: not counted)' : ''}\n${u.text}`);
  for (const name of outcome.listedButSame) console.log(`${name} is listed and does not differ`);
  console.log(`${outcome.same} of ${outcome.requests} the same, ${outcome.asListed.length} as listed, ${failed} otherwise`);
}
process.exit(failed === 0 && outcome.same > 0 ? 0 : 1);
