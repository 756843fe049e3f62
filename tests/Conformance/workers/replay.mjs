#!/usr/bin/env node
// Sends what official workers and clients sent in the scenarios of this kit, and compares the shape of every answer with the
// one that a real server gave. Each file of `recordings/` is one scenario: its requests as they were, and of the answers what
// is compared: fields, enums, status, details, and the ids and tokens that later requests name.
import { readdir, readFile } from 'node:fs/promises';
import { Connection } from '@temporalio/client';
import { learn } from '../lib/shape.mjs';
import { compare, readTolerances, send } from '../lib/transcripts.mjs';

const address = process.argv[2];
const only = process.argv.slice(3);
if (!address) {
  console.error('Usage: node workers/replay.mjs HOST:PORT [SCENARIO...]');
  process.exit(2);
}

const CONCURRENCY = 6;
/** How long a read may wait for what timers and other calls set going. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;
const POLL_MS = 20_000;

const folder = new URL('./recordings/', import.meta.url);
const tolerances = await readTolerances(new URL('./tolerances.json', import.meta.url));
const connection = await Connection.connect({ address, interceptors: [] });

/** What only reads, and answers at once, may have come too early. */
const reads = (call) => /^(Describe|Query|Get)/.test(call.method) && !call.request.waitNewEvent;

/** The queue that a call polls for tasks. */
const queueOf = ({ method, request }) => method.startsWith('Poll') && request.taskQueue && `${method} ${request.taskQueue.name}`;

/** What a worker did with a task. Which of two that overlap comes first decides which events the server keeps back for a next task. */
const reports = ({ method }) => method.startsWith('Respond');

/** Whether an answer to a poll is the task that was given there, and not that of another workflow or activity on the queue. */
const isTask = (recorded, actual) =>
  recorded.workflowExecution?.workflowId === actual.workflowExecution?.workflowId && recorded.activityId === actual.activityId;

/** One scenario as it goes: which of our ids stand for recorded ones, and tasks that came before their turn. */
class Replay {
  names = new Map();
  early = [];

  /**
   * Sends each call as soon as those are answered whose answers came before it began in the recording. So a long poll hangs
   * while others act, and whoever knew an id or a token then knows it now. Polls of one queue go one after the other, in the
   * order of their answers: which of several that wait gets a task is chance. So do the reports of workers.
   */
  async run(calls) {
    const asked = [];
    for (const call of calls.toSorted((a, b) => a.ended - b.ended)) {
      const queue = queueOf(call);
      const before = asked.filter((other) => other.call.ended <= call.began
        || (queue && queueOf(other.call) === queue) || (reports(call) && reports(other.call)));
      asked.push({ call, found: Promise.all(before.map(({ found }) => found)).then(() => this.ask(call)) });
    }
    return (await Promise.all(asked.map(({ found }) => found))).flat();
  }

  async ask(call) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = queueOf(call) ? await this.poll(call) : await send(connection, call, this.names);
      const found = compare([call], [answer], tolerances);
      if (found.length === 0 || !reads(call) || Date.now() > until) return found.map((text) => `${call.method} ${text}`);
      await new Promise((r) => setTimeout(r, PAUSE_MS));
    }
  }

  async poll(call) {
    const expected = (answer) => isTask(call.response, answer.response);
    for (let answer = this.early.find(expected); ; answer = await this.next(call)) {
      if (answer && (expected(answer) || !answer.response?.taskToken)) {
        this.early = this.early.filter((other) => other !== answer);
        learn(call.response, answer.response, this.names);
        return answer;
      }
      if (answer) this.early.push(answer);
    }
  }

  next(call) {
    return send(connection, { ...call, response: undefined, deadlineMs: POLL_MS }, this.names);
  }
}

const scenarios = (await readdir(folder)).map((file) => file.replace(/\.json$/, '')).sort()
  .filter((name) => only.length === 0 || only.includes(name));
const waiting = [...scenarios];
let different = 0;
async function work() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const { calls } = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
    const found = await new Replay().run(calls);
    if (found.length > 0) {
      different++;
      console.log(`different  ${name}\n${found.map((text) => `             ${text}`).join('\n')}`);
    }
  }
}
await Promise.all(Array.from({ length: CONCURRENCY }, work));

await connection.close();
console.log(`${scenarios.length - different} of ${scenarios.length} scenarios get answers of the same shape`);
process.exit(different === 0 ? 0 : 1);
