/** A history to measure on: a million deliveries over thirty days, most of them well, some in every kind of trouble. */
import type pg from 'pg';
import { businessKeyHash } from '../../src/domain/business-key-hash.ts';
import { EVERY_WEBHOOK, WHOLE_TENANT } from '../../src/domain/stats-grain.ts';

export const TENANT = 'BENCH1';
/** Has the tenth part of everything, in the same partitions. */
const OTHER_TENANT = 'BENCH2';
export const DAYS = 30;

/** Business keys by how many events carry them. */
export const keys = {
  rare: 'SO-17',
  /** In one event of four hundred. */
  common: 'WAVE-COMMON',
  everywhere: 'SKU-EVERYWHERE',
} as const;

/** Events per sales order. */
const EVENTS_PER_ORDER = 10;
/** Outcomes that were recorded since the counter's last round, at a thousand a second. */
const UNCOUNTED = 6_000;

export const webhookUuid = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
/** Gets two deliveries in five; fails now and then. */
export const BUSY_WEBHOOK = webhookUuid(1);
/** Got ten deliveries in all. */
export const RARE_WEBHOOK = webhookUuid(19);
/** Fails always: its last deliveries are held. */
export const DEAD_WEBHOOK = webhookUuid(7);
/** Companies by how many of the events are theirs. Each has a webhook, which gets about one in two of them. */
export const companies = {
  /** Nine in ten. Its webhook is one of four for these. */
  large: 'CO1',
  /** One in ten. */
  middling: 'CO2',
  /** One in a hundred. */
  small: 'CO3',
} as const;
const webhookOf = { large: webhookUuid(5), middling: webhookUuid(11), small: webhookUuid(12) };
export const REPLAY = '00000000-0000-7000-8000-00000000beef';

/** As a superuser: the tables' owner sees no row of theirs. */
export async function fillHistory(admin: pg.Client, deliveries: number): Promise<void> {
  const events = Math.floor(deliveries / 2);
  await admin.query(`set synchronous_commit = off; set work_mem = '128MB'; set maintenance_work_mem = '512MB'`);
  await admin.query(pastPartitions);
  await admin.query(uuidFunction);
  await admin.query(`insert into dockhook.tenant (id) values ($1), ($2)`, [TENANT, OTHER_TENANT]);
  await admin.query(webhooks, [TENANT]);
  await admin.query(`create temp table order_key (number int primary key, hash bigint)`);
  const orders = Array.from({ length: Math.ceil(events / EVENTS_PER_ORDER) }, (_, number) => number);
  await admin.query(`insert into order_key select * from unnest($1::int[], $2::bigint[])`, [
    orders,
    orders.map((number) => businessKeyHash(TENANT, `SO-${number}`)),
  ]);
  const hash = (key: string) => businessKeyHash(TENANT, key);
  await admin.query(insertEvents, [events, TENANT, OTHER_TENANT, hash(keys.everywhere), hash(keys.common)]);
  await admin.query(insertDeliveries, [REPLAY]);
  await admin.query(insertAttempts);
  await admin.query(insertSides);
  for (const statement of insertCounts) await admin.query(statement);
  await admin.query('vacuum (analyze) dockhook.event, dockhook.delivery, dockhook.attempt, dockhook.delivery_change');
  await admin.query('vacuum (analyze) dockhook.troubled_delivery, dockhook.held_delivery, dockhook.webhook');
  await admin.query('vacuum (analyze) dockhook.delivery_stats, dockhook.webhook_backlog, dockhook.created_count');
}

/** As dockhook.ensure_partitions makes them, for the days that have passed. */
const pastPartitions = `
do $$
declare
  parent text;
  day date;
begin
  foreach parent in array array['event', 'delivery', 'attempt'] loop
    for i in 1..${DAYS} loop
      day := (now() at time zone 'UTC')::date - i;
      execute format('create table dockhook.%I partition of dockhook.%I for values from (%L) to (%L) %s',
        parent || '_' || to_char(day, 'YYYYMMDD'), parent,
        dockhook.uuid_at(day::timestamp at time zone 'UTC'), dockhook.uuid_at((day + 1)::timestamp at time zone 'UTC'),
        case parent when 'delivery' then 'with (fillfactor = 50)'
                    when 'event' then 'with (toast_tuple_target = 8160)' else '' end);
      execute format('alter table dockhook.%I owner to dockhook', parent || '_' || to_char(day, 'YYYYMMDD'));
      if parent <> 'attempt' then
        perform dockhook.tell_distinct_values(format('dockhook.%I', parent || '_' || to_char(day, 'YYYYMMDD'))::regclass, parent);
      end if;
    end loop;
  end loop;
end $$`;

/** A time-ordered id, always the same for a row's number. */
const uuidFunction = `
create function pg_temp.uuid_of(instant timestamptz, number bigint) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0') || '7' || substr(md5(number::text), 1, 3)
          || '8' || substr(md5(number::text), 4, 15))::uuid $$`;

const webhooks = `
insert into dockhook.webhook (id, tenant_id, company_id, name, url, event_types, status, max_attempts, initial_delay_ms,
  max_delay_ms, multiplier, timeout_ms)
select id, $1, case id when '${webhookOf.large}' then '${companies.large}' when '${webhookOf.middling}' then
  '${companies.middling}' when '${webhookOf.small}' then '${companies.small}' end, 'Webhook ' || n,
  'https://example.com/' || n, '{*}', 'ACTIVE', 13, 5000, 86400000, 3, 30000
from generate_series(1, 20) n, lateral (select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id)`;

const insertEvents = `
insert into dockhook.event (id, tenant_id, type, schema_version, company_id, fulfillment_center_id, payload, key_hashes,
  occurred_at, received_at, idempotency_key, correlation_id, matched_webhook_count)
select pg_temp.uuid_of(at, n), case when n % 10 = 0 then $3 else $2 end,
  case when n % 1000 = 0 then 'return.received' when n % 20 = 1 then 'shipment.closed' when n % 10 = 2 then 'order.status'
       when n % 4 = 3 then 'inventory.updated' else 'pick.confirmed' end,
  1, case when n % 100 = 1 then '${companies.small}' when n % 10 = 3 then '${companies.middling}' else '${companies.large}' end, 'FC' || n % 3,
  '{"tenantId":"' || $2 || '","salesOrderId":"SO-' || n / ${EVENTS_PER_ORDER} || '","lines":[' || repeat('{"lineNumber":1,"product":"SKU-EVERYWHERE"},', 20) || '{}]}',
  array[k.hash, $4::bigint] || case when n % 400 = 1 then array[$5::bigint] else '{}' end,
  at, at, 'key-' || n, case when n % 10 = 1 then 'trace-' || n / 30 end, 2
from (select n, now() - interval '1 minute' - (1 - n::float8 / $1) * interval '${DAYS - 1} days' as at
      from generate_series(0, $1::int - 1) n) s
join order_key k on k.number = n / ${EVENTS_PER_ORDER}`;

/** Two of each event. The last ones are waiting; the dead webhook's last day is held. */
const insertDeliveries = `
insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status, attempt_count,
  next_attempt_at, last_outcome, last_status_code, created_at, updated_at, completed_at, replay_id, redelivery_of)
select pg_temp.uuid_of(at, n + 100000000), tenant_id, event_id, webhook_id, type,
  case when n % 10000 = 5 then 'TEST' when n % 2500 = 7 then 'REPLAY' when n % 2000 = 9 then 'REDELIVERY'
       else 'EVENT' end::dockhook.delivery_trigger,
  status::dockhook.delivery_status,
  case when status = 'PENDING' then 0 when status = 'SUCCEEDED' and n % 50 = 0 then 2 when status = 'FAILED' then 13
       when status in ('RETRYING', 'HELD') then 3 when status = 'CANCELED' then 1 else 1 end,
  case when status in ('PENDING', 'RETRYING') then at + interval '1 hour' end,
  case when status = 'PENDING' then null when status = 'SUCCEEDED' then 'SUCCESS' when n % 3 = 0 then 'TIMEOUT'
       when n % 97 = 1 then 'TLS_ERROR' else 'HTTP_ERROR' end::dockhook.attempt_outcome,
  case when status = 'PENDING' then null when status = 'SUCCEEDED' then case when n % 300 = 0 then 202 else 200 end
       when n % 3 = 0 or n % 97 = 1 then null when n % 5 = 0 then 404 else 503 end,
  at, at + interval '1 second', case when status in ('SUCCEEDED', 'FAILED', 'CANCELED') then at + interval '1 second' end,
  case when n % 2500 = 7 then $1::uuid end, null
from (
  select s.*, case
    when n >= count(*) over () - 40 then 'PENDING'
    when webhook_id = '${webhookUuid(7)}' then
      case when at > now() - interval '1 day' then 'HELD' when n % 4 = 0 then 'RETRYING' else 'FAILED' end
    when n % 150 = 1 then 'FAILED' when n % 2000 = 3 then 'CANCELED' when n % 1500 = 5 then 'RETRYING'
    else 'SUCCEEDED' end as status
  from (
    select e.id as event_id, e.tenant_id, e.type, e.received_at as at, row_number() over (order by e.id, half) as n,
      ('00000000-0000-7000-8000-' || lpad((case
        when half = 0 and hashtext(e.id::text) % 5 <> 0 then 1
        when hashtext(e.id::text) % 50000 = 7 then 19
        when hashtext(e.id::text) % 100 = 3 then 7
        when e.company_id = '${companies.small}' then 12
        when e.company_id = '${companies.middling}' then 11
        else 2 + abs(hashtext(e.id::text || half)) % 4 end)::text, 12,
        case when e.tenant_id = '${TENANT}' then '0' else '9' end))::uuid as webhook_id
    from dockhook.event e cross join generate_series(0, 1) half
  ) s
) d`;

/** The last attempt of each; of those that failed all. */
const insertAttempts = `
insert into dockhook.attempt (delivery_id, number, tenant_id, outcome, started_at, finished_at, duration_ms, request_url,
  request_headers, response_status_code, response_headers, response_body, response_body_truncated, response_body_bytes)
select d.id, number, d.tenant_id, d.last_outcome, d.created_at, d.updated_at, 12.5, 'https://example.com/',
  '[["content-type","application/json"],["webhook-id","evt_0"]]', d.last_status_code,
  '[["content-type","text/plain"]]', 'ok', false, 2
from dockhook.delivery d cross join lateral generate_series(
  case when d.status = 'FAILED' and d.created_at > now() - interval '3 days' then 1 else greatest(1, d.attempt_count) end,
  d.attempt_count) number`;

const insertSides = `
insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
select id, tenant_id, webhook_id, case when status = 'HELD' then 'RETRYING' else status end
from dockhook.delivery where status in ('RETRYING', 'FAILED', 'CANCELED', 'HELD');
insert into dockhook.held_delivery (webhook_id, delivery_id, tenant_id, event_id, attempt_number, reason)
select webhook_id, id, tenant_id, event_id, attempt_count + 1, 'CIRCUIT'::dockhook.hold_reason from dockhook.delivery where status = 'HELD'
union all
select webhook_id, id, tenant_id, event_id, 1, 'PARKED'::dockhook.hold_reason from dockhook.delivery where status = 'PENDING'`;

const orAll = `coalesce(webhook_id, case when grouping(event_type) = 0 then '${EVERY_WEBHOOK}' else '${WHOLE_TENANT}' end::uuid)`;

/**
 * What counting has made of all that, minutes for as long as they are kept, and the last outcomes, which wait to be
 * counted. Each statement is a transaction, as the cursor wants it.
 */
const insertCounts = [
  `truncate dockhook.created_count`,
  insertChanges(`d.updated_at > now() - interval '1 day'`),
  `update dockhook.stats_cursor set counted_below = ((pg_current_xact_id()::text::bigint + 1)::text)::xid8`,
  insertChanges(`d.id in (select id from dockhook.delivery order by id desc limit ${UNCOUNTED})`),
  `create temp table grained as
   select d.tenant_id, d.webhook_id, d.event_type, d.status, d.attempt_count,
     (abs(hashtext(d.id::text)) % 30 + 10)::smallint as bucket, g.grain, date_trunc(g.unit, d.updated_at, 'UTC') as starts_at
   from dockhook.delivery d
   cross join (values ('MINUTE'::dockhook.stats_grain, 'minute', 14), ('HOUR', 'hour', 400), ('DAY', 'day', 4000)) g(grain, unit, days)
   where d.trigger <> 'TEST' and d.updated_at > now() - g.days * interval '1 day'`,
  `insert into dockhook.delivery_stats
     (tenant_id, grain, webhook_id, starts_at, event_type, created, succeeded, failed, attempts, durations)
   select tenant_id, grain, webhook_id, starts_at, event_type, created, succeeded, failed, attempts,
     array(select coalesce(t.n, 0)::int from generate_series(0, last_bucket) i(bucket)
           left join unnest(buckets, counts) t(bucket, n) using (bucket) order by i.bucket)
   from (
     select tenant_id, grain, webhook_id, starts_at, event_type, sum(created) as created, sum(succeeded) as succeeded,
       sum(failed) as failed, sum(attempts) as attempts, max(bucket) as last_bucket,
       array_agg(bucket) as buckets, array_agg(attempts) as counts
   from (
     select tenant_id, grain, ${orAll} as webhook_id, starts_at, coalesce(event_type, '') as event_type, bucket,
       count(*) as created, count(*) filter (where status = 'SUCCEEDED') as succeeded,
       count(*) filter (where status = 'FAILED') as failed, sum(attempt_count) as attempts
     from grained group by grouping sets ((tenant_id, grain, starts_at, bucket, webhook_id, event_type),
       (tenant_id, grain, starts_at, bucket, event_type), (tenant_id, grain, starts_at, bucket))
   ) summed
     group by 1, 2, 3, 4, 5
   ) gathered`,
  `drop table grained`,
  `insert into dockhook.webhook_backlog (webhook_id, tenant_id, unfinished)
   select webhook_id, tenant_id, count(*) from dockhook.delivery
   where trigger <> 'TEST' and status in ('PENDING', 'RETRYING', 'HELD') group by 1, 2`,
];

function insertChanges(which: string): string {
  return `
  insert into dockhook.delivery_change (tenant_id, delivery_id, webhook_id, event_type, trigger, previous_status, status,
    attempt_number, occurred_at, duration_ms)
  select d.tenant_id, d.id, d.webhook_id, d.event_type, d.trigger, 'PENDING', d.status, nullif(d.attempt_count, 0),
    d.updated_at, 12.5
  from dockhook.delivery d where ${which} order by d.id`;
}
