// The official TypeScript client as an operator's tool on real booking sagas.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';

const { TEMPORAL_ADDRESS: address, API_URL: api, API_KEY: key, STRIPE_URL: stripe, EVENT_ID: eventId } = process.env;
let connection, client;
before(async () => {
  connection = await Connection.connect({ address });
  client = new Client({ connection });
});
after(() => connection?.close());

const book = async (name, seat, email, wait) => {
  const answer = await fetch(`${api}/v1/bookings`, {
    method: 'POST',
    headers: {
      'authorization': `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': name,
      ...(wait ? { prefer: `wait=${wait}` } : {}),
    },
    body: JSON.stringify({
      eventId, seats: [seat], customer: { name: 'Interop', email }, payment: { method: 'pm_card_visa' },
      onDeliveryFailure: 'park',
    }),
  });
  const text = await answer.text();
  assert.ok(answer.status < 300, `${answer.status} ${text}`);
  return client.workflow.getHandle(`booking-${JSON.parse(text).id}`);
};

const until = async (what, holds) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise(r => setTimeout(r, 100))) {
    if (await holds().catch(() => false)) return;
  }
  assert.fail(`not in time: ${what}`);
};

const steps = snapshot => snapshot.Timeline.map(entry => `${entry.Name} ${entry.Outcome}`);
const isAt = (handle, step) => async () => steps(await handle.query('timeline')).includes(`${step} running`);
const cannotConfirm = () => fetch(`${stripe}/_sandbox/faults`, {
  method: 'POST', body: JSON.stringify({ operation: 'payment_intents.confirm', status: 503, times: 10000 }),
});
const heal = () => fetch(`${stripe}/_sandbox/faults`, { method: 'DELETE' });

// A step is tried by the workflow's worker first, and by its own queue where that was not at once.
function activity(event) {
  const scheduled = event.activityTaskScheduledEventAttributes?.activityType?.name;
  const data = event.markerRecordedEventAttributes?.details?.data?.payloads[0]?.data;
  return scheduled ?? (data && JSON.parse(Buffer.from(data).toString()).activity_type);
}

test('a finished booking: list, describe, history, query', { timeout: 120_000 }, async () => {
  const handle = await book('interop-1', 'A-1', 'buyer@example.org', 50);
  const result = await handle.result();
  assert.equal(result.Status, 'confirmed');

  const description = await handle.describe();
  assert.equal(description.type, 'Booking');
  assert.equal(description.status.name, 'COMPLETED');
  await until('the list', async () => {
    for await (const info of client.workflow.list({ query: "WorkflowType = 'Booking' AND ExecutionStatus = 'Completed'" })) {
      if (info.workflowId === handle.workflowId) return true;
    }
    return false;
  });

  const history = await handle.fetchHistory();
  assert.deepEqual(history.events.map(event => Number(event.eventId)), history.events.map((_, index) => index + 1));
  assert.equal(Number(description.historyLength), history.events.length);
  assert.ok(history.events[0].workflowExecutionStartedEventAttributes);
  assert.ok(history.events.at(-1).workflowExecutionCompletedEventAttributes);
  assert.deepEqual([...new Set(history.events.map(activity).filter(Boolean))], [
    'HoldSeats', 'AuthorisePayment', 'CommitSeats', 'CapturePayment', 'ConfirmBooking', 'SendTickets',
  ]);
  assert.deepEqual(steps(await handle.query('timeline')).at(-1), 'deliver-tickets done');
});

test('a parked booking: query, and an update that repairs it', { timeout: 120_000 }, async () => {
  const handle = await book('interop-2', 'A-2', 'buyer@invalid.example');
  await until('parked', async () => (await handle.query('timeline')).State === 'needs_attention');
  const parked = (await handle.query('timeline')).Parked;
  assert.equal(parked.Step, 'deliver-tickets');
  await assert.rejects(
    handle.executeUpdate('retry', { args: [{ Case: parked.Case + 7, Who: 'operator', Why: 'wrong case' }] }),
    WorkflowUpdateFailedError);
  const accepted = await handle.executeUpdate('retry', {
    args: [{ Case: parked.Case, Who: 'operator', Why: 'typing error', Email: 'right@example.org' }],
  });
  assert.equal(accepted.Case, parked.Case);
  assert.equal((await handle.result()).Status, 'confirmed');
});

test('cancel runs the compensations', { timeout: 120_000 }, async () => {
  await cannotConfirm();
  const handle = await book('interop-3', 'A-3', 'buyer@example.org');
  await until('authorising', isAt(handle, 'authorise-payment'));
  await handle.cancel();
  await heal();
  const result = await handle.result();
  assert.equal(result.Status, 'cancelled');
  const done = result.Saga.Timeline.filter(entry => entry.Kind === 'compensation' && entry.Outcome === 'done');
  assert.deepEqual(done.slice(0, 3).map(entry => entry.Name), ['cancel-payment', 'release-seats', 'close-booking']);
});

test('terminate ends at once', { timeout: 120_000 }, async () => {
  await cannotConfirm();
  const handle = await book('interop-4', 'A-4', 'buyer@example.org');
  await until('authorising', isAt(handle, 'authorise-payment'));
  await handle.terminate('by an operator');
  await assert.rejects(handle.result(), WorkflowFailedError);
  assert.equal((await handle.describe()).status.name, 'TERMINATED');
  await heal();
});
