/** The same numbers the slow way: from every delivery and attempt. */
import type { TestApp } from '../../support/test-app.ts';

export interface ExactNumbers {
  created: number;
  succeeded: number;
  failed: number;
  attempts: number;
  backlog: number;
}

/** @param webhookIds UUIDs; all webhooks without them */
export async function exactNumbers(app: TestApp, webhookIds: readonly string[] | null = null): Promise<ExactNumbers> {
  const [row] = await app.app.database.system.query<ExactNumbers>(
    `select count(*)::int as created, count(*) filter (where status = 'SUCCEEDED')::int as succeeded,
            count(*) filter (where status = 'FAILED')::int as failed, coalesce(sum(attempt_count), 0)::int as attempts,
            count(*) filter (where status in ('PENDING', 'HELD', 'RETRYING'))::int as backlog
     from dockhook.delivery where trigger <> 'TEST' and ($1::uuid[] is null or webhook_id = any($1::uuid[]))`,
    [webhookIds],
  );
  if (row === undefined) throw new Error('no numbers');
  return row;
}

/** Milliseconds of every attempt that a receiver or its absence ended. */
export async function exactDurations(app: TestApp): Promise<number[]> {
  const rows = await app.app.database.system.query<{ duration_ms: number }>(
    `select a.duration_ms from dockhook.attempt a join dockhook.delivery d on d.id = a.delivery_id
     where d.trigger <> 'TEST' and a.outcome <> 'ABORTED' order by 1`,
  );
  return rows.map((row) => row.duration_ms);
}
