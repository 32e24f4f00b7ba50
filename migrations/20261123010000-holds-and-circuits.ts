import { Migration } from '@mikro-orm/migrations';

/**
 * What keeps one receiver from costing the others: deliveries that wait without a job, and a circuit per
 * webhook. And what a crash leaves to find: the attempts a worker had in flight when it last reported.
 */
export class HoldsAndCircuits extends Migration {
  override up(): void {
    this.addSql(tables);
    this.addSql(rowLevelSecurity);
  }
}

const tables = `
create type dockhook.circuit_state as enum ('CLOSED', 'HALF_OPEN', 'OPEN');
create type dockhook.hold_reason as enum ('PARKED', 'PAUSED', 'CIRCUIT');

alter table dockhook.delivery add column aborted_count int not null default 0;
alter table dockhook.webhook
  add column max_concurrent int not null default 10,
  add column max_per_second double precision;

-- Deliveries that wait without a job. In the order of their ids, which is the order they were made in.
create table dockhook.held_delivery (
  webhook_id uuid not null,
  delivery_id uuid not null,
  tenant_id text not null,
  event_id uuid not null,
  attempt_number int not null,
  reason dockhook.hold_reason not null,
  primary key (webhook_id, delivery_id)
);
alter table dockhook.held_delivery set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);

-- One row per webhook, made with it. Written only when something fails or recovers: health costs nothing.
create table dockhook.webhook_circuit (
  webhook_id uuid primary key,
  tenant_id text not null,
  state dockhook.circuit_state not null default 'CLOSED',
  changed_at timestamptz not null default now(),
  next_probe_at timestamptz,
  probe_delay_ms double precision,
  consecutive_failures int not null default 0,
  -- Since the last success: when failing began, attempts that failed, deliveries that ran out of attempts.
  failing_since timestamptz,
  failed_attempts int not null default 0,
  exhausted_deliveries int not null default 0
) with (fillfactor = 50);
create index on dockhook.webhook_circuit (tenant_id);

create table dockhook.worker (
  id uuid primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- {delivery id: [attempt number, started at]}
  in_flight jsonb not null default '{}'
);
`;

const rowLevelSecurity = `
${['held_delivery', 'webhook_circuit']
  .map(
    (table) => `
alter table dockhook.${table} enable row level security;
alter table dockhook.${table} force row level security;
create policy one_tenant on dockhook.${table} to dockhook_tenant
  using (tenant_id = current_setting('dockhook.tenant_id', true));
create policy every_tenant on dockhook.${table} to dockhook_system using (true);
grant select, insert on dockhook.${table} to dockhook_tenant;
grant select, insert, update, delete on dockhook.${table} to dockhook_system;
`,
  )
  .join('')}
grant select, insert, update, delete on dockhook.worker to dockhook_system;
`;
