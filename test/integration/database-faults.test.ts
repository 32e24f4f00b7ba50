/** PostgreSQL itself raises what it raises when it is full, recovering, demoted or contended; see graphql-unavailable too. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PublishEventDocument, WebhooksDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, toPublishInput } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { publishRaw } from '../support/send-raw.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const faults = [
  ['53100', 'disk full', 'could not extend file "base/16384/24601": No space left on device'],
  ['53200', 'out of memory', 'Failed on request of size 8192 in memory context "ExecutorState".'],
  ['57P03', 'the server starts', 'the database system is not yet accepting connections'],
  ['25006', 'a standby', 'cannot execute INSERT in a read-only transaction'],
  ['55P03', 'a lock not given in time', 'canceling statement due to lock timeout'],
  ['40001', 'a serialization failure', 'could not serialize access due to concurrent update'],
  ['40P01', 'a deadlock', 'Process 4711 waits for ShareLock on transaction 815; blocked by process 4712.'],
] as const;

let app: TestApp;
let owner: pg.Client;
let receiver: Receiver;

beforeAll(async () => {
  app = await createTestApp();
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());
  receiver = await app.receiver();
  await createWebhook(app, receiver);
});
afterEach(() => recover());
afterAll(() => app?.stop());

/**
 * Every insert into a table raises the error from now on, or only the next `times`.
 * Counted by a sequence, which a rollback leaves as it is.
 */
async function raise(table: string, code: string, message: string, times = 1_000_000): Promise<void> {
  await owner.query(`
    create sequence public.raised owned by none;
    grant usage on sequence public.raised to public;
    create function public.fail() returns trigger language plpgsql as $$
    begin
      if nextval('public.raised') <= ${times} then
        raise exception using errcode = '${code}', message = ${pg.escapeLiteral(message)};
      end if;
      return null;
    end $$;
    create trigger fail before insert on dockhook.${table} for each statement execute function public.fail();`);
}

/** How often it was raised, or would have been. */
const raised = async (): Promise<number> =>
  (
    await owner.query<{ count: number }>(
      'select case when is_called then last_value else 0 end::int as count from public.raised',
    )
  ).rows[0]?.count ?? 0;

async function recover(): Promise<void> {
  await owner.query('drop function if exists public.fail cascade; drop sequence if exists public.raised');
}

describe.each(faults)('%s, %s', (code, _, message) => {
  it('is SERVICE_UNAVAILABLE to who publishes, with the time to wait and nothing of the inside', async () => {
    await raise('event', code, message);
    const before = app.logLines.length;
    const { statusCode, headers, text } = await publishRaw(app);
    expect(statusCode).toBe(200);
    expect(headers['retry-after']).toBe('2');
    const { errors } = JSON.parse(text) as { errors: { message: string; extensions: { errorId: string } }[] };
    expect(errors).toEqual([
      {
        message: `The service cannot reach its database at the moment. Please try again. It is logged as ${errors[0]?.extensions.errorId}.`,
        path: ['publishEvent'],
        extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 'PT2S', errorId: expect.any(String) },
      },
    ]);
    // Whoever runs the service finds what it was.
    const logged = app.logLines.slice(before).filter((line) => line.includes(errors[0]?.extensions.errorId ?? '?'));
    expect(logged.join('')).toContain(code);
    await recover();
    await publish(app);
  });

  it('keeps an outcome waiting, and it is recorded afterwards without another request', async () => {
    await raise('attempt', code, message);
    const event = await publish(app);
    const requests = () => receiver.requests.filter(({ headers }) => headers['webhook-id'] === event).length;
    await expect.poll(requests).toBe(1);
    await expect.poll(raised).toBeGreaterThanOrEqual(2);
    expect((await deliveriesOf(app, event))[0]).toMatchObject({ status: 'PENDING', attemptCount: 0 });
    await recover();
    await expect.poll(async () => (await deliveriesOf(app, event))[0]?.status).toBe('SUCCEEDED');
    expect((await deliveriesOf(app, event))[0]).toMatchObject({
      attemptCount: 1,
      attempts: { nodes: [{ number: 1, outcome: 'SUCCESS' }] },
    });
    expect(requests()).toBe(1);
  });
});

it.each(['40001', '40P01', '55P03'])('%s that comes once is repeated, and its caller does not notice', async (code) => {
  await raise('event', code, 'in the way', 1);
  const { publishEvent } = await app.execute(PublishEventDocument, { input: toPublishInput() });
  expect(publishEvent).toMatchObject({ isDuplicate: false, errors: [] });
  expect(await raised()).toBe(2);
});

it('on a server that takes no changes everything can be read, and changes are SERVICE_UNAVAILABLE until it does', async () => {
  const name = new URL(app.database.url).pathname.slice(1);
  await owner.query(`alter database "${name}" set default_transaction_read_only = on`);
  await owner.query(endConnections); // whoever comes back finds what looks like a standby
  await expect.poll(async () => (await publishRaw(app)).text).toContain('SERVICE_UNAVAILABLE');
  expect((await publishRaw(app)).text).toContain('SERVICE_UNAVAILABLE');
  expect((await app.execute(WebhooksDocument, { first: 1 })).webhooks?.nodes).toHaveLength(1);
  await owner.query(`set default_transaction_read_only = off`);
  await owner.query(`alter database "${name}" reset default_transaction_read_only`);
  await expect.poll(async () => (await publishRaw(app)).text).toContain('"event":{"id"');
});

const endConnections = `
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and application_name like 'dockhook%'`;
