/** What one webhook, or one job, is in disorder must stop nobody else, and mend itself when the cause is gone. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { sweep } from '../../../src/pipeline/sweep.ts';
import { startDeliveryQueue } from '../../../src/database/delivery-queue.ts';
import { TestWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish } from '../../support/clients.ts';
import type { Receiver } from '../../support/receiver.ts';
import { runCli } from '../../support/command-line.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.app.database.system.query<Row>(text, values);

let app: TestApp;
let healthy: Receiver;
let other: Receiver;
async function start(role: 'all' | 'api' = 'all'): Promise<void> {
  app = await createTestApp({ ROLE: role });
  healthy = await app.receiver();
  other = await app.receiver();
}
afterEach(() => app.stop());

const silent = pino({ level: 'silent' });
const faults = (): string[] => app.logLines.filter((line) => line.includes('"msg":"fault"'));
const statusesOf = async (eventId: string, webhookId: string) =>
  (await deliveriesOf(app, eventId)).filter(({ webhook }) => webhook?.id === webhookId);

it('a webhook whose secret cannot be opened waits alone, says why, and goes on when its key is back', async () => {
  await start();
  const sealed = await createWebhook(app, other, { eventTypes: ['pick.confirmed'] });
  await createWebhook(app, healthy);
  const uuid = parsePublicId('webhook', sealed.id) ?? '';
  // As after a restored backup: what is stored was sealed with a key that is not there any more.
  const [stored] = await query<{ id: string; secret: string }>(
    'select id, secret from dockhook.signing_secret where webhook_id = $1',
    [uuid],
  );
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: 'k0', sub: uuid })).toString(
    'base64url',
  );
  const foreign = `${header}..${stored?.secret.split('.').slice(2).join('.')}`;
  const store = (secret: string | undefined) =>
    query('update dockhook.signing_secret set secret = $2 where id = $1', [stored?.id, secret]);
  await store(foreign);

  const eventIds: string[] = [];
  for (let count = 0; count < 3; count += 1) eventIds.push(await publish(app));
  await healthy.waitFor(3);
  for (const eventId of eventIds) {
    await expect
      .poll(async () =>
        (await statusesOf(eventId, sealed.id)).map((one) => [one.status, one.holdReason, one.attemptCount]),
      )
      .toEqual([['HELD', 'SECRETS', 0]]);
  }
  // Nothing goes round meanwhile: what is held stays held, and no job is made for it.
  const changes = () => query('select 1 from dockhook.delivery_change where webhook_id = $1', [uuid]);
  const before = (await changes()).length;
  // The releaser comes by once a second: three of the worker's reports later it has been there.
  const seen = async () =>
    (await query<{ seen_at: Date }>('select seen_at from dockhook.worker'))[0]?.seen_at.getTime() ?? 0;
  for (let last = await seen(), count = 0; count < 3; count += 1, last = await seen()) {
    await expect.poll(seen).toBeGreaterThan(last);
  }
  expect((await changes()).length).toBe(before);
  expect(other.requests).toHaveLength(0);
  expect(faults().filter((line) => line.includes('cannot be opened'))).toHaveLength(1);
  expect(faults()[0]).toContain('SECRET_KEYS has no key \\"k0\\"');

  const test = await app.execute(TestWebhookDocument, { webhook: { id: sealed.id } });
  expect(test.testWebhook?.errors).toMatchObject([{ code: 'INVALID_STATE' }]);

  await store(stored?.secret);
  await other.waitFor(3);
  for (const eventId of eventIds) {
    await expect
      .poll(async () =>
        (await statusesOf(eventId, sealed.id)).map((one) => [one.status, one.holdReason, one.attemptCount]),
      )
      .toEqual([['SUCCEEDED', null, 1]]);
  }
  expect(other.requests.map(({ headers }) => headers['x-jasci-attempt'])).toEqual(['1', '1', '1']);
});

it('a worker without the key of a header holds what another, which has it, then delivers', async () => {
  await start('api');
  const webhook = await createWebhook(app, other, {
    headers: [{ name: 'X-Token', value: 'a sensitive value', isSensitive: true }],
  });
  const work = async (environment: Record<string, string>) => {
    const worker = await createApp(loadConfig({ ...app.environment, ROLE: 'worker', ...environment }), silent);
    app.onStop(() => worker.stop());
    await worker.start();
    return worker;
  };
  const lacking = await work({ SECRET_KEYS: key('k2') });
  const eventId = await publish(app);
  await expect.poll(async () => (await statusesOf(eventId, webhook.id))[0]?.holdReason).toBe('SECRETS');
  expect((await runCli('doctor', app.environment)).lines.join('\n')).toContain('1 deliveries of 1 webhook(s) are held');
  await lacking.stop();
  await work({});
  await other.waitFor(1);
  expect(other.requests[0]?.headers['x-token']).toBe('a sensitive value');
});

it('a job that is no ticket is put aside, its neighbours go on, and the sweeper finds what it was for', async () => {
  await start();
  await createWebhook(app, healthy);
  const first = await publish(app);
  await healthy.waitFor(1);
  const [delivery] = await deliveriesOf(app, first);
  const uuid = parsePublicId('delivery', delivery?.id ?? '') ?? '';
  await query(
    `update dockhook.delivery set status = 'PENDING', attempt_count = 0, next_attempt_at = now() where id = $1`,
    [uuid],
  );
  await query('delete from dockhook.attempt where delivery_id = $1', [uuid]);
  const malformed = ['{}', '{"deliveries": 7}', 'null', `{"deliveries": [["${uuid}", "nonsense"]]}`];
  for (const data of malformed) {
    await query(
      `insert into pgboss.job (name, data, retry_limit, retry_delay, heartbeat_seconds, expire_seconds, deletion_seconds)
       values ('deliver', $1::jsonb, 1000000, 0, 10, 3600, 60)`,
      [data],
    );
  }
  // And one that nobody takes before the sweeper looks.
  await query(`insert into pgboss.job (name, data, start_after) values ('deliver', '7', now() + interval '1 day')`);
  await publish(app);
  await healthy.waitFor(2);
  const jobs = () => query(`select state::text from pgboss.job where name = 'deliver' and start_after < now()`);
  await expect.poll(jobs).toEqual(malformed.map(() => ({ state: 'cancelled' })));
  const lines = faults().filter((line) => line.includes('are no tickets'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(malformed.length);

  const { database } = app.app;
  const queue = await startDeliveryQueue({ pool: database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
  const signals = { send() {}, on: () => () => {}, close: async () => {} };
  expect(await sweep({ database, queue, signals }, 0)).toBe(1);
  await healthy.waitFor(3);
});
