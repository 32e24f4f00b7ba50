/**
 * How far deliveries are behind: when too many wait, publishing is refused with a clear error instead of
 * accepting what could not be delivered in time. What waits for one receiver alone (held, parked, retrying)
 * does not count.
 */
import { JOB_SCHEMA } from '../database/delivery-queue.ts';
import type { Sql } from '../database/sql.ts';

export interface Backlog {
  /** Whether publishing must wait; a look-up at most every half second. */
  isFull(): Promise<boolean>;
  readonly limit: number;
}

/** After this publishers may try again. */
export const BACKLOG_RETRY_MS = 5_000;
const LOOK_MS = 500;

/** @param limit deliveries that are due and wait for a worker */
export function createBacklog(sql: Sql, limit: number): Backlog {
  let looked: { readonly atMs: number; readonly full: Promise<boolean> } | undefined;

  async function look(): Promise<boolean> {
    const [row] = await sql.query<{ waiting: string | null }>(
      {
        name: 'backlog',
        // A job that is no ticket counts nothing, and stops nobody from publishing.
        text: `select sum(case jsonb_typeof(data -> 'deliveries') when 'array'
                          then jsonb_array_length(data -> 'deliveries') end) as waiting
               from (select data from ${JOB_SCHEMA}.job
                     where name = 'deliver' and state < 'active' and start_after <= now() limit $1) due`,
      },
      [limit],
    );
    return Number(row?.waiting ?? 0) >= limit;
  }

  return {
    limit,
    isFull() {
      const now = performance.now();
      if (looked === undefined || now - looked.atMs > LOOK_MS) looked = { atMs: now, full: look() };
      return looked.full;
    },
  };
}
