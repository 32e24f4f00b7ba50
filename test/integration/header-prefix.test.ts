/** An installation with a prefix of its own: what stands on the wire then, and that both signatures hold. */
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ HEADER_PREFIX: 'X-Acme-Wms' });
});
afterAll(() => app?.stop());

it('every header of ours has it, none has the default, and the receiver can verify what it got', async () => {
  const receiver = await app.receiver();
  // With a prefix of its own, that of others is free for headers of the webhook.
  const { secret } = await createWebhook(app, receiver, { headers: [{ name: 'X-Jasci-Event', value: 'ours' }] });
  receiver.answers(500, 200);
  const eventId = await publish(app);
  const [, { headers, rawHeaders, body }] = (await receiver.waitFor(2)) as [
    unknown,
    (typeof receiver.requests)[number],
  ];
  const [delivery] = await deliveriesOf(app, eventId);

  const named = (pattern: RegExp) => rawHeaders.map(([name]) => name).filter((name) => pattern.test(name));
  expect(named(/^x-acme-wms/i)).toEqual([
    'X-Acme-Wms-Event',
    'X-Acme-Wms-Delivery',
    'X-Acme-Wms-Attempt',
    'X-Acme-Wms-Signature',
  ]);
  expect(named(/jasci/i)).toEqual(['X-Jasci-Event']);
  expect(headers).toMatchObject({
    'x-jasci-event': 'ours',
    'x-acme-wms-event': 'pick.confirmed',
    'x-acme-wms-delivery': delivery?.id,
    'x-acme-wms-attempt': '2',
    'webhook-id': eventId,
  });

  expect(new Webhook(secret).verify(body.toString(), headers)).toEqual(JSON.parse(body.toString()));
  const [t = '', ...signatures] = (headers['x-acme-wms-signature'] ?? '').split(',');
  const content = [t.slice(2), eventId, headers['x-acme-wms-event'], body.toString()].join('.');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  expect(signatures).toEqual([`v1=${createHmac('sha256', key).update(content).digest('hex')}`]);
});
