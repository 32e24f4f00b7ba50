import { afterEach, beforeEach, expect, it } from 'vitest';
import { EraseByBusinessKeyDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, pickText, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createImpatient, idOf, lately, readReplay, replaysOf, replayWhen, startReplay } from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeEach(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterEach(() => app?.stop());

/** Publishes a pick of an order to the impatient webhook, and waits until it has failed. */
async function publishFailing(order: string): Promise<string> {
  const id = await publish(app, { text: pickText({ salesOrderId: order }) });
  await expect.poll(async () => (await deliveriesOf(app, id))[0]?.status).toBe('FAILED');
  return id;
}

async function erase(order: string): Promise<void> {
  const { eraseByBusinessKey } = await app.execute(EraseByBusinessKeyDocument, { businessKey: order, dryRun: false });
  expect(eraseByBusinessKey).toMatchObject({ eventCount: 1, errors: [] });
}

it('events whose payload was erased are counted apart, and not sent', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  const kept = await publishFailing('SO-KEPT');
  const erased = await publishFailing('SO-GONE');
  await erase('SO-GONE');
  receiver.answers(200);
  const before = receiver.requests.length;

  const counts = { matching: { count: 1, precision: 'EXACT' }, payloadRemovedCount: 1, errors: [] } as const;
  expect(await startReplay(app, id, { dryRun: true })).toMatchObject({ ...counts, replay: null });
  const once = { receivedAt: lately(), idempotencyKey: 'once' };
  const started = await startReplay(app, id, once);
  expect(started).toMatchObject({ ...counts, replay: { total: { count: 1 } } });
  await replayWhen(app, idOf(started), { status: 'COMPLETED', enqueuedCount: 1, succeededCount: 1, skippedCount: 0 });
  expect(receiver.requests.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([kept]);
  expect(await replaysOf(app, erased)).toEqual([]);
  const repeated = await startReplay(app, id, once);
  expect(repeated).toMatchObject({ replay: { id: started.replay?.id }, payloadRemovedCount: null });
});

it('events that never had a delivery are counted apart as well', async () => {
  await publish(app, { text: pickText({ salesOrderId: 'SO-EARLY' }) });
  await publish(app, { text: pickText({ salesOrderId: 'SO-EARLY-GONE' }) });
  await erase('SO-EARLY-GONE');
  const { id } = await createWebhook(app, receiver);
  const counted = await startReplay(app, id, { status: [], includeMissing: true, dryRun: true });
  expect(counted).toMatchObject({ matching: { count: 1 }, payloadRemovedCount: 1 });
});

it('what is erased while a replay is under way is passed over', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  await publishFailing('SO-FIRST');
  const erased = await publishFailing('SO-SECOND');
  receiver.answers(200);
  // One in ten seconds: the second waits long enough to be erased.
  const replayId = idOf(await startReplay(app, id, { maxPerSecond: 0.1 }));
  await replayWhen(app, replayId, { enqueuedCount: 1 });
  await erase('SO-SECOND');
  await expect
    .poll(() => readReplay(app, replayId), { timeout: 60_000 })
    .toMatchObject({ status: 'COMPLETED', enqueuedCount: 1, skippedCount: 1 });
  expect(await replaysOf(app, erased)).toEqual([]);
}, 90_000);
