import { Migration } from '@mikro-orm/migrations';

/**
 * Autovacuum's analyze reads as many rows as the most demanding column asks for: by default 30,000, sorted once for each
 * column, again and again while a day's partitions grow. Plans are made for whichever value and ask these statistics
 * for little more than how many rows there are, so a tenth of the sample does, and what is never searched for needs none.
 */
export class SmallSamples extends Migration {
  override up(): void {
    this.addSql(sampleLittle);
    this.addSql(ensurePartitions);
    this.addSql(whatIsThere);
  }
}

/** A partition does not take a column's target from its parent. */
const sampleLittle = `
create function dockhook.sample_little(target regclass) returns void language plpgsql set search_path = pg_catalog as $$
declare
  col name;
begin
  for col in select attname from pg_attribute where attrelid = target and attnum > 0 and not attisdropped loop
    execute format('alter table %s alter column %I set statistics %s', target, col,
      case when col in ('payload', 'request_url', 'request_headers', 'response_headers', 'response_body', 'error_message',
                        'remote_address', 'request_hash') then 0 else 10 end);
  end loop;
end $$;
revoke all on function dockhook.sample_little(regclass) from public;
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
          case parent when 'delivery' then 'with (autovacuum_analyze_scale_factor = 0.5, fillfactor = 50)'
                      when 'event' then 'with (autovacuum_analyze_scale_factor = 0.5, toast_tuple_target = 8160)'
                      else 'with (autovacuum_analyze_scale_factor = 0.5)' end);
        perform dockhook.sample_little(to_regclass('dockhook.' || name));
        if parent <> 'attempt' then
          perform dockhook.tell_distinct_values(to_regclass('dockhook.' || name), parent);
        end if;
      end if;
    end loop;
  end loop;
end $$;
`;

const whatIsThere = `
select dockhook.sample_little(inhrelid) from pg_inherits
where inhparent in ('dockhook.event'::regclass, 'dockhook.delivery'::regclass, 'dockhook.attempt'::regclass);
select dockhook.sample_little(t) from unnest(array['dockhook.delivery_change', 'dockhook.created_count',
  'dockhook.idempotency_key', 'dockhook.delivery_stats']::regclass[]) t;
`;
