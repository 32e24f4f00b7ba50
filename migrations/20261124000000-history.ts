import { Migration } from '@mikro-orm/migrations';

/**
 * What reading history, sending again and counting need: small side tables that are written only when something
 * goes wrong or in the background, so that recording an outcome that went well costs what it did before.
 */
export class History extends Migration {
  override up(): void {
    this.addSql(sendingAgain);
    this.addSql(troubledDeliveries);
    this.addSql(statistics);
    this.addSql(rowLevelSecurity);
    this.addSql(existingTrouble);
  }
}

/** Neither column of `delivery` is ever changed, so indexes on them keep every update heap-only. */
const sendingAgain = `
create type dockhook.replay_status as enum ('QUEUED', 'RUNNING', 'COMPLETED', 'CANCELED', 'FAILED');

alter table dockhook.delivery add column redelivery_of uuid, add column replay_id uuid;
create index delivery_replay on dockhook.delivery (replay_id, id) where replay_id is not null;
create index event_correlation on dockhook.event (tenant_id, correlation_id, id) where correlation_id is not null;

create table dockhook.replay (
  id uuid primary key,
  tenant_id text not null,
  status dockhook.replay_status not null default 'QUEUED',
  selection jsonb not null,
  webhook_ids uuid[] not null,
  event_types text[] not null,
  statuses dockhook.delivery_status[] not null,
  include_missing boolean not null,
  received_from timestamptz not null,
  received_to timestamptz not null,
  max_deliveries int not null,
  max_per_second double precision not null,
  total_count int not null,
  enqueued_count int not null default 0,
  -- The last candidate that was dealt with: a replay goes on after it, in whichever process.
  cursor_id uuid not null default '00000000-0000-0000-0000-000000000000',
  cursor_webhook_id uuid not null default '00000000-0000-0000-0000-000000000000',
  next_run_at timestamptz not null default now(),
  created_by uuid,
  created_at timestamptz not null default now(),
  completed_at timestamptz
);
create index on dockhook.replay (tenant_id, id);
create index replay_due on dockhook.replay (next_run_at) where status in ('QUEUED', 'RUNNING');
comment on column dockhook.replay.selection is 'as the caller gave it';

-- Repeat-safe mutations: what the first call with a key made.
create table dockhook.repeatable_request (
  tenant_id text not null,
  operation text not null,
  key text not null,
  request_hash bytea not null,
  result_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, operation, key)
);
`;

/**
 * Deliveries that failed at least once and have not succeeded, or were cancelled, by the status they have when they
 * are not held. It makes the filters by such a status fast without an index on a column that recording changes.
 */
const troubledDeliveries = `
create table dockhook.troubled_delivery (
  delivery_id uuid primary key,
  tenant_id text not null,
  webhook_id uuid not null,
  status dockhook.delivery_status not null
);
create index on dockhook.troubled_delivery (tenant_id, status, delivery_id);
create index on dockhook.troubled_delivery (webhook_id, status, delivery_id);
`;

/** Counted in the background from the change log; see src/pipeline/count-deliveries.ts. */
const statistics = `
create type dockhook.stats_grain as enum ('MINUTE', 'HOUR');

create table dockhook.delivery_stats (
  tenant_id text not null,
  grain dockhook.stats_grain not null,
  starts_at timestamptz not null,
  webhook_id uuid not null,
  event_type text not null,
  created int not null default 0,
  succeeded int not null default 0,
  failed int not null default 0,
  attempts int not null default 0,
  primary key (tenant_id, grain, starts_at, webhook_id, event_type)
) with (fillfactor = 70);
create index on dockhook.delivery_stats (webhook_id, grain, starts_at);

-- Bucket n counts attempts that took from 1.1^n to 1.1^(n+1) milliseconds; bucket 0 also what took less.
create table dockhook.attempt_duration (
  tenant_id text not null,
  grain dockhook.stats_grain not null,
  starts_at timestamptz not null,
  webhook_id uuid not null,
  event_type text not null,
  bucket smallint not null,
  attempts int not null,
  primary key (tenant_id, grain, starts_at, webhook_id, event_type, bucket)
) with (fillfactor = 70);
create index on dockhook.attempt_duration (webhook_id, grain, starts_at);

-- Deliveries of a webhook that are not final: made less ended.
create table dockhook.webhook_backlog (
  webhook_id uuid primary key,
  tenant_id text not null,
  unfinished bigint not null
) with (fillfactor = 50);
create index on dockhook.webhook_backlog (tenant_id);

-- Up to where the counting has come: in the change log, and among the deliveries by their ids.
create table dockhook.stats_cursor (
  only_row boolean primary key default true check (only_row),
  xid xid8 not null,
  seq bigint not null,
  delivery_id uuid not null
);
insert into dockhook.stats_cursor (xid, seq, delivery_id) values ('0', 0, '00000000-0000-0000-0000-000000000000');
`;

const tenantTables = [
  'replay',
  'repeatable_request',
  'troubled_delivery',
  'delivery_stats',
  'attempt_duration',
  'webhook_backlog',
];

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
grant insert on dockhook.replay, dockhook.repeatable_request, dockhook.delivery_change to dockhook_tenant;
grant update on dockhook.replay to dockhook_tenant;
grant select, update on dockhook.stats_cursor to dockhook_system;
`;

/** What failed before this migration. The owner of the tables sees no row of them, so the system's role does it. */
const existingTrouble = `
set local role dockhook_system;
insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
select id, tenant_id, webhook_id, case when status = 'HELD' then 'RETRYING' else status end
from dockhook.delivery where status in ('RETRYING', 'FAILED', 'CANCELED') or (status = 'HELD' and attempt_count > 0);
reset role;
`;
