// The official Stripe client judges the sandbox.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Stripe from 'stripe';

const address = new URL(process.env.STRIPE_ADDRESS);
const stripe = new Stripe('sk_test_local', {
  host: address.hostname, port: address.port, protocol: 'http', maxNetworkRetries: 2, timeout: 5000, telemetry: false,
});
const once = new Stripe('sk_test_local', {
  host: address.hostname, port: address.port, protocol: 'http', maxNetworkRetries: 0, timeout: 5000, telemetry: false,
});
const noRedirects = { enabled: true, allow_redirects: 'never' };

const control = async (path, body, method = 'POST') => {
  const answer = await fetch(new URL('/_sandbox/' + path, address), { method, body: body && JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
};

const hold = (card = 'pm_card_visa', options) => stripe.paymentIntents.create({
  amount: 5000, currency: 'usd', capture_method: 'manual', automatic_payment_methods: noRedirects, payment_method: card,
  metadata: { booking_id: 'b1' },
}, options);

await test('authorise, capture, refund', async () => {
  const created = await hold('pm_card_visa', { idempotencyKey: 'b1:pi:1' });
  assert.equal(created.status, 'requires_confirmation');
  assert.match(created.lastResponse.requestId, /^req_/);
  assert.equal(created.lastResponse.idempotencyKey, 'b1:pi:1');
  assert.equal(created.lastResponse.apiVersion, '2026-10-28.endive');

  const held = await stripe.paymentIntents.confirm(created.id, { expand: ['latest_charge'] });
  assert.equal(held.status, 'requires_capture');
  assert.equal(held.latest_charge.captured, false);
  assert.ok(held.latest_charge.payment_method_details.card.capture_before > Date.now() / 1000);

  const taken = await stripe.paymentIntents.capture(created.id, { amount_to_capture: 3000 });
  assert.equal(taken.status, 'succeeded');
  assert.equal(taken.amount_received, 3000);

  const refund = await stripe.refunds.create({ payment_intent: created.id, amount: 1000, metadata: { refund_id: 'r1' } });
  assert.equal(refund.status, 'succeeded');
  await assert.rejects(stripe.refunds.create({ payment_intent: created.id, amount: 2001 }), /greater than unrefunded amount/);
  assert.equal((await stripe.refunds.list({ payment_intent: created.id })).data.length, 1);
  assert.equal((await stripe.charges.retrieve(taken.latest_charge)).amount_refunded, 1000);
});

await test('decline carries the intent', async () => {
  const created = await hold('pm_card_chargeDeclinedInsufficientFunds');
  await assert.rejects(stripe.paymentIntents.confirm(created.id), error => {
    assert.ok(error instanceof Stripe.errors.StripeCardError);
    assert.equal(error.code, 'card_declined');
    assert.equal(error.decline_code, 'insufficient_funds');
    assert.equal(error.payment_intent.id, created.id);
    assert.equal(error.payment_intent.status, 'requires_payment_method');
    return true;
  });
});

await test('cancel releases the hold, and only once', async () => {
  const created = await hold();
  await stripe.paymentIntents.confirm(created.id);
  const canceled = await stripe.paymentIntents.cancel(created.id, { cancellation_reason: 'abandoned' });
  assert.equal(canceled.status, 'canceled');
  assert.equal(canceled.amount_capturable, 0);
  await assert.rejects(stripe.paymentIntents.cancel(created.id), { code: 'payment_intent_unexpected_state' });
  await assert.rejects(stripe.paymentIntents.capture(created.id), { code: 'payment_intent_unexpected_state' });
});

await test('3-D Secure', async () => {
  const created = await hold('pm_card_authenticationRequired');
  const waiting = await stripe.paymentIntents.confirm(created.id);
  assert.equal(waiting.status, 'requires_action');
  assert.equal(waiting.next_action.type, 'use_stripe_sdk');
  await control(`payment_intents/${created.id}/authenticate`, { outcome: 'pass' });
  assert.equal((await stripe.paymentIntents.retrieve(created.id)).status, 'requires_capture');
});

await test('same key: same answer; other parameters: an idempotency error', async () => {
  const first = await hold('pm_card_visa', { idempotencyKey: 'same' });
  const second = await hold('pm_card_visa', { idempotencyKey: 'same' });
  assert.deepEqual({ ...second }, { ...first });
  assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
  await assert.rejects(hold('pm_card_mastercard', { idempotencyKey: 'same' }), Stripe.errors.StripeIdempotencyError);
});

await test('two calls with one key at once: one answer for both', async () => {
  await control('faults', { operation: 'payment_intents.create', delayMs: 300, match: 'twins' });
  const [a, b] = await Promise.all([
    hold('pm_card_visa', { idempotencyKey: 'twins' }), hold('pm_card_visa', { idempotencyKey: 'twins' }),
  ]);
  assert.equal(a.id, b.id);
});

await test('500: retried with the same key; a kept 500 is replayed', async () => {
  await control('faults', { operation: 'payment_intents.create', status: 500, times: 2 });
  assert.equal((await hold()).status, 'requires_confirmation');
  await control('faults', { operation: 'payment_intents.create', status: 500, stored: true, work: true });
  await assert.rejects(hold('pm_card_visa', { idempotencyKey: 'kept' }), Stripe.errors.StripeAPIError);
  await assert.rejects(hold('pm_card_visa', { idempotencyKey: 'kept' }), Stripe.errors.StripeAPIError);
});

await test('the answer is lost after the work: the retry finds it', async () => {
  await control('faults', { operation: 'payment_intents.create', drop: true, match: 'lost' });
  const created = await hold('pm_card_visa', { idempotencyKey: 'lost' });
  assert.equal(created.lastResponse.headers['idempotent-replayed'], 'true');
});

await test('error classes', async () => {
  await assert.rejects(stripe.paymentIntents.retrieve('pi_none'), Stripe.errors.StripeInvalidRequestError);
  await assert.rejects(
    stripe.paymentIntents.create({ amount: 5000, currency: 'usd', bogus: 1 }), { code: 'parameter_unknown', param: 'bogus' });
  await assert.rejects(stripe.paymentIntents.create({ currency: 'usd' }), { code: 'parameter_missing', param: 'amount' });
  await assert.rejects(
    stripe.paymentIntents.create({ amount: 5000, currency: 'usd', payment_method_types: ['card'] }),
    { code: 'payment_method_types_no_longer_supported' });
  const stranger = new Stripe('nonsense', { host: address.hostname, port: address.port, protocol: 'http', telemetry: false });
  await assert.rejects(stranger.paymentIntents.list(), Stripe.errors.StripeAuthenticationError);
  await control('faults', { operation: 'payment_intents.list', status: 429 });
  await assert.rejects(once.paymentIntents.list(), Stripe.errors.StripeRateLimitError);
});

await test('lists page through 250 intents without gap or repeat', async () => {
  const made = [];
  for (let i = 0; i < 250; i += 25) {
    made.push(...await Promise.all(Array.from({ length: 25 }, () => stripe.paymentIntents.create(
      { amount: 777, currency: 'eur', customer: 'cus_paging' }))));
  }

  const seen = new Set();
  for await (const intent of stripe.paymentIntents.list({ customer: 'cus_paging', limit: 40 })) {
    assert.ok(!seen.has(intent.id));
    seen.add(intent.id);
  }

  assert.deepEqual([...seen].sort(), made.map(intent => intent.id).sort());
});

await test('search by metadata', async () => {
  await control('search', { lagMs: 0 });
  const created = await stripe.paymentIntents.create({ amount: 900, currency: 'eur', metadata: { booking_id: 'to-be-found' } });
  const found = await stripe.paymentIntents.search({ query: "metadata['booking_id']:'to-be-found'" });
  assert.deepEqual(found.data.map(intent => intent.id), [created.id]);
});
