import { Migration } from '@mikro-orm/migrations';

/**
 * The tables that every delivery adds to are analyzed when they have grown by a half, not by a tenth. While a day's
 * partitions were young that was every few seconds, and took 100 us for each delivery. Plans are made for whichever
 * value, so they ask little of these statistics.
 */
export class SeldomAnalyzed extends Migration {
  override up(): void {
    this.addSql(ensurePartitions);
    this.addSql(whatIsThere);
  }
}

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
          case parent when 'delivery' then 'with (autovacuum_analyze_scale_factor = 0.5, fillfactor = 50)'
                      when 'event' then 'with (autovacuum_analyze_scale_factor = 0.5, toast_tuple_target = 8160)'
                      else 'with (autovacuum_analyze_scale_factor = 0.5)' end);
        if parent <> 'attempt' then
          perform dockhook.tell_distinct_values(to_regclass('dockhook.' || name), parent);
        end if;
      end if;
    end loop;
  end loop;
end $$;
`;

const whatIsThere = `
do $$
declare
  partition regclass;
begin
  for partition in
    select inhrelid from pg_inherits
    where inhparent in ('dockhook.event'::regclass, 'dockhook.delivery'::regclass, 'dockhook.attempt'::regclass)
  loop
    execute format('alter table %s set (autovacuum_analyze_scale_factor = 0.5)', partition);
  end loop;
end $$;
alter table dockhook.delivery_change set (autovacuum_analyze_scale_factor = 0.5);
alter table dockhook.created_count set (autovacuum_analyze_scale_factor = 0.5);
alter table dockhook.idempotency_key set (autovacuum_analyze_scale_factor = 0.5);
`;
