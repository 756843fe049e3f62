// The official Stripe client judges the sandbox's deliveries, and signs one for our own receiver.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import Stripe from 'stripe';

const { STRIPE_ADDRESS, WEBHOOK_PORT, WEBHOOK_SECRET } = process.env;
const address = new URL(STRIPE_ADDRESS);
const stripe = new Stripe('sk_test_local', {
  host: address.hostname, port: address.port, protocol: 'http', telemetry: false,
});

const deliveries = [];
let hear = () => {};
const receiver = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  deliveries.push({ body: Buffer.concat(parts), signature: request.headers['stripe-signature'] });
  response.end();
  hear();
}).listen(Number(WEBHOOK_PORT), '127.0.0.1');

const delivered = async count => {
  while (deliveries.length < count) await new Promise(resolve => { hear = resolve; });
};

const created = await stripe.paymentIntents.create({
  amount: 5000, currency: 'usd', capture_method: 'manual', payment_method: 'pm_card_authenticationRequired',
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' }, description: 'Zoë’s seat',
});
const waiting = await stripe.paymentIntents.confirm(created.id, { return_url: 'https://shop.example/back' });
assert.equal(waiting.status, 'requires_action');
assert.equal(waiting.next_action.type, 'redirect_to_url');
const page = await fetch(waiting.next_action.redirect_to_url.url, {
  method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome: 'pass' }),
});
assert.match(page.headers.get('location'), /^https:\/\/shop\.example\/back\?payment_intent=pi_/);
await delivered(2);

const events = deliveries.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
assert.deepEqual(events.map(event => event.type).sort(),
  ['payment_intent.amount_capturable_updated', 'payment_intent.requires_action']);
for (const event of events) {
  assert.equal(event.object, 'event');
  assert.equal(event.data.object.id, created.id);
  assert.equal(event.livemode, false);
}
assert.throws(() => stripe.webhooks.constructEvent(deliveries[0].body, deliveries[0].signature, 'whsec_wrong'));
assert.throws(() => stripe.webhooks.constructEvent(deliveries[0].body + ' ', deliveries[0].signature, WEBHOOK_SECRET));
receiver.close();
receiver.closeAllConnections();

const payload = JSON.stringify({ id: 'evt_1', object: 'event', note: 'Zoë' });
console.log(JSON.stringify({ payload, header: stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET }) }));
