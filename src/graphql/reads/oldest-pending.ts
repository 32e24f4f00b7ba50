/** How long the oldest due delivery has waited: in a ticket, or parked until its webhook has room. */
import type { Database } from '../../database/database.ts';
import { asUuid, entriesOf, IN_QUEUE, JOBS } from '../../database/ticket-sql.ts';

/** Tickets with such a delivery that are looked into, of each state. */
const TICKETS = 200;

/**
 * @param webhookIds UUIDs of webhooks with a backlog
 * @returns milliseconds since it was due; `null` when nothing is
 */
export async function readOldestPendingAge(database: Database, webhookIds: readonly string[]): Promise<number | null> {
  if (webhookIds.length === 0) return null;
  const [row] = await database.systemReads.query<{ age_ms: number | null }>({ name: 'oldest-pending', text }, [
    webhookIds,
  ]);
  return row?.age_ms ?? null;
}

/**
 * Oldest tickets first, along the queue's index. A released delivery keeps the instant at which it was due; its ticket
 * is younger, and so the oldest few are compared. What waits in memory is in a ticket that is active.
 */
const ticketed = ['created', 'retry', 'active']
  .map(
    (state) => `
  (select ${asUuid('e.delivery_id')} as id
   from (select data from ${JOBS}
         where ${IN_QUEUE} and state = '${state}' and start_after <= now()
           and exists (select from ${entriesOf('data')} w where w.webhook_id = any($1::uuid[]::text[]))
         order by start_after limit ${TICKETS}) t
   cross join lateral ${entriesOf('t.data')} e where e.webhook_id = any($1::uuid[]::text[]))`,
  )
  .join(' union all ');

/** A ticket may be behind the tables; the delivery says whether it is still to be sent. */
const text = `
select (extract(epoch from now() - min(d.next_attempt_at)) * 1000)::float8 as age_ms
from (
  ${ticketed}
  union all
  select h.delivery_id from unnest($1::uuid[]) w(id)
  cross join lateral (
    select delivery_id from dockhook.held_delivery
    where webhook_id = w.id and reason = 'PARKED' order by delivery_id limit 1
  ) h
) waiting
join dockhook.delivery d on d.id = waiting.id
where d.status in ('PENDING', 'RETRYING') and d.next_attempt_at <= now()`;
