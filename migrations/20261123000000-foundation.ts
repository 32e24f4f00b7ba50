import { Migration } from '@mikro-orm/migrations';

/**
 * Roles, tables, partitions and forced row-level security.
 *
 * Three roles: the owner (who migrates), `dockhook_tenant` (sees the one tenant named in the setting
 * `dockhook.tenant_id`, nothing without it) and `dockhook_system` (the pipeline and the look-up of
 * credentials: every tenant, but no DDL). Neither of the two owns a table, and row-level security is
 * forced, so that a forgotten filter shows nothing instead of everything.
 */
export class Foundation extends Migration {
  override up(): void {
    this.addSql(types);
    this.addSql(access);
    this.addSql(webhooks);
    this.addSql(history);
    this.addSql(partitions);
    this.addSql(rowLevelSecurity);
  }
}

const types = `
create type dockhook.role as enum ('ADMINISTRATOR', 'VIEWER', 'PUBLISHER');
create type dockhook.webhook_status as enum ('ACTIVE', 'PAUSED', 'DISABLED');
create type dockhook.webhook_status_reason as enum
  ('MANUAL', 'FAILURE_POLICY', 'ENDPOINT_GONE', 'EGRESS_POLICY', 'UNVERIFIED');
create type dockhook.delivery_status as enum
  ('PENDING', 'HELD', 'RETRYING', 'SUCCEEDED', 'FAILED', 'CANCELED');
create type dockhook.delivery_trigger as enum ('EVENT', 'TEST', 'REDELIVERY', 'REPLAY');
create type dockhook.attempt_outcome as enum
  ('SUCCESS', 'HTTP_ERROR', 'REDIRECT_REFUSED', 'TIMEOUT', 'DNS_ERROR', 'CONNECTION_ERROR', 'TLS_ERROR',
   'BLOCKED_ADDRESS', 'RESPONSE_TOO_LARGE', 'PROTOCOL_ERROR', 'ABORTED');
`;

const access = `
create table dockhook.tenant (
  id text primary key,
  created_at timestamptz not null default now()
);

create table dockhook.api_key (
  id uuid primary key,
  tenant_id text not null,
  name text not null,
  prefix text not null,
  token_hash bytea not null unique,
  role dockhook.role not null,
  company_id text,
  fulfillment_center_id text,
  allowed_event_types text[] not null default '{}',
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index on dockhook.api_key (tenant_id, id);
`;

const webhooks = `
create table dockhook.webhook (
  id uuid primary key,
  tenant_id text not null,
  key text,
  name text not null,
  description text,
  url text not null,
  company_id text,
  fulfillment_center_id text,
  event_types text[] not null,
  headers jsonb not null default '[]',
  status dockhook.webhook_status not null,
  status_reason dockhook.webhook_status_reason,
  status_changed_at timestamptz not null default now(),
  max_attempts int not null,
  initial_delay_ms int not null,
  max_delay_ms int not null,
  multiplier double precision not null,
  timeout_ms int not null,
  metadata jsonb not null default '{}',
  revision int not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index on dockhook.webhook (tenant_id, id);
create unique index webhook_key_unique on dockhook.webhook (tenant_id, company_id, key)
  nulls not distinct where key is not null and deleted_at is null;

create table dockhook.signing_secret (
  id uuid primary key,
  tenant_id text not null,
  webhook_id uuid not null,
  secret text not null,
  hint text not null,
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
create index on dockhook.signing_secret (webhook_id, id);

comment on column dockhook.signing_secret.secret is 'JWE, bound to webhook_id; never readable after creation';
comment on column dockhook.webhook.headers is 'list of {name, value, isSensitive}; a sensitive value is a JWE bound to the webhook';
`;

/**
 * Events, deliveries and attempts: partitioned by the day in their time-ordered ids, so that retention
 * is a dropped partition. No foreign keys here (each costs a look-up per row), and no index on a
 * column that recording an outcome changes: that keeps every such update heap-only.
 */
const history = `
create table dockhook.event (
  id uuid primary key,
  tenant_id text not null,
  type text not null,
  schema_version int not null,
  company_id text,
  fulfillment_center_id text,
  payload text not null,
  key_hashes bigint[] not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  idempotency_key text,
  correlation_id text,
  matched_webhook_count int not null
) partition by range (id);
alter table dockhook.event alter column payload set storage external;
create index on dockhook.event (tenant_id, id);

-- Found by business key: numbers of the keys in the payload, one index for all of them. A short pending list
-- keeps both publishing and searching even.
create index event_key_hashes on dockhook.event using gin (key_hashes) with (gin_pending_list_limit = 1024);

create table dockhook.idempotency_key (
  tenant_id text not null,
  key text not null,
  event_id uuid not null,
  request_hash bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);

create table dockhook.delivery (
  id uuid primary key,
  tenant_id text not null,
  event_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  trigger dockhook.delivery_trigger not null,
  status dockhook.delivery_status not null,
  attempt_count int not null default 0,
  next_attempt_at timestamptz,
  last_outcome dockhook.attempt_outcome,
  last_status_code int,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz
) partition by range (id);
create index on dockhook.delivery (tenant_id, id);
create index on dockhook.delivery (webhook_id, id);
create index on dockhook.delivery (event_id, id);

create table dockhook.attempt (
  delivery_id uuid not null,
  number int not null,
  tenant_id text not null,
  outcome dockhook.attempt_outcome not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  duration_ms double precision not null,
  ttfb_ms double precision,
  request_url text not null,
  request_headers json not null,
  response_status_code int,
  response_headers json,
  response_body text,
  response_body_truncated boolean,
  response_body_bytes int,
  remote_address text,
  error_message text,
  primary key (delivery_id, number)
) partition by range (delivery_id);

-- The change log that live subscriptions read. (xid, seq) orders it by transaction: a reader that stops
-- below the oldest transaction still running can never skip a row that commits late.
create table dockhook.delivery_change (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  tenant_id text not null,
  delivery_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  trigger dockhook.delivery_trigger not null,
  previous_status dockhook.delivery_status,
  status dockhook.delivery_status not null,
  attempt_number int,
  occurred_at timestamptz not null,
  primary key (xid, seq)
);

-- Up to where the change log has been cleared: a cursor below it cannot be resumed.
create table dockhook.change_log_horizon (
  only_row boolean primary key default true check (only_row),
  xid xid8 not null,
  seq bigint not null
);
insert into dockhook.change_log_horizon (xid, seq) values ('0', 0);
`;

/**
 * A partition per day, made ahead of time by the running service through a function of the owner's: the
 * service's own roles cannot run DDL. A default partition makes sure that nothing is ever refused.
 */
const partitions = `
create function dockhook.uuid_at(instant timestamptz) returns uuid language sql immutable
  set search_path = pg_catalog
  return (lpad(to_hex(floor(extract(epoch from instant) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;

create function dockhook.ensure_partitions(days_ahead int) returns void language plpgsql security definer
  set search_path = pg_catalog as $$
declare
  parent text;
  day date;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('dockhook.ensure_partitions'));
  foreach parent in array array['event', 'delivery', 'attempt'] loop
    for i in 0..least(days_ahead, 60) loop
      day := (now() at time zone 'UTC')::date + i;
      name := parent || '_' || to_char(day, 'YYYYMMDD');
      if to_regclass('dockhook.' || name) is null then
        execute format('create table dockhook.%I partition of dockhook.%I for values from (%L) to (%L) %s',
          name, parent,
          dockhook.uuid_at(day::timestamp at time zone 'UTC'),
          dockhook.uuid_at((day + 1)::timestamp at time zone 'UTC'),
          case parent when 'delivery' then 'with (fillfactor = 50)'
                      when 'event' then 'with (toast_tuple_target = 8160)' else '' end);
      end if;
    end loop;
  end loop;
end $$;

create table dockhook.event_default partition of dockhook.event default;
create table dockhook.delivery_default partition of dockhook.delivery default;
create table dockhook.attempt_default partition of dockhook.attempt default;
select dockhook.ensure_partitions(7);
revoke all on function dockhook.ensure_partitions(int) from public;
grant execute on function dockhook.ensure_partitions(int) to dockhook_system;
`;

const tenantTables = [
  'api_key',
  'webhook',
  'signing_secret',
  'event',
  'idempotency_key',
  'delivery',
  'attempt',
  'delivery_change',
];

const rowLevelSecurity = `
grant usage on schema dockhook to dockhook_tenant, dockhook_system;
grant select, update on dockhook.change_log_horizon to dockhook_system;
${['tenant', ...tenantTables]
  .map(
    (table) => `
alter table dockhook.${table} enable row level security;
alter table dockhook.${table} force row level security;
create policy one_tenant on dockhook.${table} to dockhook_tenant
  using (${table === 'tenant' ? 'id' : 'tenant_id'} = current_setting('dockhook.tenant_id', true));
create policy every_tenant on dockhook.${table} to dockhook_system using (true);
grant select, insert, update, delete on dockhook.${table} to dockhook_system;
`,
  )
  .join('')}
grant select on dockhook.tenant to dockhook_tenant;
grant select, insert, update on dockhook.webhook, dockhook.signing_secret to dockhook_tenant;
grant select on dockhook.api_key, dockhook.attempt to dockhook_tenant;
grant select, insert on dockhook.event, dockhook.idempotency_key, dockhook.delivery
  to dockhook_tenant;
grant select on dockhook.delivery_change to dockhook_tenant;
`;
