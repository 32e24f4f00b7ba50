/**
 * Ends everything that waits for a webhook which was disabled or deleted, at once and in small transactions. The
 * dispatcher and the releaser come to most of it by themselves, and at the same time; people want to see it now, and how
 * much it was. What waits for a retry they come to only when it is due: a webhook that is active again by then would
 * get it.
 */
import type { Database } from '../database/database.ts';
import { isContended } from '../database/database-faults.ts';
import type { Sql } from '../database/sql.ts';
import { entriesOf, IN_QUEUE, JOBS } from '../database/ticket-sql.ts';
import { isUuid } from '../domain/ids.ts';
import { markRepeated } from './distrust-tickets.ts';
import { cancelDeliveries } from './hold-deliveries.ts';

const CHUNK = 500;

/**
 * Ends as soon as the webhook is active again: what comes from then on is not to be cancelled.
 * @param signal ends it after the transaction that runs
 */
export async function cancelWaiting(database: Database, webhookId: string, signal?: AbortSignal): Promise<void> {
  const isStopped = (): boolean => signal?.aborted === true;
  /** One transaction. @returns how many were found; `undefined` when the webhook is active again */
  const cancelSome = (find: (sql: Sql) => Promise<readonly string[]>): Promise<number | undefined> =>
    inOneGo(database, async (sql) => {
      if (await isActive(sql, webhookId)) return undefined;
      const ids = await find(sql);
      await cancelDeliveries(sql, ids);
      return ids.length;
    });

  let taken: number | undefined;
  do {
    if (isStopped()) return;
    taken = await cancelSome((sql) => takeHeld(sql, webhookId));
  } while (taken === CHUNK);
  if (taken === undefined || isStopped()) return;
  // After what is held, because the releaser moves deliveries from there into tickets.
  const ticketed = await findTicketed(database.system, webhookId);
  for (let start = 0; start < ticketed.length; start += CHUNK) {
    if (isStopped()) return;
    taken = await cancelSome(async () => ticketed.slice(start, start + CHUNK));
    if (taken === undefined) return;
  }
}

/** Whether the webhook is neither disabled nor deleted; until the transaction ends, nobody can change that. */
async function isActive(sql: Sql, webhookId: string): Promise<boolean> {
  const text = `select status <> 'DISABLED' and deleted_at is null as is_active from dockhook.webhook where id = $1 for share`;
  const [row] = await sql.query<{ is_active: boolean }>(text, [webhookId]);
  return row?.is_active === true;
}

const TRIES = 4;

/** Recording outcomes locks deliveries too, in an order of its own: whoever is chosen to give way tries again. */
async function inOneGo<T>(database: Database, work: (sql: Sql) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.systemTransaction(work);
    } catch (error) {
      if (!isContended(error) || tries === TRIES) throw error;
    }
  }
}

async function takeHeld(sql: Sql, webhookId: string): Promise<string[]> {
  return (await sql.query<{ id: string }>(deleteHeld, [webhookId, CHUNK])).map(({ id }) => id);
}

const deleteHeld = `
with next as (
  select delivery_id from dockhook.held_delivery where webhook_id = $1
  order by delivery_id limit $2 for update skip locked
)
delete from dockhook.held_delivery h using next n where h.webhook_id = $1 and h.delivery_id = n.delivery_id
returning h.delivery_id as id`;

/** In one order for all: no deadlock. */
async function findTicketed(sql: Sql, webhookId: string): Promise<string[]> {
  const named = await sql.query<{ id: string | null }>(inTickets, [webhookId]);
  return named.flatMap(({ id }) => (id !== null && isUuid(id) ? [id] : [])).sort();
}

/** What unfinished tickets name. Those not taken yet are distrusted, even if the webhook is soon active again. */
const inTickets = `
with entry as (
  select id as job_id, state, e.delivery_id from ${JOBS} cross join lateral ${entriesOf('data')} e
  where ${IN_QUEUE} and state < 'completed' and e.webhook_id = $1
), marked as (
  ${markRepeated} and id in (select job_id from entry where state = 'created')
)
select distinct delivery_id as id from entry`;
