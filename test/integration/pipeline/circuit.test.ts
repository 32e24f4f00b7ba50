import { afterEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { createWebhook, deliveriesOf, publishMany } from '../../support/clients.ts';
import type { Receiver } from '../../support/receiver.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
afterEach(() => app.stop());

/** @param scale of the circuit's times: the first probe comes after 30 s times this */
async function start(scale: number): Promise<void> {
  app = await createTestApp({ RETRY_TIME_SCALE: String(scale) });
  receiver = await app.receiver();
}

async function circuitOf(webhookId: string) {
  const [row] = await app.app.database.system.query<{ state: string; consecutive_failures: number }>(
    'select state, consecutive_failures from dockhook.webhook_circuit where webhook_id = $1',
    [parsePublicId('webhook', webhookId)],
  );
  return row;
}

it('opens after ten failures in a row, holds what comes, and delivers all of it in order once a probe succeeds', async () => {
  await start(0.3);
  const webhook = await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  const live = app.live();
  const outcomes = live.deliveryUpdates();
  await outcomes.next();
  receiver.answers(500);
  await publishMany(
    app,
    Array.from({ length: 10 }, () => ({})),
  );
  await outcomes.waitFor(11);
  expect(await circuitOf(webhook.id)).toEqual({ state: 'OPEN', consecutive_failures: 10 });

  const held = await publishMany(
    app,
    Array.from({ length: 20 }, () => ({})),
  );
  const statuses = await Promise.all(held.map(async (id) => (await deliveriesOf(app, id))[0]?.status));
  expect(new Set(statuses)).toEqual(new Set(['HELD']));

  receiver.answers(200);
  const requests = await receiver.waitFor(30, { timeoutMs: 25_000 });
  expect((await circuitOf(webhook.id))?.state).toBe('CLOSED');
  const afterOpening = requests.slice(10).map((request) => request.headers['webhook-id']);
  expect(new Set(afterOpening)).toEqual(new Set(held));
  expect(afterOpening[0]).toBe(held[0]);
  expect(requests.slice(10).every((request) => request.headers['x-jasci-attempt'] === '1')).toBe(true);
});

it('sends one probe at a time while it is open, and spends no attempts of the others', async () => {
  await start(0.02);
  const webhook = await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  receiver.answers(500);
  await publishMany(
    app,
    Array.from({ length: 10 }, () => ({})),
  );
  await expect.poll(async () => (await circuitOf(webhook.id))?.state).toBe('OPEN');
  const held = await publishMany(
    app,
    Array.from({ length: 3 }, () => ({})),
  );

  const requests = await receiver.waitFor(12);
  const probes = requests.slice(10).map((request) => request.headers['webhook-id']);
  expect(probes).toEqual(held.slice(0, 2));
  await expect.poll(async () => (await circuitOf(webhook.id))?.consecutive_failures).toBe(12);
  expect((await deliveriesOf(app, held[2] as string))[0]).toMatchObject({ status: 'HELD', attemptCount: 0 });
});
