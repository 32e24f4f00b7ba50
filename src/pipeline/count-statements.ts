/** The statements that count deliveries; see count-deliveries.ts. */
import type { Sql } from '../database/sql.ts';
import { DURATION_BASE, LAST_DURATION_BUCKET } from '../domain/duration-histogram.ts';
import { EVERY_WEBHOOK, grainKeepDays, statsGrains, WHOLE_TENANT } from '../domain/stats-grain.ts';

/**
 * What a row of the change log (`c`) ends. A delivery that was cancelled while an attempt was in flight gets a row for
 * that attempt afterwards, which ends nothing.
 */
export const isEnd = (c: string): string =>
  `(${c}.status in ('SUCCEEDED', 'FAILED') or (${c}.status = 'CANCELED' and ${c}.attempt_number is null))`;

/** The bucket of an attempt's duration; null when it is not known. */
export const durationBucket = (ms: string): string =>
  `case when ${ms} is not null then least(${LAST_DURATION_BUCKET}, floor(ln(greatest(${ms}, 1)) / ln(${DURATION_BASE})))::smallint end`;

/**
 * From where ($1: rows of each log) to where the next round goes: whole transactions below the oldest that still runs.
 * A limit makes the planner walk the primary key; the two logs are read from the cursor on only.
 */
export const findEnd = `
with cursor as (select counted_below from dockhook.stats_cursor),
settled as (select pg_snapshot_xmin(pg_current_snapshot()) as xid),
far as (
  select least(
    (select c.xid from dockhook.delivery_change c where c.xid >= (select counted_below from cursor)
     order by c.xid, c.seq offset $1::int limit 1),
    (select c.xid from dockhook.created_count c where c.xid >= (select counted_below from cursor)
     order by c.xid, c.seq offset $1::int limit 1)) as xid
)
select cursor.counted_below::text as "from", least(settled.xid, next.xid)::text as "to",
       next.xid is null or next.xid >= settled.xid as is_all
from cursor, settled, lateral (select ((far.xid::text::numeric + 1)::text)::xid8 as xid from far) next`;

const grains = `(values ${statsGrains
  .map((grain) => `('${grain}'::dockhook.stats_grain, '${grain.toLowerCase()}')`)
  .join(', ')}) g(grain, unit)`;

const webhook = `coalesce(webhook_id, case when grouping(event_type) = 0 then '${EVERY_WEBHOOK}' else '${WHOLE_TENANT}' end::uuid)`;
const eventType = `coalesce(event_type, '')`;

/**
 * Adds the transactions from $1 up to but without $2: by minute first, because the longer grains are sums of minutes.
 * (The minute by arithmetic: naming a time zone makes PostgreSQL look it up for every row.) Sorted, as every writer of
 * these rows goes by the same order. Element n + 1 of the durations counts the attempts of bucket n.
 */
export const countBetween = `
with told as materialized (
  select tenant_id, webhook_id, event_type, date_bin('1 minute', at, timestamptz 'epoch') as minute, bucket,
         sum(created)::int as created, (count(*) filter (where status = 'SUCCEEDED' and is_end))::int as succeeded,
         (count(*) filter (where status = 'FAILED' and is_end))::int as failed,
         (count(*) filter (where is_end))::int as ended, count(attempt_number)::int as attempts,
         count(bucket)::int as timed
  from (
    select c.tenant_id, c.webhook_id, c.event_type, c.occurred_at as at, 0 as created, c.status, c.attempt_number,
           ${isEnd('c')} as is_end, ${durationBucket('c.duration_ms')} as bucket
    from dockhook.delivery_change c where c.xid >= $1::xid8 and c.xid < $2::xid8 and c.trigger <> 'TEST'
    union all
    select tenant_id, webhook_id, event_type, created_at, created, null, null, false, null
    from dockhook.created_count where xid >= $1::xid8 and xid < $2::xid8
  ) log group by 1, 2, 3, 4, 5
), grained as materialized (
  select told.*, g.grain, date_trunc(g.unit, minute, 'UTC') as starts_at from told cross join ${grains}
), summed as (
  select tenant_id, grain, ${webhook} as webhook_id, starts_at, ${eventType} as event_type, bucket,
         sum(created) as created, sum(succeeded) as succeeded, sum(failed) as failed, sum(attempts) as attempts,
         sum(timed) as timed
  from grained
  group by grouping sets ((tenant_id, grain, starts_at, bucket, webhook_id, event_type),
    (tenant_id, grain, starts_at, bucket, event_type), (tenant_id, grain, starts_at, bucket))
), gathered as (
  select tenant_id, grain, webhook_id, starts_at, event_type, sum(created) as created, sum(succeeded) as succeeded,
         sum(failed) as failed, sum(attempts) as attempts, max(bucket) as last_bucket, array_agg(bucket) as buckets,
         array_agg(timed) as timed
  from summed group by 1, 2, 3, 4, 5
), stats as (
  insert into dockhook.delivery_stats as s
    (tenant_id, grain, webhook_id, starts_at, event_type, created, succeeded, failed, attempts, durations)
  select tenant_id, grain, webhook_id, starts_at, event_type, created, succeeded, failed, attempts, array(
           select coalesce(t.timed, 0)::int
           from generate_series(0, last_bucket) i(bucket) left join unnest(buckets, timed) t(bucket, timed) using (bucket)
           order by i.bucket)
  from gathered order by 1, 2, 3, 4, 5
  on conflict (tenant_id, grain, webhook_id, starts_at, event_type) do update
  set created = s.created + excluded.created, succeeded = s.succeeded + excluded.succeeded,
      failed = s.failed + excluded.failed, attempts = s.attempts + excluded.attempts,
      durations = array(
        select coalesce(t.present, 0) + coalesce(t.more, 0)
        from unnest(s.durations, excluded.durations) with ordinality t(present, more, place) order by t.place)
)
insert into dockhook.webhook_backlog as b (webhook_id, tenant_id, unfinished)
select webhook_id, tenant_id, sum(created) - sum(ended) from told group by 1, 2
on conflict (webhook_id) do update set unfinished = b.unfinished + excluded.unfinished`;

export const moveCursor = `update dockhook.stats_cursor set counted_below = $1::xid8`;

/** Rows of one statement: no long locks, no long transaction. */
const FORGET_ROWS = 5_000;

/** Drops counts of minutes and hours that are kept no longer; see domain/stats-grain.ts. */
export async function forgetOld(sql: Sql): Promise<void> {
  for (const grain of statsGrains) {
    const days = grainKeepDays[grain];
    if (days === null) continue;
    const text = `
      delete from dockhook.delivery_stats where ctid = any(array(
        select ctid from dockhook.delivery_stats
        where grain = '${grain}' and grain <> 'DAY' and starts_at < now() - interval '${days} days' limit ${FORGET_ROWS}))
      returning 1`;
    while ((await sql.query(text)).length === FORGET_ROWS);
  }
}
