import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import {
  DeliveryStatsDocument,
  type DeliveryStatsQueryVariables,
  PauseWebhookDocument,
  TestWebhookDocument,
  WebhookStatsDocument,
} from '../../../src/web/gql/graphql.ts';
import { createWebhook, pickText, publish, publishMany, type CreatedWebhook } from '../../support/clients.ts';
import { createTestApp, type ExecuteOptions, type TestApp } from '../../support/test-app.ts';
import { exactDurations, exactNumbers } from './exact-numbers.ts';

let app: TestApp;
let good: CreatedWebhook;
let bad: CreatedWebhook;
let quiet: CreatedWebhook;

const hourAgo = () => new Date(Date.now() - 3_600_000).toISOString();
const uuidOf = ({ id }: CreatedWebhook): string => parsePublicId('webhook', id) as string;

async function stats(variables: Partial<DeliveryStatsQueryVariables> = {}, options?: ExecuteOptions) {
  const all = { range: { from: hourAgo() }, interval: 'MINUTE' as const, ...variables };
  const { deliveryStats } = await app.execute(DeliveryStatsDocument, all, options);
  if (deliveryStats == null) throw new Error('no statistics');
  return deliveryStats;
}

async function numbers(variables?: Partial<DeliveryStatsQueryVariables>, options?: ExecuteOptions) {
  const { totals, backlog } = await stats(variables, options);
  const { created, succeeded, failed, attempts } = totals;
  return { created, succeeded, failed, attempts, backlog };
}

async function refusal(variables: Partial<DeliveryStatsQueryVariables>): Promise<string> {
  const all = { range: { from: hourAgo() }, interval: 'MINUTE' as const, ...variables };
  const { errors } = await app.graphql.send(DeliveryStatsDocument, all, app.token);
  expect(errors[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  return errors[0]?.message ?? '';
}

beforeAll(async () => {
  app = await createTestApp();
  const [receiver, failing] = await Promise.all([app.receiver(), app.receiver()]);
  failing.answers(500, 500, 200);
  good = await createWebhook(app, receiver, { eventTypes: ['pick.confirmed', 'return.received'] });
  bad = await createWebhook(app, failing, {
    eventTypes: ['pick.confirmed'],
    scope: { companyId: 'CO9' },
    retryPolicy: { maxAttempts: 1 },
  });
  quiet = await createWebhook(app, receiver, { eventTypes: ['order.status'] });
  await app.execute(TestWebhookDocument, { webhook: { id: good.id } });
  await publishMany(
    app,
    Array.from({ length: 20 }, () => ({ text: pickText({ companyId: 'CO9' }) })),
  );
  await publish(app, { type: 'return.received' });
});
afterAll(() => app?.stop());

it('totals equal what counting every delivery gives, before and after the background has counted', async () => {
  await expect.poll(async () => (await exactNumbers(app)).backlog).toBe(0);
  const exact = await exactNumbers(app);
  expect(exact).toMatchObject({ created: 41, succeeded: 39, failed: 2, backlog: 0 });
  expect(await numbers()).toEqual(exact);
  const isCounted = async () => {
    const [row] = await app.app.database.system.query<{ rest: number }>(
      `select count(*)::int as rest from dockhook.delivery_change where xid >= (select counted_below from dockhook.stats_cursor)`,
    );
    return row?.rest;
  };
  await expect.poll(isCounted).toBe(0);
  expect(await numbers()).toEqual(exact);
  expect(await numbers({ interval: 'HOUR' })).toEqual(exact);
  expect(await numbers({ interval: 'DAY' })).toEqual(exact);
});

it('numbers of one webhook are its own, over the query and on the webhook', async () => {
  for (const webhook of [good, bad]) {
    const exact = await exactNumbers(app, [uuidOf(webhook)]);
    expect(await numbers({ webhookIds: [webhook.id] })).toEqual(exact);
    const { webhook: found } = await app.execute(WebhookStatsDocument, {
      by: { id: webhook.id },
      range: { from: hourAgo() },
      interval: 'MINUTE',
    });
    expect(found?.stats?.totals).toMatchObject({ created: exact.created, failed: exact.failed });
  }
  expect((await stats({ webhookIds: [bad.id] })).totals.successRate).toBeCloseTo(18 / 20);
});

it('a webhook with nothing has zeros, no rate, no percentiles and an interval for every minute', async () => {
  const { totals, buckets, backlog, oldestPendingAge } = await stats({ webhookIds: [quiet.id] });
  expect(totals).toEqual({
    created: 0,
    succeeded: 0,
    failed: 0,
    attempts: 0,
    successRate: null,
    p50DurationMs: null,
    p95DurationMs: null,
    p99DurationMs: null,
  });
  expect([backlog, oldestPendingAge]).toEqual([0, null]);
  expect(buckets.length).toBeGreaterThanOrEqual(60);
  expect(buckets.every((bucket) => bucket.totals.attempts === 0)).toBe(true);
});

it('event types narrow by name and by pattern', async () => {
  expect((await numbers({ eventTypes: ['return.received'] })).created).toBe(1);
  expect((await numbers({ eventTypes: ['return.*'] })).created).toBe(1);
  expect((await numbers({ eventTypes: ['pick.confirmed', 'return.*'] })).created).toBe(41);
  expect((await numbers({ eventTypes: ['*'] })).created).toBe(41);
  expect((await numbers({ eventTypes: ['return%'] })).created).toBe(0);
});

it('a scope, and the scope of a key, leave out the webhooks of others', async () => {
  const exact = await exactNumbers(app, [uuidOf(bad)]);
  expect(await numbers({ scope: { companyId: 'CO9' } })).toEqual(exact);
  const token = await app.key({ companyId: 'CO9', role: 'VIEWER' });
  expect(await numbers({}, { token })).toEqual(exact);
  expect((await numbers({ webhookIds: [good.id] }, { token })).created).toBe(0);
  const stranger = await app.key({ tenantId: 'TENANT002', role: 'VIEWER' });
  expect((await numbers({}, { token: stranger })).created).toBe(0);
  expect((await numbers({ webhookIds: [good.id] }, { token: stranger })).created).toBe(0);
});

it('percentiles are right to within five per cent', async () => {
  const durations = await exactDurations(app);
  const { totals } = await stats();
  for (const [share, told] of [
    [0.5, totals.p50DurationMs],
    [0.95, totals.p95DurationMs],
    [0.99, totals.p99DurationMs],
  ] as const) {
    const exact = durations[Math.ceil(durations.length * share) - 1] ?? 0;
    expect(told).toBeGreaterThan(exact / 1.051);
    expect(told).toBeLessThan(Math.max(exact, 1) * 1.051);
  }
});

it('intervals are whole ones in UTC, zero-filled, from the start up to and without the end', async () => {
  const { buckets, totals } = await stats({
    range: { from: '2026-03-01T22:30:00Z', to: '2026-03-03T00:00:00Z' },
    interval: 'DAY',
  });
  expect(buckets.map(({ startsAt }) => startsAt)).toEqual(['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z']);
  expect(totals.created).toBe(0);
});

it('what begins at the end of a range is outside it, and at its start inside', async () => {
  const [first] = await app.app.database.system.query<{ minute: Date }>(
    `select date_trunc('minute', min(created_at)) as minute from dockhook.delivery`,
  );
  const minute = first?.minute.getTime() ?? 0;
  const at = (ms: number) => new Date(ms).toISOString();
  expect((await numbers({ range: { from: at(minute - 60_000), to: at(minute) } })).created).toBe(0);
  expect((await numbers({ range: { from: at(minute), to: at(minute + 60_000) } })).created).toBeGreaterThan(0);
});

it('a range that cannot be answered is refused with the reason', async () => {
  const now = new Date().toISOString();
  expect(await refusal({ range: { to: now } })).toBe('range.from is required.');
  expect(await refusal({ range: { from: now, to: now } })).toBe('range.from must be before range.to.');
  expect(await refusal({ range: { from: '2999-01-01T00:00:00Z' } })).toBe(
    'range.from must be before range.to, which is now.',
  );
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  expect(await refusal({ range: { from: daysAgo(3) } })).toMatch('at most 1500 intervals');
  expect(await refusal({ range: { from: daysAgo(20), to: daysAgo(19.5) } })).toMatch(
    'Intervals of one MINUTE are kept for 14 days',
  );
  expect(await refusal({ range: { from: daysAgo(500), to: daysAgo(499) }, interval: 'HOUR' })).toMatch('400 days');
});

it('the backlog counts what is held; only what is due has an age', async () => {
  await app.execute(PauseWebhookDocument, { webhook: { id: quiet.id } });
  await publish(app, { type: 'order.status' });
  const held = await stats({ webhookIds: [quiet.id] });
  expect([held.backlog, held.oldestPendingAge]).toEqual([1, null]);
  expect(held.totals).toMatchObject({ created: 1, attempts: 0, successRate: null });
});

it('the age of the oldest due delivery is that of one whose receiver does not answer', async () => {
  const hanging = await app.receiver();
  hanging.answers({ hang: true });
  const webhook = await createWebhook(app, hanging, { eventTypes: ['shipment.closed'] });
  await publish(app, { type: 'shipment.closed' });
  await hanging.nextRequest();
  const { oldestPendingAge, backlog } = await stats({ webhookIds: [webhook.id] });
  expect(backlog).toBe(1);
  expect(oldestPendingAge).toMatch(/^PT\d+(\.\d+)?S$/);
  const [row] = await app.app.database.system.query<{ age: number }>(
    `select extract(epoch from now() - min(next_attempt_at))::float8 as age from dockhook.delivery
     where status in ('PENDING', 'RETRYING') and next_attempt_at <= now()`,
  );
  expect(Number.parseFloat(oldestPendingAge?.slice(2) ?? '')).toBeLessThanOrEqual(row?.age ?? 0);
  await hanging.close();
});
