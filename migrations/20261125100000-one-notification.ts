import { Migration } from '@mikro-orm/migrations';

/**
 * A change to a webhook is told once: the trigger that logs it also notifies. And the policies that a database lacks in
 * which `access` ran before `statistics` had made its tables anew.
 */
export class OneNotification extends Migration {
  override up(): void {
    this.addSql(oneNotification);
    this.addSql(missingPolicies);
  }
}

/** The same text everywhere, as PostgreSQL delivers equal notifications of one transaction once. */
const oneNotification = `
drop trigger tell_changed on dockhook.webhook;
drop trigger tell_changed on dockhook.webhook_circuit;

create or replace function dockhook.tell_webhook_change() returns trigger language plpgsql
  set search_path = pg_catalog as $$
begin
  insert into dockhook.webhook_change (tenant_id, webhook_id, kind)
  values (new.tenant_id, new.id, (case
    when tg_op = 'INSERT' then 'CREATED'
    when new.deleted_at is not null and old.deleted_at is null then 'DELETED'
    when new.status <> old.status then 'STATUS'
    else 'CONFIGURATION' end)::dockhook.webhook_change_kind);
  perform pg_notify('dockhook', 'webhooks transaction');
  return null;
end $$;

create or replace function dockhook.tell_circuit_change() returns trigger language plpgsql
  set search_path = pg_catalog as $$
begin
  insert into dockhook.webhook_change (tenant_id, webhook_id, kind) values (new.tenant_id, new.webhook_id, 'CIRCUIT');
  perform pg_notify('dockhook', 'webhooks transaction');
  return null;
end $$;
`;

const isWholeTenant = `(select coalesce(current_setting('dockhook.company_id', true), '') = ''
  and coalesce(current_setting('dockhook.fulfillment_center_id', true), '') = '')`;

const missingPolicies = ['delivery_stats', 'attempt_duration', 'webhook_backlog']
  .map(
    (table) => `
drop policy if exists within_scope on dockhook.${table};
create policy within_scope on dockhook.${table} as restrictive for select to dockhook_tenant
  using (${isWholeTenant} or (webhook_id in (select w.id from dockhook.webhook w)));
`,
  )
  .join('');
