import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { cancelWaiting } from '../../../src/pipeline/cancel-waiting.ts';
import { createWaitingEnder } from '../../../src/pipeline/end-waiting.ts';
import { ActivateWebhookDocument, PauseWebhookDocument, WebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, publishMany } from '../../support/clients.ts';
import type { Receiver } from '../../support/receiver.ts';
import { idOf, replayWhen, startReplay } from '../../support/replays.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
beforeEach(async () => {
  app = await createTestApp({ RETRY_TIME_SCALE: '1' });
  receiver = await app.receiver();
});
afterEach(() => app?.stop());

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  app.app.database.system.query<Row>(text, values);
const publishPicks = (count: number) =>
  publishMany(
    app,
    Array.from({ length: count }, () => ({})),
  );
const webhookOf = async (id: string) => (await app.execute(WebhookDocument, { by: { id } })).webhook;
const activate = (id: string) => app.execute(ActivateWebhookDocument, { webhook: { id } });
const idsSent = (from = 0) => receiver.requests.slice(from).map(({ headers }) => headers['webhook-id']);

/** How many deliveries have each status. */
async function statuses(): Promise<Record<string, number>> {
  const rows = await query<{ status: string; count: number }>(
    'select status, count(*)::int as count from dockhook.delivery group by 1',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

async function unfinished(): Promise<number> {
  const { SUCCEEDED = 0, FAILED = 0, CANCELED = 0, ...rest } = await statuses();
  return SUCCEEDED + FAILED + CANCELED === 0 ? NaN : Object.values(rest).reduce((sum, count) => sum + count, 0);
}

/** As if all the time had gone by for which tickets wait. */
const bringTicketsForward = () => query(`update pgboss.job set start_after = now() where state = 'created'`);

const age = (id: string, set: string) =>
  query(`update dockhook.webhook_circuit set ${set} where webhook_id = $1`, [parsePublicId('webhook', id)]);

it('410 cancels at once what is held, what is queued and what waits for tomorrow; activating brings none of it back', async () => {
  const { id } = await createWebhook(app, receiver, {
    retryPolicy: { initialDelay: 'PT24H' },
    throttle: { maxConcurrent: 1 },
  });
  receiver.answers(500);
  const tomorrow = await publish(app);
  await expect.poll(statuses).toEqual({ RETRYING: 1 });

  await app.execute(PauseWebhookDocument, { webhook: { id } });
  const waiting = await publishPicks(60);
  const goes = Promise.withResolvers<number>();
  receiver.answers(() => goes.promise);
  await activate(id);
  await receiver.waitFor(2); // fifty are in its lane, one of them in flight; the other ten wait for room there
  await expect.poll(statuses).toEqual({ RETRYING: 1, PENDING: 50, HELD: 10 });
  goes.resolve(410);
  await expect.poll(unfinished).toBe(0);
  for (const event of [tomorrow, waiting[49], waiting[59]]) {
    const [delivery] = await deliveriesOf(app, event as string);
    expect(delivery).toMatchObject({ status: 'CANCELED', cancelReason: 'ENDPOINT_GONE' });
  }
  // What was about to begin at that moment got a 410 of its own; it is recorded, however its delivery ended.
  const attempts = async () => (await query('select 1 from dockhook.attempt')).length - receiver.requests.length;
  await expect.poll(attempts).toBe(0);
  const sent = receiver.requests.length;
  expect(sent).toBeLessThan(6);
  const ended = await statuses();
  expect(await webhookOf(id)).toMatchObject({ status: 'DISABLED', statusReason: 'ENDPOINT_GONE' });

  receiver.answers(200);
  await activate(id);
  await bringTicketsForward();
  const later = await publish(app);
  await expect.poll(statuses).toEqual({ ...ended, SUCCEEDED: 1 });
  expect(idsSent(sent)).toEqual([later]);
});

it('410 cancels at once what waits for tomorrow when nothing else waits', async () => {
  await hideFromLaterLooks();
  await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  receiver.answers(500, 410);
  await publish(app);
  await expect.poll(statuses).toEqual({ RETRYING: 1 });
  await publish(app);
  await expect.poll(statuses).toEqual({ CANCELED: 1, FAILED: 1 });
});

/** Whoever looks from time to time for what disabled webhooks left finds nothing: it looks at those of the last two days. */
async function hideFromLaterLooks(): Promise<void> {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  await owner.query(
    `create function long_ago() returns trigger language plpgsql as
       $$ begin new.status_changed_at := now() - interval '3 days'; return new; end $$;
     create trigger long_ago before update on dockhook.webhook for each row when (new.status = 'DISABLED')
       execute function long_ago()`,
  );
  await owner.end();
}

it('a thousand that wait are cancelled as well, a few hundred in each transaction', async () => {
  const { id } = await createWebhook(app, receiver, { throttle: { maxConcurrent: 1 } });
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  for (let n = 0; n < 4; n++) await publishPicks(300);
  receiver.answers(410);
  await activate(id);
  await expect.poll(unfinished).toBe(0);
  expect((await statuses())['CANCELED']).toBeGreaterThan(1_190);
});

it('what the worker could not cancel any more is cancelled by the next that looks, or by activating', async () => {
  const { id } = await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  receiver.answers(500);
  await publish(app);
  await expect.poll(statuses).toEqual({ RETRYING: 1 });
  const disable = () =>
    query(
      `update dockhook.webhook set status = 'DISABLED', status_reason = 'ENDPOINT_GONE', status_changed_at = now()`,
    );
  await disable();
  const { database } = app.app;
  const signals = { send() {}, on: () => () => {}, close: async () => {} };
  await createWaitingEnder({ database, signals, onError: (error) => expect.unreachable(String(error)) }).endAll();
  expect(await statuses()).toEqual({ CANCELED: 1 });

  await activate(id);
  await publish(app);
  await expect.poll(statuses).toEqual({ CANCELED: 1, RETRYING: 1 });
  await disable();
  await activate(id);
  expect(await statuses()).toEqual({ CANCELED: 2 });
  await bringTicketsForward();
  receiver.answers(200);
  const later = await publish(app);
  await expect.poll(statuses).toEqual({ CANCELED: 2, SUCCEEDED: 1 });
  expect(idsSent(2)).toEqual([later]);
});

it('nothing is cancelled of a webhook that is active again', async () => {
  const { id } = await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  receiver.answers(500);
  await publish(app);
  await expect.poll(statuses).toEqual({ RETRYING: 1 });
  await cancelWaiting(app.app.database, parsePublicId('webhook', id) as string);
  expect(await statuses()).toEqual({ RETRYING: 1 });
});

const SIX_DAYS = `failing_since = now() - interval '6 days'`;
const JUST_NOW = `failing_since = now()`;

it.each([
  ['ten attempts and an exhausted delivery, but not for five days', [JUST_NOW, 9, 1], 'ACTIVE', null],
  ['five days and an exhausted delivery, but nine attempts', [SIX_DAYS, 8, 1], 'ACTIVE', null],
  ['five days and ten attempts, but no exhausted delivery', [SIX_DAYS, 9, 0], 'ACTIVE', null],
  ['five days, ten attempts and an exhausted delivery', [SIX_DAYS, 9, 1], 'DISABLED', 'FAILURE_POLICY'],
] as const)('a failure after %s leaves it so', async (_what, [since, attempts, exhausted], status, statusReason) => {
  const { id } = await createWebhook(app, receiver);
  await age(id, `${since}, failed_attempts = ${attempts}, exhausted_deliveries = ${exhausted}`);
  receiver.answers(500);
  await publish(app);
  await expect.poll(async () => (await webhookOf(id))?.circuit.consecutiveFailures).toBe(1);
  expect(await webhookOf(id)).toMatchObject({ status, statusReason });
});

it('a success makes the five days begin anew', async () => {
  const { id } = await createWebhook(app, receiver);
  await age(id, `${SIX_DAYS}, failed_attempts = 50, exhausted_deliveries = 3, consecutive_failures = 1`);
  receiver.answers(200, 500);
  await publish(app);
  await expect.poll(async () => (await webhookOf(id))?.circuit.consecutiveFailures).toBe(0);
  await publish(app);
  await expect.poll(async () => (await webhookOf(id))?.circuit.consecutiveFailures).toBe(1);
  expect(await webhookOf(id)).toMatchObject({ status: 'ACTIVE' });
  expect(
    await query(`select failed_attempts, exhausted_deliveries, failing_since > now() - interval '1 minute' as is_new
                 from dockhook.webhook_circuit`),
  ).toEqual([{ failed_attempts: 1, exhausted_deliveries: 0, is_new: true }]);
});

it('a webhook that is dead is disabled although new events keep coming; what waited is kept, and a replay brings it', async () => {
  await app.stop();
  app = await createTestApp({ RETRY_TIME_SCALE: '0.001' }); // probes come as often as the releaser looks: once a second
  receiver = await app.receiver();
  receiver.answers(500);
  const { id } = await createWebhook(app, receiver, { retryPolicy: { maxAttempts: 3 } });
  await publishPicks(10);
  await expect.poll(async () => (await webhookOf(id))?.circuit.state).not.toBe('CLOSED');
  await age(id, SIX_DAYS);
  await expect
    .poll(
      async () => {
        if ((await webhookOf(id))?.status === 'ACTIVE') await publish(app); // always one that was not tried yet
        return webhookOf(id);
      },
      { timeout: 15_000, interval: 100 },
    )
    .toMatchObject({ status: 'DISABLED', statusReason: 'FAILURE_POLICY' });
  await expect.poll(statuses).toEqual({ FAILED: expect.any(Number), CANCELED: expect.any(Number) });

  receiver.answers(200);
  const before = receiver.requests.length;
  const [{ count } = { count: 0 }] = await query<{ count: number }>(
    'select count(*)::int as count from dockhook.delivery',
  );
  await activate(id);
  const answer = await startReplay(app, id);
  await replayWhen(app, idOf(answer), { status: 'COMPLETED', succeededCount: count });
  expect(new Set(idsSent(before)).size).toBe(count);
}, 40_000);
