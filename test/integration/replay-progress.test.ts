import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  CancelReplayDocument,
  DeleteWebhookDocument,
  DeliveriesDocument,
  DisableWebhookDocument,
  PauseWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { parsePublicId } from '../../src/domain/ids.ts';
import { createWebhook, deliveriesOf, publish, publishMany } from '../support/clients.ts';
import { changesOf } from '../support/live-client.ts';
import type { Receiver } from '../support/receiver.ts';
import {
  createImpatient,
  idOf,
  publishInto,
  readReplay,
  replaysOf,
  replayWhen,
  startReplay,
} from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeEach(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterEach(() => app?.stop());

const cancel = async (id: string) => (await app.execute(CancelReplayDocument, { id })).cancelReplay;
const missing = { status: [], includeMissing: true };

/** So many events that no webhook has had. */
const publishUnheard = (count: number) =>
  publishMany(
    app,
    Array.from({ length: count }, () => ({})),
  );

it('its deliveries are found by it, name it, and can be followed live without the others', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  const failed = await publishInto(app, 2, 'FAILED');
  receiver.answers(({ headers }) => (headers['webhook-id'] === failed[0] ? 400 : 200));
  const replayId = idOf(await startReplay(app, id, { maxPerSecond: 2 }));
  const stream = app.live().deliveryUpdates({ filter: { replayId } });
  await publish(app);
  await replayWhen(app, replayId, { status: 'COMPLETED', succeededCount: 1, failedCount: 1 });

  const { deliveries } = await app.execute(DeliveriesDocument, { filter: { replayId } });
  expect(deliveries?.nodes.map(({ event }) => event.id).sort()).toEqual([...failed].sort());
  expect((await replaysOf(app, failed[0] ?? ''))[0]?.replay).toMatchObject({ id: replayId });
  await expect
    .poll(() => changesOf(stream.items).filter(({ status }) => ['SUCCEEDED', 'FAILED'].includes(status)).length)
    .toBeGreaterThan(0);
  const own = new Set(deliveries?.nodes.map((delivery) => delivery.id));
  expect(changesOf(stream.items).every(({ delivery }) => own.has(delivery.id))).toBe(true);
});

it('with an idempotency key starts once, and refuses the key for another selection', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  await publishInto(app, 2, 'FAILED');
  receiver.answers(200);
  const receivedAt = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  const start = () => startReplay(app, id, { receivedAt, idempotencyKey: 'once' });
  const [one, two] = await Promise.all([start(), start()]);
  const replayId = idOf(one);
  expect(idOf(two)).toBe(replayId);
  await replayWhen(app, replayId, { status: 'COMPLETED', succeededCount: 2 });

  expect(await start()).toMatchObject({ replay: { id: replayId }, matching: { count: 2 }, errors: [] });
  expect(receiver.requests).toHaveLength(4);
  const other = await startReplay(app, id, { receivedAt, idempotencyKey: 'once', maxDeliveries: 5 });
  expect(other).toMatchObject({
    replay: null,
    errors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['input', 'idempotencyKey'] }],
  });
});

it('cancelling stops it; what it has made goes on, and a second time is refused', async () => {
  await publishUnheard(5);
  const { id } = await createWebhook(app, receiver);
  const replayId = idOf(await startReplay(app, id, { ...missing, maxPerSecond: 0.1 }));
  await receiver.nextRequest();
  await replayWhen(app, replayId, { status: 'RUNNING', enqueuedCount: 1 });

  expect(await cancel(replayId)).toMatchObject({ errors: [], replay: { id: replayId, status: 'CANCELED' } });
  const total = { count: 5, precision: 'EXACT' } as const;
  const rest = { status: 'CANCELED', enqueuedCount: 1, succeededCount: 1, total } as const;
  await replayWhen(app, replayId, rest);
  expect(await app.app.database.system.query('select 1 from dockhook.replay_batch')).toEqual([]);
  expect(await cancel(replayId)).toMatchObject({ errors: [{ code: 'INVALID_STATE', path: ['id'] }] });
  expect(receiver.requests).toHaveLength(1);
});

it('to a paused webhook is held until it is active; to a disabled one is refused', async () => {
  const events = await publishUnheard(3);
  const { id } = await createWebhook(app, receiver, { name: 'ERP' });
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  const replayId = idOf(await startReplay(app, id, missing));
  await replayWhen(app, replayId, { status: 'COMPLETED', enqueuedCount: 3, succeededCount: 0 });
  for (const event of events) expect(await replaysOf(app, event)).toMatchObject([{ status: 'HELD' }]);
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  await replayWhen(app, replayId, { succeededCount: 3 });

  await app.execute(DisableWebhookDocument, { webhook: { id } });
  const refused = await startReplay(app, id, missing);
  expect(refused).toMatchObject({
    replay: null,
    errors: [{ code: 'INVALID_STATE', path: ['input', 'webhooks', '0'] }],
  });
  expect(refused.errors[0]?.message).toContain('"ERP" is disabled');
});

it('to two webhooks does not wait for the one whose circuit is open', async () => {
  const events = await publishUnheard(120);
  const dead = await createWebhook(app, receiver);
  const healthy = await createWebhook(app, receiver);
  await app.app.database.system.query(
    `update dockhook.webhook_circuit set state = 'OPEN', next_probe_at = now() + interval '1 hour' where webhook_id = $1`,
    [parsePublicId('webhook', dead.id)],
  );
  const replayId = idOf(await startReplay(app, '', { ...missing, webhooks: [{ id: dead.id }, { id: healthy.id }] }));
  await replayWhen(app, replayId, { status: 'COMPLETED', enqueuedCount: 240, succeededCount: events.length });
});

it('stops with the reason when its webhook is deleted under it', async () => {
  await publishUnheard(5);
  const { id } = await createWebhook(app, receiver);
  const replayId = idOf(await startReplay(app, id, { ...missing, maxPerSecond: 1 }));
  await receiver.nextRequest();
  await app.execute(DeleteWebhookDocument, { webhook: { id } });
  const { statusNote } = await replayWhen(app, replayId, { status: 'FAILED' });
  expect(statusNote).toBe('All webhooks of this replay are disabled or deleted.');
});

it('passes over what was sent again meanwhile: two replays of the same failures send each event once', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  const failed = await publishInto(app, 4, 'FAILED');
  receiver.answers(200);
  const both = await Promise.all([startReplay(app, id), startReplay(app, id)]);
  const replays = await Promise.all(both.map((one) => replayWhen(app, idOf(one), { status: 'COMPLETED' })));
  expect(replays.reduce((sum, { enqueuedCount }) => sum + enqueuedCount, 0)).toBe(4);
  // What the second still counted, and the first had sent by then, it passes over.
  for (const { total, enqueuedCount, skippedCount } of replays) expect(enqueuedCount + skippedCount).toBe(total.count);
  for (const event of failed) expect(await replaysOf(app, event)).toHaveLength(1);
});

it('waits while its own deliveries pile up, so that a live one is not behind all of them', async () => {
  await publishUnheard(120);
  let isOpen = false;
  const waiting: (() => void)[] = [];
  const open = () => {
    isOpen = true;
    for (const go of waiting.splice(0)) go();
  };
  receiver.answers(async () => {
    if (!isOpen) await new Promise<void>((resolve) => void waiting.push(resolve));
    return 200;
  });
  const { id } = await createWebhook(app, receiver, { throttle: { maxConcurrent: 1 } });
  const replayId = idOf(await startReplay(app, id, { ...missing, maxPerSecond: 1_000 }));
  await replayWhen(app, replayId, { status: 'RUNNING', enqueuedCount: 50 });

  const live = await publish(app);
  open();
  await replayWhen(app, replayId, { status: 'COMPLETED', enqueuedCount: 120, succeededCount: 120 });
  const order = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(order.indexOf(live)).toBeLessThan(110);
  expect((await deliveriesOf(app, live))[0]).toMatchObject({ status: 'SUCCEEDED' });
  expect((await readReplay(app, replayId))?.skippedCount).toBe(0);
});
