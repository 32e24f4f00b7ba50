/**
 * Delivery numbers: what the background has counted, and what it has not yet, from the logs that it counts. Both are
 * read in one statement, so that the numbers are exact to the last commit.
 *
 * Asked as the system, with tenant and webhooks named: row-level security would keep PostgreSQL from using the grain in
 * the index, because the comparison of enums is not "leakproof", and a question about an hour would read everything.
 */
import type { Database } from '../../database/database.ts';
import { isWholeTenant, type Scope } from '../../domain/scope.ts';
import { toLikePattern } from '../../domain/event-type-pattern.ts';
import { EVERY_WEBHOOK, WHOLE_TENANT } from '../../domain/stats-grain.ts';
import { durationBucket, isEnd } from '../../pipeline/count-statements.ts';
import type { StatsRange } from './stats-range.ts';

/** Numbers of one interval, or of several added up. */
export interface StatsNumbers {
  created: number;
  succeeded: number;
  failed: number;
  attempts: number;
  readonly durations: Map<number, number>;
}

export interface StatsSelection {
  /** Of the caller. */
  readonly reach: Scope;
  /** UUIDs of webhooks in reach; `null` for every webhook of the tenant, when all of it is in reach. */
  readonly webhookIds: readonly string[] | null;
  /** Patterns; `null` for all. */
  readonly eventTypes: readonly string[] | null;
}

const nothing = (): StatsNumbers => ({ created: 0, succeeded: 0, failed: 0, attempts: 0, durations: new Map() });

/** Nothing but this keeps a caller to its part of the tenant. */
function refuseBeyond(reach: Scope, webhookIds: readonly string[] | null): void {
  if (webhookIds === null && !isWholeTenant(reach)) throw new Error('numbers of a whole tenant for a part of it');
}

/** @returns numbers by the start of their interval in milliseconds, zero-filled, and their sum */
export async function readStats(database: Database, selection: StatsSelection, range: StatsRange) {
  const buckets = new Map(range.starts.map((start) => [start, nothing()]));
  const totals = nothing();
  const { reach, webhookIds, eventTypes } = selection;
  refuseBeyond(reach, webhookIds);
  const values = [
    reach.tenantId,
    range.interval,
    new Date(range.from),
    new Date(range.to),
    webhookIds ?? [eventTypes === null ? WHOLE_TENANT : EVERY_WEBHOOK],
    webhookIds === null,
    eventTypes?.map(toLikePattern) ?? null,
  ];
  for (const row of await database.systemReads.query<CountRow>({ name: 'stats-counts', text: counts }, values)) {
    add(totals, row);
    const bucket = buckets.get(row.start.getTime());
    if (bucket !== undefined) add(bucket, row);
  }
  return { buckets, totals };
}

function add(numbers: StatsNumbers, row: CountRow): void {
  for (const name of ['created', 'succeeded', 'failed', 'attempts'] as const) numbers[name] += row[name];
  const { durations } = numbers;
  const count = (bucket: number, attempts: number) => durations.set(bucket, (durations.get(bucket) ?? 0) + attempts);
  if (row.bucket !== null) count(row.bucket, row.attempts);
  row.durations
    ?.split(',')
    .forEach((attempts, bucket) => attempts !== '' && attempts !== '0' && count(bucket, Number(attempts)));
}

/** Of an interval there are several: each holds a part. */
interface CountRow {
  start: Date;
  created: number;
  succeeded: number;
  failed: number;
  attempts: number;
  /** Attempts by bucket, comma-separated. */
  durations: string | null;
  /** The one bucket of all these attempts, when it is known. */
  bucket: number | null;
}

/** Rows of the logs that are looked at one by one. Only a counter that has stood still for long leaves more. */
const UNCOUNTED_LIMIT = 50_000;

/** Of the counts. Webhooks are always named, or the index would be read for all of them. */
const counted = `tenant_id = $1 and grain = $2::dockhook.stats_grain and webhook_id = any($5::uuid[])
  and starts_at >= $3::timestamptz and starts_at < $4::timestamptz
  and ($7::text[] is null or event_type like any($7::text[]))`;

/** Of a log `l`, whose rows have a webhook each. The limit keeps the planner on the primary key. */
const uncounted = (at: string) => `
  l.xid >= (select counted_below from dockhook.stats_cursor) and l.tenant_id = $1
  and ${at} >= $3::timestamptz and ${at} < $4::timestamptz
  and ($6::boolean or l.webhook_id = any($5::uuid[]))
  and ($7::text[] is null or l.event_type like any($7::text[]))
  order by l.xid, l.seq limit ${UNCOUNTED_LIMIT}`;

const toldLately = `
select l.occurred_at, l.status, l.attempt_number, l.duration_ms, ${isEnd('l')} as is_end
from dockhook.delivery_change l where l.trigger <> 'TEST' and ${uncounted('l.occurred_at')}`;

const counts = `
select starts_at as start, created, succeeded, failed, attempts, array_to_string(durations, ',') as durations, null as bucket
from dockhook.delivery_stats where ${counted}
union all
select date_trunc($2::text, occurred_at, 'UTC'), 0, (count(*) filter (where is_end and status = 'SUCCEEDED'))::int,
       (count(*) filter (where is_end and status = 'FAILED'))::int, count(attempt_number)::int, null, bucket
from (select t.*, ${durationBucket('t.duration_ms')} as bucket from (${toldLately}) t) t
group by 1, bucket
union all
select date_trunc($2::text, created_at, 'UTC'), sum(created)::int, 0, 0, 0, null, null
from (select l.created_at, l.created from dockhook.created_count l where ${uncounted('l.created_at')}) l
group by 1`;

/** Webhooks with deliveries that are not final, and how many each has. */
export function readBacklog(
  database: Database,
  reach: Scope,
  webhookIds: readonly string[] | null,
): Promise<{ webhook_id: string; unfinished: number }[]> {
  refuseBeyond(reach, webhookIds);
  return database.systemReads.query({ name: 'stats-backlog', text: backlog }, [reach.tenantId, webhookIds]);
}

const backlog = `
select webhook_id, sum(unfinished)::int as unfinished
from (
  select webhook_id, unfinished from dockhook.webhook_backlog
  where tenant_id = $1 and ($2::uuid[] is null or webhook_id = any($2::uuid[]))
  union all
  select webhook_id, -1 from (
    select c.webhook_id, ${isEnd('c')} as is_end from dockhook.delivery_change c
    where c.xid >= (select counted_below from dockhook.stats_cursor) and c.tenant_id = $1 and c.trigger <> 'TEST'
      and ($2::uuid[] is null or c.webhook_id = any($2::uuid[]))
    order by c.xid, c.seq limit ${UNCOUNTED_LIMIT}) t
  where is_end
  union all
  (select k.webhook_id, k.created from dockhook.created_count k
   where k.xid >= (select counted_below from dockhook.stats_cursor) and k.tenant_id = $1
     and ($2::uuid[] is null or k.webhook_id = any($2::uuid[]))
   order by k.xid, k.seq limit ${UNCOUNTED_LIMIT})
) n
group by 1 having sum(unfinished) > 0`;
