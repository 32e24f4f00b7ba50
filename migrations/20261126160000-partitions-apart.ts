import { Migration } from '@mikro-orm/migrations';

/**
 * Each partition is made by itself, apart from its parent, and then attached: that waits for nobody who reads or writes
 * the parent, and for those who read the default partition 100 ms at most. What lies in the default partition and
 * belongs into the new one moves there in the same transaction; what stays in a default partition goes row by row.
 */
export class PartitionsApart extends Migration {
  override up(): void {
    this.addSql(missingPartitions);
    this.addSql(makePartition);
    this.addSql(ensurePartitions);
    this.addSql(clearDefault);
    this.addSql(grants);
  }
}

/** The days from today on, and before them those of which a default partition holds rows, oldest first, 60 at most. */
const missingPartitions = `
create function dockhook.missing_partitions(days_ahead int) returns table (parent text, day date)
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  today date := (now() at time zone 'UTC')::date;
  key text;
  found uuid;
  past date;
  tries int;
begin
  foreach parent in array array['event', 'delivery', 'attempt'] loop
    key := case parent when 'attempt' then 'delivery_id' else 'id' end;
    past := date '0001-01-01';
    tries := 0;
    loop
      execute format('select %1$I from dockhook.%2$I where %1$I >= $1 and %1$I < $2 order by %1$I limit 1',
          key, parent || '_default')
        into found using dockhook.uuid_at(greatest(past, date '1970-01-01')::timestamp at time zone 'UTC'),
          dockhook.uuid_at(today::timestamp at time zone 'UTC');
      exit when found is null or tries = 60;
      day := dockhook.day_of(found);
      return next;
      past := day + 1;
      tries := tries + 1;
    end loop;
    for i in 0..least(days_ahead, 60) loop
      day := today + i;
      if not exists (
        select from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = ('dockhook.' || parent)::regclass and c.relname = parent || '_' || to_char(day, 'YYYYMMDD')
      ) then
        return next;
      end if;
    end loop;
  end loop;
end $$;

create function dockhook.day_of(id uuid) returns date language sql immutable set search_path = pg_catalog
  return (to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) at time zone 'UTC')::date;
`;

/**
 * MADE, or THERE already; BUSY: somebody reads the default partition or makes partitions, so that a later call has to
 * try again; FULL: the default partition holds more rows of that day than may move while everybody waits (null: all).
 *
 * Attaching locks the default partition alone, to look whether it holds what belongs into the new one. Rows move under
 * a lock that also keeps writers from choosing the default partition meanwhile.
 */
const makePartition = `
create function dockhook.make_partition(parent text, day date, most_rows int) returns text
  language plpgsql security definer set search_path = pg_catalog set lock_timeout = '100ms' as $$
declare
  key text := case parent when 'attempt' then 'delivery_id' else 'id' end;
  name text := parent || '_' || to_char(day, 'YYYYMMDD');
  low uuid := dockhook.uuid_at(day::timestamp at time zone 'UTC');
  high uuid := dockhook.uuid_at((day + 1)::timestamp at time zone 'UTC');
  late bigint;
begin
  if parent not in ('event', 'delivery', 'attempt') or day > (now() at time zone 'UTC')::date + 60 then
    raise exception 'no partition is made of % for %', parent, day;
  end if;
  if not pg_try_advisory_xact_lock(hashtext('dockhook.ensure_partitions')) then
    return 'BUSY';
  end if;
  if exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = ('dockhook.' || parent)::regclass and c.relname = name) then
    return 'THERE';
  end if;
  execute format('select count(*) from (select from dockhook.%1$I where %2$I >= $1 and %2$I < $2 limit $3::bigint + 1) l',
      parent || '_default', key)
    into late using low, high, most_rows;
  if late > most_rows then
    return 'FULL';
  end if;
  execute format('create table dockhook.%I (like dockhook.%I including all) with (%s)', name, parent,
    case parent when 'delivery' then 'autovacuum_analyze_scale_factor = 0.5, fillfactor = 50'
                when 'event' then 'autovacuum_analyze_scale_factor = 0.5, toast_tuple_target = 8160'
                else 'autovacuum_analyze_scale_factor = 0.5' end);
  perform dockhook.sample_little(format('dockhook.%I', name)::regclass);
  if parent <> 'attempt' then
    perform dockhook.tell_distinct_values(format('dockhook.%I', name)::regclass, parent);
  end if;
  if late > 0 then
    execute format('lock table only dockhook.%I in share row exclusive mode', parent);
    execute format('lock table dockhook.%I in access exclusive mode', parent || '_default');
    execute format('with late as (delete from dockhook.%1$I where %2$I >= $1 and %2$I < $2 returning *)
                    insert into dockhook.%3$I select * from late', parent || '_default', key, name)
      using low, high;
  end if;
  execute format('alter table dockhook.%I attach partition dockhook.%I for values from (%L) to (%L)',
    parent, name, low, high);
  return 'MADE';
exception when lock_not_available or deadlock_detected or check_violation then
  return 'BUSY';
end $$;
`;

/** What processes of an older version call. */
const ensurePartitions = `
create or replace function dockhook.ensure_partitions(days_ahead int) returns void language plpgsql security definer
  set search_path = pg_catalog as $$
begin
  perform dockhook.make_partition(m.parent, m.day, 10000) from dockhook.missing_partitions(days_ahead) m;
end $$;
`;

/** Of rows whose day is over for as long as drop_oldest_day asks, at most so many; returns how many. */
const clearDefault = `
create function dockhook.clear_default(parent text, keep_days int, most_rows int) returns int
  language plpgsql security definer set search_path = pg_catalog set lock_timeout = '100ms' as $$
declare
  key text := case parent when 'attempt' then 'delivery_id' else 'id' end;
  first_kept uuid := dockhook.uuid_at(((now() at time zone 'UTC')::date - greatest(keep_days, 1))::timestamp at time zone 'UTC');
  gone int;
begin
  if parent not in ('event', 'delivery', 'attempt') then
    raise exception 'there is no default partition of %', parent;
  end if;
  execute format('delete from dockhook.%1$I where ctid = any(array(
      select ctid from dockhook.%1$I where %2$I < $1 order by %2$I limit $2))', parent || '_default', key)
    using first_kept, most_rows;
  get diagnostics gone = row_count;
  return gone;
exception when lock_not_available then
  return 0;
end $$;
`;

const grants = ['missing_partitions(int)', 'make_partition(text, date, int)', 'clear_default(text, int, int)']
  .map(
    (name) => `
revoke all on function dockhook.${name} from public;
grant execute on function dockhook.${name} to dockhook_system;
`,
  )
  .join('');
