import { Migration } from '@mikro-orm/migrations';

/** Scopes inside a tenant in row-level security, rotation of API keys, and the audit log. */
export class Access extends Migration {
  override up(): void {
    this.addSql(keys);
    this.addSql(auditLog);
    this.addSql(scopes);
  }
}

const keys = `
alter table dockhook.api_key
  add column created_by uuid,
  add column previous_token_hash bytea unique,
  add column previous_token_expires_at timestamptz;
comment on column dockhook.api_key.previous_token_hash is 'the token before the last rotation; valid until previous_token_expires_at';
`;

/**
 * Who did what. The service's roles may add and read. Nobody changes an entry; only the owner of the table removes
 * some, and only old ones: see docs/access.md.
 */
const auditLog = `
create table dockhook.audit_entry (
  id uuid primary key,
  tenant_id text not null,
  company_id text,
  fulfillment_center_id text,
  occurred_at timestamptz(3) not null default now(),
  actor_id text not null,
  actor_name text not null,
  actor_role dockhook.role,
  action text not null,
  target_type text not null,
  target_id text not null,
  before json,
  after json,
  operation_name text,
  remote_address text,
  user_agent text
);
create index on dockhook.audit_entry (tenant_id, id);
create index on dockhook.audit_entry (tenant_id, target_id, id);
create index on dockhook.audit_entry (tenant_id, actor_id, id);

create function dockhook.keep_audit_entries() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' and old.occurred_at < now() - interval '90 days' then return old; end if;
  raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on dockhook.audit_entry
  for each row execute function dockhook.keep_audit_entries();
create trigger append_only_truncate before truncate on dockhook.audit_entry
  for each statement execute function dockhook.keep_audit_entries();

alter table dockhook.audit_entry enable row level security;
alter table dockhook.audit_entry force row level security;
create policy one_tenant on dockhook.audit_entry to dockhook_tenant
  using (tenant_id = current_setting('dockhook.tenant_id', true));
create policy every_tenant on dockhook.audit_entry to dockhook_system using (true);
create policy retention on dockhook.audit_entry to current_user using (occurred_at < now() - interval '90 days');
grant select, insert on dockhook.audit_entry to dockhook_tenant, dockhook_system;
`;

const setting = (level: string) => `(select coalesce(current_setting('dockhook.${level}', true), ''))`;
const isWholeTenant = `(select coalesce(current_setting('dockhook.company_id', true), '') = ''
  and coalesce(current_setting('dockhook.fulfillment_center_id', true), '') = '')`;
const inScope = `${setting('company_id')} in ('', company_id)
  and ${setting('fulfillment_center_id')} in ('', fulfillment_center_id)`;
/** Answered by the policies of the other table, which hide what is out of scope. */
const ofWebhook = 'webhook_id in (select w.id from dockhook.webhook w)';
const ofDelivery = 'exists (select 1 from dockhook.delivery d where d.id = delivery_id)';

/**
 * A caller of one company or fulfillment center reads what is of it: on top of the tenant, so these policies are
 * restrictive. A delivery shows its event and its webhook, and so needs both to be in scope. Settings are read once
 * per statement (the sub-selects); without a scope nothing else is looked at.
 */
const scopes = `
create policy within_scope on dockhook.webhook as restrictive to dockhook_tenant using (${inScope});
${['event', 'api_key', 'audit_entry'].map((table) => reading(table, inScope)).join('')}
${reading('delivery', `${ofWebhook} and exists (select 1 from dockhook.event e where e.id = event_id)`)}
${['attempt', 'delivery_change', 'held_delivery', 'troubled_delivery'].map((table) => reading(table, ofDelivery)).join('')}
${['signing_secret', 'webhook_circuit', 'webhook_backlog', 'delivery_stats', 'attempt_duration']
  .map((table) => reading(table, ofWebhook))
  .join('')}
${reading('replay', 'cardinality(webhook_ids) > 0 and webhook_ids <@ array(select w.id from dockhook.webhook w)')}
`;

function reading(table: string, condition: string): string {
  const whole = condition === inScope ? '' : `${isWholeTenant} or `;
  return `
create policy within_scope on dockhook.${table} as restrictive for select to dockhook_tenant
  using (${whole}(${condition}));`;
}
