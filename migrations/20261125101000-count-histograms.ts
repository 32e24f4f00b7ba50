import { Migration } from '@mikro-orm/migrations';

/**
 * Durations stand with the counts, as one array instead of a row for each bucket: what a statistic reads no longer
 * grows with how much the durations differ. And a whole tenant has sums by event type too.
 */
export class CountHistograms extends Migration {
  override up(): void {
    this.addSql(histograms);
    this.addSql(whatIsThere);
    this.addSql('drop table dockhook.attempt_duration');
  }
}

const histograms = `
alter table dockhook.delivery_stats add column durations int[] not null default '{}';
comment on column dockhook.delivery_stats.durations is
  'attempts by how long they took: element n + 1 counts those of 1.1^n to 1.1^(n+1) ms, the first also shorter ones';
`;

/** As the system, which sees the rows. The counter of a process that still runs waits for the lock. */
const whatIsThere = `
set local role dockhook_system;
do $$ begin perform 1 from dockhook.stats_cursor for update; end $$;

create temp table histogram on commit drop as
select tenant_id, grain, webhook_id, starts_at, event_type, array(
  select coalesce(t.n, 0)::int
  from generate_series(0, last_bucket) i(bucket) left join unnest(buckets, counts) t(bucket, n) using (bucket)
  order by i.bucket) as durations
from (
  select tenant_id, grain, webhook_id, starts_at, event_type, max(bucket) as last_bucket,
         array_agg(bucket) as buckets, array_agg(n) as counts
  from (
    select tenant_id, grain, webhook_id, starts_at, event_type, bucket, attempts as n from dockhook.attempt_duration
    union all
    select tenant_id, grain, 'ffffffff-ffff-ffff-ffff-ffffffffffff', starts_at, event_type, bucket, sum(attempts)
    from dockhook.attempt_duration where event_type <> '' group by tenant_id, grain, starts_at, event_type, bucket
  ) b
  group by 1, 2, 3, 4, 5
) g;

insert into dockhook.delivery_stats (tenant_id, grain, webhook_id, starts_at, event_type, created, succeeded, failed, attempts)
select tenant_id, grain, 'ffffffff-ffff-ffff-ffff-ffffffffffff', starts_at, event_type,
       sum(created), sum(succeeded), sum(failed), sum(attempts)
from dockhook.delivery_stats where event_type <> ''
group by tenant_id, grain, starts_at, event_type;

update dockhook.delivery_stats s set durations = h.durations from histogram h
where (s.tenant_id, s.grain, s.webhook_id, s.starts_at, s.event_type)
    = (h.tenant_id, h.grain, h.webhook_id, h.starts_at, h.event_type);
reset role;
`;
