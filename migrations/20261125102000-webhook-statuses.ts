import { Migration } from '@mikro-orm/migrations';

/** Every status that a webhook has had, so that why an event was not sent is told by the status of that time. */
export class WebhookStatuses extends Migration {
  override up(): void {
    this.addSql(statuses);
    this.addSql(whatIsThere);
  }
}

const statuses = `
create table dockhook.webhook_status_change (
  webhook_id uuid not null,
  changed_at timestamptz not null,
  tenant_id text not null,
  status dockhook.webhook_status not null,
  primary key (webhook_id, changed_at)
);
comment on table dockhook.webhook_status_change is 'what each webhook''s status became; the first is that of its making, or of this table''s';

create function dockhook.keep_webhook_status() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into dockhook.webhook_status_change (webhook_id, changed_at, tenant_id, status)
  values (new.id, case when tg_op = 'INSERT' then new.created_at else new.status_changed_at end, new.tenant_id, new.status)
  on conflict (webhook_id, changed_at) do update set status = excluded.status;
  return null;
end $$;
create trigger keep_first_status after insert on dockhook.webhook
  for each row execute function dockhook.keep_webhook_status();
create trigger keep_status after update of status on dockhook.webhook
  for each row when (new.status <> old.status) execute function dockhook.keep_webhook_status();

alter table dockhook.webhook_status_change enable row level security;
alter table dockhook.webhook_status_change force row level security;
create policy one_tenant on dockhook.webhook_status_change to dockhook_tenant
  using (tenant_id = current_setting('dockhook.tenant_id', true));
create policy every_tenant on dockhook.webhook_status_change to dockhook_system using (true);
create policy within_scope on dockhook.webhook_status_change as restrictive for select to dockhook_tenant
  using ((select coalesce(current_setting('dockhook.company_id', true), '') = ''
      and coalesce(current_setting('dockhook.fulfillment_center_id', true), '') = '')
    or webhook_id in (select w.id from dockhook.webhook w));
grant select, insert, update on dockhook.webhook_status_change to dockhook_tenant, dockhook_system;
`;

/** Of what was before the last change nothing is known. */
const whatIsThere = `
set local role dockhook_system;
insert into dockhook.webhook_status_change (webhook_id, changed_at, tenant_id, status)
select id, status_changed_at, tenant_id, status from dockhook.webhook;
reset role;
`;
