/**
 * Delivery numbers: what the background has counted, and what it has not yet, from the logs that it counts. Both are
 * read in one statement, so that the numbers are exact to the last commit.
 */
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../domain/scope.ts';
import { WHOLE_TENANT } from '../../domain/stats-grain.ts';
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
  /** Of the caller: the database shows nothing beyond it. */
  readonly reach: Scope;
  /** UUIDs; `null` for every webhook of the tenant. */
  readonly webhookIds: readonly string[] | null;
  /** Patterns; `null` for all. */
  readonly eventTypes: readonly string[] | null;
}

const nothing = (): StatsNumbers => ({ created: 0, succeeded: 0, failed: 0, attempts: 0, durations: new Map() });

/** @returns numbers by the start of their interval in milliseconds, zero-filled, and their sum */
export async function readStats(database: Database, selection: StatsSelection, range: StatsRange) {
  const buckets = new Map(range.starts.map((start) => [start, nothing()]));
  const totals = nothing();
  const { reach, webhookIds, eventTypes } = selection;
  const isWhole = webhookIds === null && eventTypes === null;
  const values = [
    reach.tenantId,
    range.interval,
    new Date(range.from),
    new Date(range.to),
    isWhole ? [WHOLE_TENANT] : webhookIds,
    isWhole,
    eventTypes?.map(toLikePattern) ?? null,
  ];
  await database.tenantTransaction(reach, async (sql) => {
    for (const row of await sql.query<CountRow>({ name: 'stats-counts', text: counts }, values)) {
      for (const numbers of [totals, buckets.get(row.start.getTime())]) if (numbers !== undefined) add(numbers, row);
    }
    for (const row of await sql.query<DurationRow>({ name: 'stats-durations', text: durations }, values)) {
      for (const numbers of [totals, buckets.get(row.start.getTime())]) {
        for (const [bucket, attempts] of Object.entries(row.histogram)) {
          numbers?.durations.set(Number(bucket), (numbers.durations.get(Number(bucket)) ?? 0) + attempts);
        }
      }
    }
  });
  return { buckets, totals };
}

function add(numbers: StatsNumbers, row: CountRow): void {
  for (const name of ['created', 'succeeded', 'failed', 'attempts'] as const) numbers[name] += row[name];
}

interface CountRow {
  start: Date;
  created: number;
  succeeded: number;
  failed: number;
  attempts: number;
}

interface DurationRow {
  start: Date;
  /** Attempts by bucket. */
  histogram: Record<string, number>;
}

/** `shipment.*` is every type that begins with `shipment.`, `*` every type. */
const toLikePattern = (pattern: string): string =>
  pattern === '*' ? '%' : pattern.replace(/[\\%_]/g, String.raw`\$&`).replace(/\.\*$/, '.%');

/** Rows of the logs that are looked at one by one. Only a counter that has stood still for long leaves more. */
const UNCOUNTED_LIMIT = 50_000;

/** Of the counts. A whole tenant's are under the nil webhook. */
const counted = `tenant_id = $1 and grain = $2::dockhook.stats_grain and starts_at >= $3::timestamptz
  and starts_at < $4::timestamptz and ($5::uuid[] is null or webhook_id = any($5::uuid[]))
  and ($5::uuid[] is not null or webhook_id <> '${WHOLE_TENANT}') and ($7::text[] is null or event_type like any($7::text[]))`;

/** Of a log `l`, whose rows have a webhook each. The limit keeps the planner on the primary key. */
const uncounted = (at: string) => `
  l.xid >= (select counted_below from dockhook.stats_cursor) and l.tenant_id = $1
  and ${at} >= $3::timestamptz and ${at} < $4::timestamptz
  and ($6::boolean or $5::uuid[] is null or l.webhook_id = any($5::uuid[]))
  and ($7::text[] is null or l.event_type like any($7::text[]))
  order by l.xid, l.seq limit ${UNCOUNTED_LIMIT}`;

const toldLately = `
select l.occurred_at, l.status, l.attempt_number, l.duration_ms, ${isEnd('l')} as is_end
from dockhook.delivery_change l where l.trigger <> 'TEST' and ${uncounted('l.occurred_at')}`;

const counts = `
select date_trunc($2::text, at, 'UTC') as start, sum(created)::int as created, sum(succeeded)::int as succeeded,
       sum(failed)::int as failed, sum(attempts)::int as attempts
from (
  select starts_at as at, created, succeeded, failed, attempts from dockhook.delivery_stats where ${counted}
  union all
  select occurred_at, 0, (is_end and status = 'SUCCEEDED')::int, (is_end and status = 'FAILED')::int,
         (attempt_number is not null)::int
  from (${toldLately}) t
  union all
  (select l.created_at, l.created, 0, 0, 0 from dockhook.created_count l where ${uncounted('l.created_at')})
) n
group by 1`;

const durations = `
select start, json_object_agg(bucket, attempts) as histogram
from (
  select date_trunc($2::text, at, 'UTC') as start, bucket, sum(attempts)::int as attempts
  from (
    select starts_at as at, bucket, attempts from dockhook.attempt_duration where ${counted}
    union all
    select occurred_at, ${durationBucket('duration_ms')}, 1 from (${toldLately}) t where duration_ms is not null
  ) n
  group by 1, 2
) b
group by 1`;

/** Webhooks with deliveries that are not final, and how many each has. */
export function readBacklog(
  database: Database,
  reach: Scope,
  webhookIds: readonly string[] | null,
): Promise<{ webhook_id: string; unfinished: number }[]> {
  const statement = { name: 'stats-backlog', text: backlog };
  return database.tenantTransaction(reach, (sql) => sql.query(statement, [reach.tenantId, webhookIds]));
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
