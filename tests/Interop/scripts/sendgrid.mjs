// The official SendGrid client judges the sandbox.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import mailer from '@sendgrid/mail';

const address = process.env.SENDGRID_ADDRESS;
mailer.setApiKey('SG.local'); // First: it resets the base address.
mailer.client.setDefaultRequest('baseUrl', address + '/');

const mail = to => ({
  personalizations: [{ to: [{ email: to }], customArgs: { mail_id: 'b1:ticket:1' } }],
  from: { email: 'tickets@example.org', name: 'Tickets' },
  subject: 'Your tickets — ünïcode',
  content: [{ type: 'text/plain', value: 'Plain' }, { type: 'text/html', value: '<h1>Tickets</h1>' }],
  attachments: [{ filename: 'ticket.pdf', type: 'application/pdf', content: 'JVBERg==', disposition: 'attachment' }],
});

await test('a good mail is accepted and in the inbox', async () => {
  const [answer] = await mailer.send(mail('buyer@example.org'));
  assert.equal(answer.statusCode, 202);
  const inbox = await (await fetch(`${address}/_sandbox/mails?mail_id=b1:ticket:1`)).json();
  assert.equal(inbox.mails[0].id, answer.headers['x-message-id']);
  assert.equal(inbox.mails[0].subject, 'Your tickets — ünïcode');
});

await test('an address refused for good', async () => {
  await assert.rejects(mailer.send(mail('buyer@invalid.example')), error => {
    assert.equal(error.code, 400);
    assert.equal(error.response.body.errors[0].field, 'personalizations.0.to.0.email');
    return true;
  });
});

await test('down, then up', async () => {
  const rule = { operation: 'mail.send', status: 503 };
  await fetch(`${address}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(rule) });
  await assert.rejects(mailer.send(mail('buyer@example.org')), { code: 503 });
  await mailer.send(mail('buyer@example.org'));
});

await test('a key of another kind', async () => {
  mailer.client.apiKey = 'SG.local';
  mailer.client.setDefaultHeader('Authorization', 'Bearer nonsense');
  await assert.rejects(mailer.send(mail('buyer@example.org')), { code: 401 });
});
