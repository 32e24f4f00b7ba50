import { afterEach, expect, it } from 'vitest';
import { recovery } from '../../../src/domain/circuit.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { ActivateWebhookDocument, PauseWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { startsMs } from '../../support/attempts.ts';
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

/** In milliseconds since 1970. */
const recoveringSinceMs = async () =>
  (
    await app.app.database.system.query<{ ms: number | null }>(
      'select extract(epoch from recovering_since)::float8 * 1000 as ms from dockhook.webhook_circuit',
    )
  )[0]?.ms;

/** What may have begun so long after deliveries began to come back: fifty in the first second, a hundred in the next … */
function mayHaveBegun(ms: number): number {
  const whole = Math.floor(ms / 1_000);
  return recovery.perSecond * ((whole * (whole + 1)) / 2 + (whole + 1) * (ms / 1_000 - whole));
}

/**
 * Of the attempts since deliveries began to come back, once all are delivered, those that began before they might have; a
 * tenth and a few at the beginning aside. A machine that is busy begins them later, never sooner.
 */
async function begunTooSoon(): Promise<string[]> {
  const open = () =>
    app.app.database.system.query(`select 1 from dockhook.delivery where status <> 'SUCCEEDED' limit 1`);
  await expect.poll(open).toEqual([]);
  const sinceMs = (await recoveringSinceMs()) ?? Infinity;
  const times = (await startsMs(app)).map((ms) => ms - sinceMs).filter((ms) => ms >= 0);
  expect(times.length).toBeGreaterThan(240);
  return times.flatMap((ms, index) =>
    index + 1 > 1.1 * mayHaveBegun(ms) + 10 ? [`number ${index + 1} began after ${ms} ms`] : [],
  );
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
  receiver.answers(200);
  expect(await begunTooSoon()).toEqual([]);
});

it('a webhook that is resumed comes back as gently, one for which nothing waits at once', async () => {
  await start(1);
  const { id } = await createWebhook(app, receiver, { throttle: { maxConcurrent: 50 } });
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  expect(await recoveringSinceMs()).toBeNull();

  await app.execute(PauseWebhookDocument, { webhook: { id } });
  await publishMany(
    app,
    Array.from({ length: 250 }, () => ({})),
  );
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  expect(await recoveringSinceMs()).not.toBeNull();
  expect(await begunTooSoon()).toEqual([]);
});
