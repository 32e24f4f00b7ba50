import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyRetention } from '../../src/pipeline/apply-retention.ts';
import { chore } from '../support/chore.ts';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: pg.Client;
const defaults = { payloadDays: 30, recordDays: 90 };

beforeAll(async () => {
  app = await createTestApp();
  await createWebhook(app, await app.receiver());
  await app.key({ tenantId: 'BRIEF' });
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());
});
afterAll(() => app?.stop());

const run = () => applyRetention(app.app.database, defaults, chore);

/** An event with one finished delivery and its attempt, as if accepted so many days ago; with the day's partitions. */
async function plant(days: number, tenantId: string, hasPartition = true): Promise<void> {
  const day = `((now() at time zone 'UTC')::date - ${days})`;
  for (const parent of hasPartition ? ['event', 'delivery', 'attempt'] : []) {
    await owner.query(`do $$ begin execute format(
      'create table if not exists dockhook.%I partition of dockhook.%I for values from (%L) to (%L)',
      '${parent}_' || to_char(${day}, 'YYYYMMDD'), '${parent}',
      dockhook.uuid_at(${day}::timestamp at time zone 'UTC'),
      dockhook.uuid_at((${day} + 1)::timestamp at time zone 'UTC')); end $$`);
  }
  const id = `(substr(dockhook.uuid_at(${day}::timestamp at time zone 'UTC' + interval '1 hour')::text, 1, 24)
    || substr(md5('${tenantId}'), 1, 12))::uuid`;
  await app.app.database.systemTransaction(async (sql) => {
    await sql.query(
      `insert into dockhook.event (id, tenant_id, type, schema_version, payload, key_hashes, occurred_at, matched_webhook_count)
       select ${id}, $1, 'pick.confirmed', 1, '{"secret":"old"}', '{}', now(), 1`,
      [tenantId],
    );
    await sql.query(
      `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status, completed_at)
       select ${id}, $1, ${id}, ${id}, 'pick.confirmed', 'EVENT', 'SUCCEEDED', now()`,
      [tenantId],
    );
    await sql.query(
      `insert into dockhook.attempt (delivery_id, number, tenant_id, outcome, started_at, finished_at, duration_ms,
         request_url, request_headers, response_status_code, response_body)
       select ${id}, 1, $1, 'SUCCESS', now(), now(), 1, 'https://example.com', '[]', 200, 'old answer'`,
      [tenantId],
    );
  });
}

async function count(table: string, days: number, tenantId: string, condition = 'true'): Promise<number> {
  const key = table === 'attempt' ? 'delivery_id' : 'id';
  const [row] = await app.app.database.system.query<{ count: number }>(
    `select count(*)::int as count from dockhook.${table}
     where tenant_id = $1 and ${condition} and ${key} >= dockhook.uuid_at(((now() at time zone 'UTC')::date - $2::int)::timestamp at time zone 'UTC')
       and ${key} < dockhook.uuid_at(((now() at time zone 'UTC')::date - $2::int + 1)::timestamp at time zone 'UTC')`,
    [tenantId, days],
  );
  return row?.count ?? 0;
}

const partitions = async (days: number): Promise<number> => {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from pg_class where relnamespace = 'dockhook'::regnamespace and relkind = 'r'
       and relname ~ ('^(event|delivery|attempt)_' || to_char((now() at time zone 'UTC')::date - $1::int, 'YYYYMMDD') || '$')`,
    [days],
  );
  return rows[0]?.count ?? 0;
};

it('payloads go after their days, records after theirs, each tenant as it says, and today stays', async () => {
  await app.app.database.system.query(
    `update dockhook.tenant set payload_days = 5, record_days = 20 where id = 'BRIEF'`,
  );
  for (const tenant of ['TENANT001', 'BRIEF']) for (const days of [3, 10, 25, 40, 95]) await plant(days, tenant);
  const eventId = await publish(app);
  await expect.poll(async () => (await deliveriesOf(app, eventId))[0]?.status).toBe('SUCCEEDED');
  await run();

  const gone = `payload = '' and payload_removed_at is not null`;
  expect(await count('event', 25, 'TENANT001', `payload <> ''`)).toBe(1);
  expect(await count('event', 40, 'TENANT001', gone)).toBe(1);
  expect(await count('attempt', 40, 'TENANT001', 'response_body is null')).toBe(1);
  expect(await count('attempt', 25, 'TENANT001', `response_body = 'old answer'`)).toBe(1);
  expect(await count('event', 3, 'BRIEF', `payload <> ''`)).toBe(1);
  expect(await count('event', 10, 'BRIEF', gone)).toBe(1);
  for (const table of ['event', 'delivery', 'attempt']) {
    expect(await count(table, 25, 'BRIEF')).toBe(0);
    expect(await count(table, 40, 'TENANT001')).toBe(1);
  }
  expect(await partitions(95)).toBe(0);
  expect(await partitions(40)).toBe(3);
  expect(await deliveriesOf(app, eventId)).toMatchObject([
    { status: 'SUCCEEDED', attempts: { nodes: [{ request: { body: expect.stringContaining('{') } }] } },
  ]);
});

/** Deliveries of today for an event of so many days ago. */
const sendAgain = (days: number, tenantId: string, trigger: string, count = 1) =>
  app.app.database.system.query(
    `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status)
     select (left(dockhook.uuid_at(now())::text, 24) || lpad(to_hex($3::int * 100000 + n), 12, '0'))::uuid, $1,
       dockhook.uuid_at(now() - ($3::int + 1) * interval '1 day'), gen_random_uuid(), 'pick.confirmed', $2, 'SUCCEEDED'
     from generate_series(1, $4::int) n`,
    [tenantId, trigger, days, count],
  );

it('what was sent again goes with its event, and what is young is not looked at row by row', async () => {
  await app.key({ tenantId: 'LARGE' });
  await app.app.database.system.query(`update dockhook.tenant set record_days = 20 where id = 'LARGE'`);
  await sendAgain(30, 'LARGE', 'REDELIVERY');
  await sendAgain(1, 'LARGE', 'REDELIVERY');
  await sendAgain(95, 'TENANT001', 'REPLAY');
  await sendAgain(0, 'LARGE', 'EVENT', 5_000);
  await owner.query(`
    create sequence public.asked; grant usage on public.asked to public;
    alter function dockhook.uuid_at(timestamptz) rename to plain_uuid_at;
    create function dockhook.uuid_at(instant timestamptz) returns uuid language plpgsql immutable as $$
      begin perform nextval('public.asked'); return dockhook.plain_uuid_at(instant); end $$`);
  await run();
  const { rows } = await owner.query(`select last_value < 200 as seldom from public.asked`);
  expect(rows).toEqual([{ seldom: true }]);
  await owner.query(`drop function dockhook.uuid_at; alter function dockhook.plain_uuid_at rename to uuid_at`);
  expect(await count('delivery', 0, 'LARGE', `trigger <> 'EVENT'`)).toBe(1);
  expect(await count('delivery', 0, 'LARGE', `trigger = 'EVENT'`)).toBe(5_000);
  expect(await count('delivery', 0, 'TENANT001', `trigger = 'REPLAY'`)).toBe(0);
});

it('a tenant whose records cannot be removed keeps neither the others nor old days from going', async () => {
  await app.key({ tenantId: 'AFTER' });
  await app.app.database.system.query(`update dockhook.tenant set record_days = 20 where id in ('BRIEF', 'AFTER')`);
  for (const tenant of ['BRIEF', 'AFTER']) await plant(30, tenant);
  await plant(97, 'TENANT001');
  await owner.query(`
    create function public.refuse() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$;
    create trigger refuse before delete on dockhook.delivery for each row when (old.tenant_id = 'BRIEF')
      execute function public.refuse()`);
  const errors: unknown[] = [];
  await applyRetention(app.app.database, defaults, { ...chore, onError: (error) => void errors.push(error) });
  await owner.query(`drop trigger refuse on dockhook.delivery`);
  expect(errors.map(String)).toEqual(['Error: Removing old records of BRIEF failed']);
  expect(await count('delivery', 30, 'BRIEF')).toBe(1);
  for (const table of ['event', 'delivery', 'attempt']) expect(await count(table, 30, 'AFTER')).toBe(0);
  expect(await partitions(97)).toBe(0);
});

it('what lies in a default partition goes when its day would', async () => {
  for (const days of [98, 50]) await plant(days, 'TENANT001', false);
  await run();
  for (const table of ['event', 'delivery', 'attempt']) {
    expect(await count(table, 98, 'TENANT001')).toBe(0);
    expect(await count(table, 50, 'TENANT001')).toBe(1);
  }
});

it('a day that somebody is reading is dropped by a later run, and writers do not wait for it', async () => {
  await plant(120, 'TENANT001');
  await owner.query('begin');
  await owner.query('select * from dockhook.event limit 1');
  await run();
  expect(await partitions(120)).toBe(1); // attempts and deliveries went, events are being read
  const eventId = await publish(app);
  await owner.query('commit');
  await run();
  expect(await partitions(120)).toBe(0);
  expect(eventId).toMatch(/^evt_/);
});

it('the service may drop nothing else: not today, and nothing by itself', async () => {
  await app.app.database.system.query(`select dockhook.drop_oldest_day(-5)`);
  await app.app.database.system.query(`select dockhook.drop_oldest_day(0)`);
  expect(await partitions(0)).toBe(3);
  expect(await partitions(-1)).toBe(3);
  await expect(app.app.database.system.query(`drop table dockhook.event_default`)).rejects.toThrow('must be owner');
  const asTenant = app.app.database.tenantTransaction(
    { tenantId: 'TENANT001', companyId: null, fulfillmentCenterId: null },
    (sql) => sql.query(`select dockhook.drop_oldest_day(1)`),
  );
  await expect(asTenant).rejects.toThrow('permission denied');
});
