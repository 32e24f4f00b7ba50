import { Migration } from '@mikro-orm/migrations';

/**
 * What statistics and the live streams need: counts that are exact by transaction, and a log of changes to webhooks.
 * The tables for counting that `history` made were never written to; these take their place.
 */
export class Statistics extends Migration {
  override up(): void {
    this.addSql(counts);
    this.addSql(createdLog);
    this.addSql(webhookLog);
    this.addSql(rowLevelSecurity);
    this.addSql(triggers);
    this.addSql(whatIsThere);
  }
}

/**
 * Written in the background only: src/pipeline/count-deliveries.ts. Rows of the nil webhook and no event type hold the
 * sums of the whole tenant, so that the commonest question reads few rows.
 */
const counts = `
drop table dockhook.delivery_stats, dockhook.attempt_duration, dockhook.webhook_backlog, dockhook.stats_cursor;
drop type dockhook.stats_grain;
create type dockhook.stats_grain as enum ('MINUTE', 'HOUR', 'DAY');

create table dockhook.delivery_stats (
  tenant_id text not null,
  grain dockhook.stats_grain not null,
  webhook_id uuid not null,
  starts_at timestamptz not null,
  event_type text not null,
  created int not null default 0,
  succeeded int not null default 0,
  failed int not null default 0,
  attempts int not null default 0,
  primary key (tenant_id, grain, webhook_id, starts_at, event_type)
) with (fillfactor = 70);

-- Bucket n counts attempts that took from 1.1^n to 1.1^(n+1) milliseconds; bucket 0 also what took less.
create table dockhook.attempt_duration (
  tenant_id text not null,
  grain dockhook.stats_grain not null,
  webhook_id uuid not null,
  starts_at timestamptz not null,
  event_type text not null,
  bucket smallint not null,
  attempts int not null,
  primary key (tenant_id, grain, webhook_id, starts_at, event_type, bucket)
) with (fillfactor = 70);
create index on dockhook.delivery_stats (starts_at) where grain <> 'DAY';
create index on dockhook.attempt_duration (starts_at) where grain <> 'DAY';

-- Deliveries of a webhook that are not final: made less ended.
create table dockhook.webhook_backlog (
  webhook_id uuid primary key,
  tenant_id text not null,
  unfinished bigint not null
) with (fillfactor = 50);
create index on dockhook.webhook_backlog (tenant_id);

-- Transactions below this one are counted, all others are not: in the change log and among what was created.
create table dockhook.stats_cursor (
  only_row boolean primary key default true check (only_row),
  counted_below xid8 not null
);
insert into dockhook.stats_cursor (counted_below) values ('0');
`;

/**
 * How many deliveries a transaction made, per webhook, event type and minute. A trigger per statement writes it, so
 * that no way of making deliveries can forget; publishing many at once costs a few rows.
 */
const createdLog = `
create table dockhook.created_count (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  tenant_id text not null,
  webhook_id uuid not null,
  event_type text not null,
  created_at timestamptz not null,
  created int not null,
  primary key (xid, seq)
);
comment on column dockhook.created_count.created_at is 'the minute';

create function dockhook.count_created() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into dockhook.created_count (tenant_id, webhook_id, event_type, created_at, created)
  select tenant_id, webhook_id, event_type, date_trunc('minute', created_at, 'UTC'), count(*)
  from made where trigger <> 'TEST' group by 1, 2, 3, 4;
  return null;
end $$;

-- How long the attempt took that caused the change: counting need not look at the attempt.
alter table dockhook.delivery_change add column duration_ms real;
`;

/**
 * What changed about webhooks, for the live stream; kept for a day. It is written by triggers, because webhooks are
 * changed in many places, the recording of outcomes among them. The NOTIFY is rare enough to be part of the transaction.
 */
const webhookLog = `
create type dockhook.webhook_change_kind as enum ('CREATED', 'CONFIGURATION', 'STATUS', 'CIRCUIT', 'DELETED');

create table dockhook.webhook_change (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  tenant_id text not null,
  webhook_id uuid not null,
  kind dockhook.webhook_change_kind not null,
  occurred_at timestamptz not null default now(),
  primary key (xid, seq)
);

create function dockhook.tell_webhook_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into dockhook.webhook_change (tenant_id, webhook_id, kind)
  values (new.tenant_id, new.id, (case
    when tg_op = 'INSERT' then 'CREATED'
    when new.deleted_at is not null and old.deleted_at is null then 'DELETED'
    when new.status <> old.status then 'STATUS'
    else 'CONFIGURATION' end)::dockhook.webhook_change_kind);
  perform pg_notify('dockhook', 'webhooks');
  return null;
end $$;

create function dockhook.tell_circuit_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into dockhook.webhook_change (tenant_id, webhook_id, kind) values (new.tenant_id, new.webhook_id, 'CIRCUIT');
  perform pg_notify('dockhook', 'webhooks');
  return null;
end $$;
`;

const tenantTables = ['delivery_stats', 'attempt_duration', 'webhook_backlog', 'created_count', 'webhook_change'];

const rowLevelSecurity = `
${tenantTables
  .map(
    (table) => `
alter table dockhook.${table} enable row level security;
alter table dockhook.${table} force row level security;
create policy one_tenant on dockhook.${table} to dockhook_tenant
  using (tenant_id = current_setting('dockhook.tenant_id', true));
create policy every_tenant on dockhook.${table} to dockhook_system using (true);
grant select on dockhook.${table} to dockhook_tenant;
grant select, insert, update, delete on dockhook.${table} to dockhook_system;
`,
  )
  .join('')}
${['created_count', 'webhook_change']
  .map(
    (table) => `
create policy within_scope on dockhook.${table} as restrictive for select to dockhook_tenant
  using ((select coalesce(current_setting('dockhook.company_id', true), '') = ''
      and coalesce(current_setting('dockhook.fulfillment_center_id', true), '') = '')
    or webhook_id in (select w.id from dockhook.webhook w));
`,
  )
  .join('')}
grant insert on dockhook.created_count, dockhook.webhook_change to dockhook_tenant;
grant select on dockhook.stats_cursor to dockhook_tenant, dockhook_system;
grant update on dockhook.stats_cursor to dockhook_system;
`;

/** Making the trigger on `delivery` waits for who is publishing: from here on everything is counted by it. */
const triggers = `
create trigger count_created after insert on dockhook.delivery
  referencing new table as made for each statement execute function dockhook.count_created();
create trigger tell_creation after insert on dockhook.webhook
  for each row execute function dockhook.tell_webhook_change();
create trigger tell_change after update on dockhook.webhook
  for each row when (old.* is distinct from new.*) execute function dockhook.tell_webhook_change();
create trigger tell_change after update on dockhook.webhook_circuit
  for each row when (new.state <> old.state) execute function dockhook.tell_circuit_change();
`;

/**
 * What was made before, and what ended before the change log begins; the log itself is counted by the service. Earlier
 * attempts are not: their durations would have to be read one by one.
 */
const whatIsThere = `
set local role dockhook_system;
insert into dockhook.created_count (tenant_id, webhook_id, event_type, created_at, created)
select tenant_id, webhook_id, event_type, date_trunc('minute', created_at, 'UTC'), count(*)
from dockhook.delivery where trigger <> 'TEST' group by 1, 2, 3, 4;

with ended_before as materialized (
  select d.tenant_id, d.webhook_id, d.event_type, d.status, d.completed_at
  from dockhook.delivery d
  where d.trigger <> 'TEST' and d.status in ('SUCCEEDED', 'FAILED', 'CANCELED')
    and not exists (select from dockhook.delivery_change c where c.delivery_id = d.id and c.status = d.status)
), stats as (
  insert into dockhook.delivery_stats (tenant_id, grain, webhook_id, starts_at, event_type, succeeded, failed)
  select tenant_id, grain, coalesce(webhook_id, '00000000-0000-0000-0000-000000000000'), starts_at,
         coalesce(event_type, ''), count(*) filter (where status = 'SUCCEEDED'), count(*) filter (where status = 'FAILED')
  from (
    select e.*, g.grain, date_trunc(g.unit, completed_at, 'UTC') as starts_at
    from ended_before e cross join (values
      ('MINUTE'::dockhook.stats_grain, 'minute'), ('HOUR', 'hour'), ('DAY', 'day')) g(grain, unit)
    where completed_at is not null
  ) e
  group by grouping sets ((tenant_id, grain, starts_at, webhook_id, event_type), (tenant_id, grain, starts_at))
)
insert into dockhook.webhook_backlog (webhook_id, tenant_id, unfinished)
select webhook_id, tenant_id, -count(*) from ended_before group by 1, 2;
reset role;
`;
