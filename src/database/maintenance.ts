/**
 * What the tables need from time to time: partitions for the days to come, and an end for what is only kept
 * for a while. Every process does it; doing it twice does no harm.
 */
import type { Sql } from './sql.ts';

const INTERVAL_MS = 3_600_000;
const DAYS_AHEAD = 7;
/** How far back a live subscription can resume. */
const CHANGE_LOG_HOURS = 72;
/** How long a repeated idempotency key is recognised. */
const IDEMPOTENCY_HOURS = 7 * 24;

export interface Maintenance {
  stop(): void;
}

/** Runs now and then once an hour. */
export function startMaintenance(sql: Sql, onError: (error: unknown) => void): Maintenance {
  const run = () => void maintain(sql).catch(onError);
  run();
  const timer = setInterval(run, INTERVAL_MS);
  return { stop: () => clearInterval(timer) };
}

export async function maintain(sql: Sql): Promise<void> {
  await sql.query(`select dockhook.ensure_partitions($1)`, [DAYS_AHEAD]);
  await sql.query(`delete from dockhook.worker where seen_at < now() - interval '1 day'`); // died; long since taken over
  await sql.query(clearChangeLog, [CHANGE_LOG_HOURS]);
  await sql.query(`delete from dockhook.idempotency_key where created_at < now() - $1 * interval '1 hour'`, [
    IDEMPOTENCY_HOURS,
  ]);
}

/** The horizon moves with what is deleted, in the same transaction, so that a resume below it is noticed. */
const clearChangeLog = `
with gone as (
  delete from dockhook.delivery_change where occurred_at < now() - $1 * interval '1 hour' returning xid, seq
), last as (
  select xid, seq from gone order by xid desc, seq desc limit 1
)
update dockhook.change_log_horizon h set xid = last.xid, seq = last.seq from last
where (last.xid, last.seq) > (h.xid, h.seq)`;
