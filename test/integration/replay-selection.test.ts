import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  DisableWebhookDocument,
  RedeliverDocument,
  TestWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, pickText, publish, publishMany } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createImpatient, idOf, lately, publishInto, replaysOf, replayWhen, startReplay } from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeEach(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterEach(() => app?.stop());

const sentIds = (from = 0) => receiver.requests.slice(from).map(({ headers }) => headers['webhook-id'] ?? '');

it('sends what failed again, each once, with the id of its event and no other event', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  const failed = await publishInto(app, 3, 'FAILED');
  receiver.answers(200);
  const [delivered = ''] = await publishInto(app, 1, 'SUCCEEDED');
  const before = receiver.requests.length;

  const answer = await startReplay(app, id);
  expect(answer).toMatchObject({
    errors: [],
    matching: { count: 3, precision: 'EXACT' },
    replay: { status: 'QUEUED' },
  });
  const done = { status: 'COMPLETED', enqueuedCount: 3, succeededCount: 3, failedCount: 0, skippedCount: 0 } as const;
  await replayWhen(app, idOf(answer), done);
  expect(sentIds(before).sort()).toEqual([...failed].sort());
  for (const event of failed) {
    const [replayed] = await replaysOf(app, event);
    const [original] = (await deliveriesOf(app, event)).filter(({ trigger }) => trigger === 'EVENT');
    expect(replayed).toMatchObject({ status: 'SUCCEEDED', redeliveryOf: { id: original?.id }, attemptCount: 1 });
  }
  expect(await replaysOf(app, delivered)).toEqual([]);
});

it('a dry run counts and makes nothing; asked again later it counts only what is still failed', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  const [first = ''] = await publishInto(app, 3, 'FAILED');
  expect(await startReplay(app, id, { dryRun: true })).toMatchObject({
    replay: null,
    matching: { count: 3, precision: 'EXACT' },
    errors: [],
  });
  expect(await app.app.database.system.query('select 1 from dockhook.replay')).toEqual([]);

  receiver.answers(200);
  const [{ id: deliveryId } = { id: '' }] = await deliveriesOf(app, first);
  await app.execute(RedeliverDocument, { deliveryId });
  await expect.poll(async () => (await deliveriesOf(app, first)).map(({ status }) => status)).toContain('SUCCEEDED');
  expect(await startReplay(app, id, { dryRun: true })).toMatchObject({ matching: { count: 2 } });
  expect(await startReplay(app, id, { dryRun: true, status: ['SUCCEEDED'] })).toMatchObject({ matching: { count: 1 } });
});

it('takes events by type, by status and by the time they came', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  await publishInto(app, 2, 'FAILED');
  const other = await publish(app, { type: 'order.status' });
  await expect.poll(async () => (await deliveriesOf(app, other))[0]?.status).toBe('FAILED');
  receiver.answers(200);
  await publishInto(app, 1, 'SUCCEEDED');
  const count = async (input: Parameters<typeof startReplay>[2]) =>
    (await startReplay(app, id, { ...input, dryRun: true })).matching?.count;

  expect(await count({ eventTypes: ['order.*'] })).toBe(1);
  expect(await count({ eventTypes: ['pick.confirmed'] })).toBe(2);
  expect(await count({ eventTypes: ['pick.confirmed'], status: ['SUCCEEDED', 'FAILED'] })).toBe(3);
  expect(await count({ status: ['CANCELED'] })).toBe(0);
  const { from, to } = lately();
  const now = new Date().toISOString();
  for (const status of [['FAILED'], ['SUCCEEDED', 'FAILED']] as const) {
    expect(await count({ status: [...status], receivedAt: { from: now, to } })).toBe(0);
    expect(await count({ status: [...status], receivedAt: { from, to: now } })).toBe(status.length === 1 ? 3 : 4);
  }
});

it('with includeMissing also sends what a webhook asks for now and never got: made later, or disabled then', async () => {
  const early = await publishMany(app, [{}, {}]);
  await publish(app, { type: 'order.status' });
  const elsewhere = await publish(app, { text: pickText({ companyId: 'ELSEWHERE' }) });
  const { id } = await createWebhook(app, receiver, { eventTypes: ['pick.*'] });
  const during = await publish(app);
  await receiver.nextRequest();
  await app.execute(DisableWebhookDocument, { webhook: { id } });
  const missed = await publish(app);
  await app.execute(ActivateWebhookDocument, { webhook: { id } });

  expect(await startReplay(app, id, { dryRun: true })).toMatchObject({ matching: { count: 0 } });
  const answer = await startReplay(app, id, { includeMissing: true, status: [] });
  await replayWhen(app, idOf(answer), { status: 'COMPLETED', enqueuedCount: 4, succeededCount: 4 });
  expect(sentIds(1).sort()).toEqual([...early, elsewhere, missed].sort());
  expect(await replaysOf(app, during)).toEqual([]);
  expect((await replaysOf(app, missed))[0]).toMatchObject({ redeliveryOf: null, trigger: 'REPLAY' });

  const scoped = await createWebhook(app, receiver, { scope: { companyId: 'ELSEWHERE' } });
  const own = await startReplay(app, scoped.id, { includeMissing: true, dryRun: true });
  expect(own).toMatchObject({ matching: { count: 1 }, errors: [] });
});

it('leaves tests alone: neither what they sent nor the events they made are replayed', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  await app.execute(TestWebhookDocument, { webhook: { id } });
  const later = await createWebhook(app, receiver);
  for (const webhook of [id, later.id]) {
    const all = { status: ['FAILED' as const, 'SUCCEEDED' as const], includeMissing: true, dryRun: true };
    expect(await startReplay(app, webhook, all)).toMatchObject({ matching: { count: 0 }, errors: [] });
    expect(await startReplay(app, webhook, { dryRun: true })).toMatchObject({ matching: { count: 0 } });
  }
});

it('more than maxDeliveries is refused with the limit, and nothing is made', async () => {
  receiver.answers(500);
  const { id } = await createImpatient(app, receiver);
  await publishInto(app, 3, 'FAILED');
  for (const dryRun of [false, true]) {
    expect(await startReplay(app, id, { maxDeliveries: 2, dryRun })).toMatchObject({
      replay: null,
      matching: { count: 2, precision: 'AT_LEAST' },
      errors: [
        { __typename: 'LimitExceededError', code: 'LIMIT_EXCEEDED', path: ['input', 'maxDeliveries'], limit: 2 },
      ],
    });
  }
  expect(await app.app.database.system.query('select 1 from dockhook.replay')).toEqual([]);
  expect(await startReplay(app, id, { maxDeliveries: 3, dryRun: true })).toMatchObject({ errors: [] });
});

it('everything wrong with the input is named at once with its path', async () => {
  const { id } = await createWebhook(app, receiver);
  const answer = await startReplay(app, id, {
    webhooks: [{ id }, { key: 'nobody' }],
    receivedAt: { from: '2026-01-01T00:00:00Z' },
    eventTypes: ['no type'],
    status: ['RETRYING'],
    maxDeliveries: 100_001,
    maxPerSecond: 0,
  });
  expect(answer.replay).toBeNull();
  expect(answer.errors.map(({ code, path }) => `${code} ${path?.join('.')}`).sort()).toEqual([
    'INVALID input.eventTypes.0',
    'INVALID input.maxDeliveries',
    'INVALID input.maxPerSecond',
    'INVALID input.receivedAt.to',
    'INVALID input.status.0',
    'NOT_FOUND input.webhooks.1',
  ]);
  expect(await startReplay(app, id, { webhooks: [] })).toMatchObject({ errors: [{ path: ['input', 'webhooks'] }] });
  expect(await startReplay(app, id, { status: [] })).toMatchObject({ errors: [{ path: ['input', 'status'] }] });
  const turned = { from: lately().to, to: lately().from };
  expect(await startReplay(app, id, { receivedAt: turned })).toMatchObject({
    errors: [{ code: 'INVALID', path: ['input', 'receivedAt'] }],
  });
});
