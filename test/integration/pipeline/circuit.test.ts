import { afterEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { ActivateWebhookDocument, PauseWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publishMany } from '../../support/clients.ts';
import type { ReceivedRequest, Receiver } from '../../support/receiver.ts';
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

const recoveringSince = async () =>
  (
    await app.app.database.system.query<{ at: Date | null }>(
      'select recovering_since as at from dockhook.webhook_circuit',
    )
  )[0]?.at;

/** Most requests that came within a second of each other. */
function busiestSecond(requests: readonly ReceivedRequest[]): number {
  const times = requests.map(({ receivedAt }) => receivedAt.getTime());
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1_000).length));
}

it('opens after ten failures in a row, holds what comes, and delivers all of it in order once a probe succeeds', async () => {
  await start(1);
  const webhook = await createWebhook(app, receiver, {
    retryPolicy: { initialDelay: 'PT24H' },
    throttle: { maxConcurrent: 1 },
  });
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
  await app.app.database.system.query('update dockhook.webhook_circuit set next_probe_at = now()');
  const requests = await receiver.waitFor(30);
  expect((await circuitOf(webhook.id))?.state).toBe('CLOSED');
  const afterOpening = requests.slice(10).map((request) => request.headers['webhook-id']);
  expect(afterOpening).toEqual(held);
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

it('probes by turns with the delivery that was tried least and the one that was tried most', async () => {
  await start(1);
  const webhook = await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  const { system } = app.app.database;
  receiver.answers(500);
  await publishMany(
    app,
    Array.from({ length: 10 }, () => ({})),
  );
  await expect.poll(async () => (await circuitOf(webhook.id))?.state).toBe('OPEN');
  const [first, second, ...others] = await publishMany(
    app,
    Array.from({ length: 5 }, () => ({})),
  );
  const tried = others[1] as string;
  const ofTried = [parsePublicId('event', tried)];
  await system.query('update dockhook.delivery set attempt_count = 4 where event_id = $1', ofTried);
  await system.query('update dockhook.held_delivery set attempt_number = 5 where event_id = $1', ofTried);

  for (const failures of [11, 12, 13]) {
    await system.query('update dockhook.webhook_circuit set next_probe_at = now()');
    const reopened = { state: 'OPEN', consecutive_failures: failures };
    await expect.poll(() => circuitOf(webhook.id)).toEqual(reopened);
  }
  const probes = receiver.requests.slice(10);
  expect(probes.map(({ headers }) => [headers['webhook-id'], headers['x-jasci-attempt']])).toEqual([
    [first, '1'],
    [tried, '5'],
    [second, '1'],
  ]);
});

it('comes back with fifty attempts in the first second, and fifty more in each that follows', async () => {
  await start(0.02);
  const webhook = await createWebhook(app, receiver, { throttle: { maxConcurrent: 50 } });
  receiver.answers(500);
  await publishMany(
    app,
    Array.from({ length: 10 }, () => ({})),
  );
  await expect.poll(async () => (await circuitOf(webhook.id))?.state).toBe('OPEN');
  await publishMany(
    app,
    Array.from({ length: 250 }, () => ({})),
  );
  const before = receiver.requests.length;
  receiver.answers(200);
  const requests = await receiver.waitFor(before + 250);
  expect(busiestSecond(requests.slice(before))).toBeLessThan(170);
});

it('a webhook that is resumed comes back as gently, one for which nothing waits at once', async () => {
  await start(1);
  const { id } = await createWebhook(app, receiver, { throttle: { maxConcurrent: 50 } });
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  expect(await recoveringSince()).toBeNull();

  await app.execute(PauseWebhookDocument, { webhook: { id } });
  await publishMany(
    app,
    Array.from({ length: 250 }, () => ({})),
  );
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  expect(await recoveringSince()).not.toBeNull();
  expect(busiestSecond(await receiver.waitFor(250))).toBeLessThan(170);
});
