import { Migration } from '@mikro-orm/migrations';

/**
 * Personal data: keys that may see it, how long each tenant keeps payloads and records, and the end of both. Payloads
 * are blanked row by row; records go with their day, by a function of the owner's.
 */
export class PersonalData extends Migration {
  override up(): void {
    this.addSql(columns);
    this.addSql(dropOldestDay);
  }
}

const columns = `
alter table dockhook.api_key add column may_read_personal_data boolean not null default false;
comment on column dockhook.api_key.may_read_personal_data is 'for VIEWER: the other roles see it anyway';

alter table dockhook.event add column payload_removed_at timestamptz;
comment on column dockhook.event.payload_removed_at is 'by retention or erasure; payload is empty since';

-- Null: as configured for the whole installation. The mark is the last event whose payload retention has removed.
alter table dockhook.tenant
  add column payload_days int check (payload_days between 1 and 3650),
  add column record_days int check (record_days between 1 and 3650),
  add column payloads_removed_to uuid not null default '00000000-0000-0000-0000-000000000000';
`;

/**
 * Writers wait for the detaching lock at most 100 ms; when it is not to be had, the next run tries again. The day has
 * to be over for as long as asked, and never less than a day.
 */
const dropOldestDay = `
create function dockhook.drop_oldest_day(keep_days int) returns text language plpgsql security definer
  set search_path = pg_catalog set lock_timeout = '100ms' as $$
declare
  parent text;
  name text;
  last_day text := to_char((now() at time zone 'UTC')::date - greatest(keep_days, 1), 'YYYYMMDD');
begin
  foreach parent in array array['attempt', 'delivery', 'event'] loop
    select c.relname into name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('dockhook.' || parent)::regclass and c.relname ~ ('^' || parent || '_[0-9]{8}$')
      and right(c.relname, 8) < last_day
    order by c.relname limit 1;
    if name is not null then
      execute format('alter table dockhook.%I detach partition dockhook.%I', parent, name);
      execute format('drop table dockhook.%I', name);
      return name;
    end if;
  end loop;
  return null;
exception when lock_not_available then
  return null;
end $$;
revoke all on function dockhook.drop_oldest_day(int) from public;
grant execute on function dockhook.drop_oldest_day(int) to dockhook_system;
`;
