/**
 * What the tables need from time to time: partitions for the days to come, and an end for what is only kept
 * for a while. Every process does it; doing it twice, or at once, does no harm.
 */
import { partsOf, type Chore } from './chore.ts';
import { clearIdempotencyKeys, KEY_HOURS } from './clear-idempotency-keys.ts';
import { keepPartitions } from './keep-partitions.ts';
import type { Sql } from './sql.ts';

const INTERVAL_MS = 600_000;
/** Until what was in the way the last time is tried again. */
const SOON_MS = 60_000;
/** How far back a live subscription can resume. */
const CHANGE_LOG_HOURS = 72;
/** Nobody resumes the log of webhook changes: it only has to outlive the slowest reader. */
const WEBHOOK_LOG_HOURS = 1;
/** Rows of one statement, so that no transaction gets long and no lock is held for long. */
const ROWS = 5_000;

export interface Maintenance {
  /** Resolves when the statement that runs has ended. */
  stop(): Promise<void>;
}

/** Runs now and then every ten minutes, or after one when something was in the way; one run at a time. */
export function startMaintenance(sql: Sql, onError: (error: unknown) => void): Maintenance {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const run = (): void => {
    running = maintain(sql, { isStopped: () => stopped, onError }).then((isSoon) => {
      if (!stopped) timer = setTimeout(run, isSoon ? SOON_MS : INTERVAL_MS);
    });
  };
  run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** @returns whether the next run should come soon. Never rejects. */
export async function maintain(sql: Sql, chore: Chore): Promise<boolean> {
  const { isStopped } = chore;
  const doPart = partsOf(chore);
  let isSoon = false;
  await doPart('Making partitions', async () => {
    isSoon = await keepPartitions(sql, chore);
  });
  for (const [table, text] of Object.entries(clearing)) {
    await doPart(`Clearing ${table}`, async () => {
      for (let gone = ROWS; gone === ROWS && !isStopped();) {
        const [row] = await sql.query<{ gone: number }>(text);
        gone = row?.gone ?? 0;
      }
    });
  }
  await doPart('Clearing idempotency_key', () => clearIdempotencyKeys(sql, isStopped));
  return isSoon;
}

/** Died, and nothing that they had in flight waits to be closed, however long nobody has been there to take it over. */
const clearWorkers = `
with gone as (
  delete from dockhook.worker w where seen_at < now() - interval '1 minute' and not exists (
    select from jsonb_each(w.in_flight) f join dockhook.delivery d on d.id = f.key::uuid
    where d.status in ('PENDING', 'RETRYING') and d.attempt_count = (f.value ->> 0)::int - 1)
  returning 1
)
select count(*)::int as gone from gone`;

/**
 * From the beginning of the log up to the first row that must stay, so that a statement reads no more than it deletes.
 * What is not counted yet stays. The horizon moves with what is deleted, in the same transaction, so that a resume below
 * it is noticed; two processes that do this at once wait for each other at the horizon.
 */
const clearChangeLog = `
with horizon as (select xid, seq from dockhook.change_log_horizon for update),
oldest as (
  select c.xid, c.seq, c.occurred_at < now() - interval '${CHANGE_LOG_HOURS} hours'
    and c.xid < (select counted_below from dockhook.stats_cursor) as is_over
  from dockhook.delivery_change c where exists (select from horizon) order by c.xid, c.seq limit ${ROWS}
), leaving as (
  select o.xid, o.seq from oldest o
  where o.is_over and not exists (select from oldest s where not s.is_over and (s.xid, s.seq) < (o.xid, o.seq))
), gone as (
  delete from dockhook.delivery_change c using leaving l where (c.xid, c.seq) = (l.xid, l.seq) returning c.xid, c.seq
), last as (
  select xid, seq from gone order by gone.xid desc, gone.seq desc limit 1
), moved as (
  update dockhook.change_log_horizon h set xid = last.xid, seq = last.seq from last
  where (last.xid, last.seq) > (h.xid, h.seq)
)
select count(*)::int as gone from gone`;

/** What is counted is of no use any more. */
const clearCreatedCounts = `
with gone as (
  delete from dockhook.created_count where (xid, seq) in (
    select k.xid, k.seq from dockhook.created_count k
    where k.xid < (select counted_below from dockhook.stats_cursor) order by k.xid, k.seq limit ${ROWS})
  returning 1
)
select count(*)::int as gone from gone`;

const clearWebhookLog = `
with gone as (
  delete from dockhook.webhook_change where (xid, seq) in (
    select w.xid, w.seq from (select * from dockhook.webhook_change order by xid, seq limit ${ROWS}) w
    where w.occurred_at < now() - interval '${WEBHOOK_LOG_HOURS} hours')
  returning 1
)
select count(*)::int as gone from gone`;

/** The idempotency keys of all mutations but publishing. */
const clearRequests = `
with gone as (
  delete from dockhook.repeatable_request where (tenant_id, operation, key) in (
    select r.tenant_id, r.operation, r.key from dockhook.repeatable_request r
    where r.created_at < now() - interval '${KEY_HOURS} hours' order by r.created_at limit ${ROWS})
  returning 1
)
select count(*)::int as gone from gone`;

/** By what it clears. */
const clearing = {
  worker: clearWorkers,
  delivery_change: clearChangeLog,
  created_count: clearCreatedCounts,
  webhook_change: clearWebhookLog,
  repeatable_request: clearRequests,
};
