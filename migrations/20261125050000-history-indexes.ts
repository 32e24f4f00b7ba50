import { Migration } from '@mikro-orm/migrations';

/** What makes PostgreSQL find history by the right index, whatever is in the tables. */
export class HistoryIndexes extends Migration {
  override up(): void {
    this.addSql(byHand);
    this.addSql(distinctValues);
    this.addSql(ensurePartitions);
  }
}

/**
 * Deliveries that no event made (tests, redeliveries, replays) are few, and found without looking at all the others.
 * The trigger of a delivery never changes and the index holds none of the many, so recording stays heap-only and
 * publishing costs what it did.
 */
const byHand = `create index delivery_by_hand on dockhook.delivery (tenant_id, id) where trigger <> 'EVENT'`;

/**
 * Plans are made once, for whichever tenant and webhook. With two tenants of very different size PostgreSQL would
 * take every tenant for a half of the table, and look for the rows of the small one among those of the big one. So it
 * is told that a tenant is a small part of the table, and a webhook a much smaller one.
 */
const distinctValues = `
create function dockhook.tell_distinct_values(partition regclass, parent text) returns void language plpgsql
  set search_path = pg_catalog as $$
begin
  execute format('alter table %s alter column tenant_id set (n_distinct = 20)', partition);
  if parent = 'delivery' then
    execute format('alter table %s alter column webhook_id set (n_distinct = 100000)', partition);
  end if;
end $$;
revoke all on function dockhook.tell_distinct_values(regclass, text) from public;

select dockhook.tell_distinct_values(i.inhrelid, p.relname)
from pg_inherits i join pg_class p on p.oid = i.inhparent
where i.inhparent in ('dockhook.event'::regclass, 'dockhook.delivery'::regclass);
`;

const ensurePartitions = `
create or replace function dockhook.ensure_partitions(days_ahead int) returns void language plpgsql security definer
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
        if parent <> 'attempt' then
          perform dockhook.tell_distinct_values(to_regclass('dockhook.' || name), parent);
        end if;
      end if;
    end loop;
  end loop;
end $$`;
