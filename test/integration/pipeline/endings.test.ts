import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { WebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, publishMany } from '../../support/clients.ts';
import type { Receiver } from '../../support/receiver.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
afterEach(() => app.stop());

const statusOf = async (eventId: string) => (await deliveriesOf(app, eventId))[0]?.status;
const webhookStatus = async (id: string) => (await app.execute(WebhookDocument, { by: { id } })).webhook?.status;

async function setStatus(webhookId: string, status: string): Promise<void> {
  await app.app.database.system.query(
    'update dockhook.webhook set status = $2::dockhook.webhook_status where id = $1',
    [parsePublicId('webhook', webhookId), status],
  );
}

beforeEach(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});

it('a delivery that used all its attempts is FAILED', async () => {
  receiver.answers(500);
  await createWebhook(app, receiver, { retryPolicy: { maxAttempts: 3, initialDelay: 'PT1S', multiplier: 2 } });
  const event = await publish(app);
  await receiver.waitFor(3);
  await expect.poll(() => statusOf(event)).toBe('FAILED');
  const [delivery] = await deliveriesOf(app, event);
  expect(delivery?.attempts?.nodes.map((attempt) => attempt.outcome)).toEqual([
    'HTTP_ERROR',
    'HTTP_ERROR',
    'HTTP_ERROR',
  ]);
  expect(delivery?.completedAt).not.toBeNull();
});

it('410 Gone disables the webhook at once and cancels what waits for it', async () => {
  const webhook = await createWebhook(app, receiver);
  receiver.answers(500, 410);
  const first = await publish(app);
  await receiver.waitFor(2);
  await expect.poll(() => webhookStatus(webhook.id)).toBe('DISABLED');
  expect(await statusOf(first)).toBe('FAILED');
  const later = await publish(app);
  expect(await deliveriesOf(app, later)).toEqual([]);
});

it('a paused webhook holds its deliveries and sends them in order when it is active again', async () => {
  const webhook = await createWebhook(app, receiver, { throttle: { maxConcurrent: 1 } });
  await setStatus(webhook.id, 'PAUSED');
  const events = await publishMany(
    app,
    Array.from({ length: 120 }, () => ({})),
  );
  expect(await statusOf(events[0] as string)).toBe('HELD');
  expect(receiver.requests).toHaveLength(0);

  await setStatus(webhook.id, 'ACTIVE');
  const requests = await receiver.waitFor(120);
  expect(requests.map((request) => request.headers['webhook-id'])).toEqual(events);
});

it('what waits for a webhook that is disabled is cancelled', async () => {
  const webhook = await createWebhook(app, receiver);
  await setStatus(webhook.id, 'PAUSED');
  const event = await publish(app);
  await setStatus(webhook.id, 'DISABLED');
  await expect.poll(() => statusOf(event)).toBe('CANCELED');
  expect(receiver.requests).toHaveLength(0);
});

it('waits at least as long as Retry-After asks, whatever the own schedule says', async () => {
  receiver.answers({ status: 503, headers: { 'retry-after': '1' } }, 200);
  await createWebhook(app, receiver);
  await publish(app);
  const [first, second] = await receiver.waitFor(2, { timeoutMs: 10_000 });
  expect((second?.receivedAt.getTime() ?? 0) - (first?.receivedAt.getTime() ?? 0)).toBeGreaterThanOrEqual(1_000);
});

it('a webhook with nothing but failures for too long is disabled, and says why', async () => {
  await app.stop();
  app = await createTestApp({ RETRY_TIME_SCALE: '0.0000001' });
  receiver = await app.receiver();
  receiver.answers(500);
  const webhook = await createWebhook(app, receiver, { retryPolicy: { maxAttempts: 4, initialDelay: 'PT1S' } });
  for (let n = 0; n < 4; n++) await publish(app);
  await expect.poll(() => webhookStatus(webhook.id)).toBe('DISABLED');
});
