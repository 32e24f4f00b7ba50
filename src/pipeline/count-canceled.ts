/**
 * How many deliveries of a webhook were cancelled because it was disabled or deleted: by whomever, as the dispatchers and
 * releasers of all workers come to some of them first. Read from the end of the change log, however many were cancelled before.
 */
import type { Database } from '../database/database.ts';

/** A place in the change log: what begins from now on lies behind it. */
export type LogMark = string;

export async function markNow({ system }: Pick<Database, 'system'>): Promise<LogMark> {
  const [row] = await system.query<{ mark: LogMark }>(`select pg_snapshot_xmax(pg_current_snapshot())::text as mark`);
  if (row === undefined) throw new Error('the database did not say where the change log ends');
  return row.mark;
}

/** @param since taken before the webhook was changed */
export async function countCanceled(
  { systemTransaction }: Pick<Database, 'systemTransaction'>,
  webhookId: string,
  since: LogMark,
): Promise<number> {
  const text = `select count(*)::int as count from dockhook.delivery_change
                where xid >= $1::xid8 and webhook_id = $2 and status = 'CANCELED'`;
  return systemTransaction(async (sql) => {
    const [row] = await sql.query<{ count: number }>(text, [since, webhookId]);
    return row?.count ?? 0;
  }, byKey);
}

/** Or it would read the whole log, not knowing how near its end the mark is. */
const byKey = { enable_seqscan: 'off', enable_bitmapscan: 'off' };
