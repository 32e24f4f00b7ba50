/**
 * Counting in the background what the statistics show: one process at a time follows the change log and what was
 * created, transaction by transaction, and adds it to counts per webhook and event type. Recording an outcome pays
 * nothing for it. Tests are not counted: they say nothing of how a receiver does in earnest.
 *
 * Every transaction is counted once: what is added and how far it goes are committed together, and nothing is passed
 * that can still commit. What is not counted yet, statistics read from the logs themselves.
 */
import type { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import { countBetween, findEnd, forgetOld, moveCursor } from './count-statements.ts';

export interface DeliveryCounter {
  /** Counts what has been committed so far; resolves when this process has nothing left to count. */
  countAll(): Promise<void>;
  stop(): Promise<void>;
}

/** Counting seldom costs less, because more changes share a count; reading the rest costs more. */
const INTERVAL_MS = 6_000;
const FORGET_MS = 3_600_000;
/** Rows of each log in one round, more or less: a transaction is never split. */
const BATCH = 20_000;
/** Any constant: the lock that lets one process count at a time. */
const LOCK = 726_301_946;

/** Runs until stopped; after a fault it tries again at the next interval. */
export function startDeliveryCounter(database: Database, onError: (error: unknown) => void): DeliveryCounter {
  let working: Promise<void> | undefined;
  let stopped = false;

  async function countAll(): Promise<void> {
    while (!stopped && (await database.systemTransaction((sql) => countSome(sql, BATCH))));
  }

  function work(doIt: () => Promise<unknown>): void {
    working ??= doIt()
      .then(() => {}, onError)
      .finally(() => {
        working = undefined;
      });
  }

  const counting = setInterval(() => work(countAll), INTERVAL_MS);
  const forgetting = setInterval(() => work(() => forgetOld(database.system)), FORGET_MS);
  return {
    countAll,
    async stop() {
      stopped = true;
      clearInterval(counting);
      clearInterval(forgetting);
      await working;
    },
  };
}

/**
 * One round, in the caller's transaction.
 * @param batch rows of each log, more or less
 * @returns whether there may be more right now
 */
export async function countSome(sql: Sql, batch: number): Promise<boolean> {
  const [lock] = await sql.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock($1) as mine`, [LOCK]);
  if (lock?.mine !== true) return false;
  // After the lock and in a statement of its own: it sees what the last counter committed.
  const [range] = await sql.query<{ from: string; to: string; is_all: boolean }>(
    { name: 'count-find-end', text: findEnd },
    [batch],
  );
  if (range === undefined) throw new Error('stats_cursor has no row');
  if (range.from === range.to) return false;
  // Planned for few rows it would sort them by five columns before it adds them up; by hash that takes half the time.
  await sql.query('set local enable_sort = off');
  await sql.query({ name: 'count-between', text: countBetween }, [range.from, range.to]);
  await sql.query({ name: 'count-move-cursor', text: moveCursor }, [range.to]);
  return !range.is_all;
}
