/**
 * What a ticket may still ask for when it is not the first time it is taken, or not the first attempt: some
 * of it may have been recorded, cancelled or held meanwhile. Attempts that a dead worker had in flight when
 * it last reported are closed as ABORTED, and their successors get the next number.
 */
import type { Database } from '../database/database.ts';
import type { Ticket, TicketEntry } from '../database/delivery-queue.ts';

/** What is known of a delivery when its next attempt is about to begin. */
export interface ResumedDelivery {
  /** Number of the attempt to make. */
  readonly attemptNumber: number;
  /** Attempts that ended with their worker. */
  readonly abortedCount: number;
}

interface StateRow {
  id: string;
  attempt_count: number;
  aborted_count: number;
  was_aborted: boolean;
}

const isRepeated = (ticket: Ticket): boolean => ticket.retryCount > 0;

/** First tickets of first attempts are trusted; everything else is compared with the tables. */
export const needsLook = (entry: TicketEntry, ticket: Ticket): boolean => isRepeated(ticket) || entry.attemptNumber > 1;

/** The deliveries that are still wanted, of those that need a look; the others are not in the map. */
export async function resumeTickets(
  database: Database,
  tickets: readonly Ticket[],
): Promise<ReadonlyMap<string, ResumedDelivery>> {
  const repeated = tickets.filter(isRepeated).flatMap((ticket) => ticket.entries);
  if (repeated.length > 0) await closeAborted(database, repeated);
  const entries = tickets.flatMap((ticket) => ticket.entries.filter((entry) => needsLook(entry, ticket)));
  if (entries.length === 0) return new Map();

  const rows = await database.system.query<StateRow>({ name: 'resume-states', text: states }, [
    entries.map((entry) => entry.deliveryId),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    entries.flatMap((entry): [string, ResumedDelivery][] => {
      const state = byId.get(entry.deliveryId);
      if (state === undefined) return [];
      const next = state.attempt_count + 1;
      // What was recorded has a ticket of its own by now; what was aborted goes on under this one.
      if (next !== entry.attemptNumber && !(next > entry.attemptNumber && state.was_aborted)) return [];
      return [[entry.deliveryId, { attemptNumber: next, abortedCount: state.aborted_count }]];
    }),
  );
}

/** Deliveries that are waiting and have nothing else in hand. */
const states = `
select d.id, d.attempt_count, d.aborted_count, coalesce(d.last_outcome = 'ABORTED', false) as was_aborted
from unnest($1::uuid[]) i(id) join dockhook.delivery d on d.id = i.id
where d.status in ('PENDING', 'RETRYING')
  and not exists (select 1 from dockhook.held_delivery h where h.webhook_id = d.webhook_id and h.delivery_id = d.id)`;

async function closeAborted(database: Database, entries: readonly TicketEntry[]): Promise<void> {
  await database.systemTransaction(async (sql) => {
    await sql.query({ name: 'close-aborted', text: closeStatement }, [entries.map((entry) => entry.deliveryId)]);
  });
}

/** `seen_at`: a worker that reports is alive, and what it has in flight it will record itself. */
const closeStatement = `
with lost as (
  select e.delivery_id, (w.in_flight -> e.delivery_id::text ->> 0)::int as number,
         (w.in_flight -> e.delivery_id::text ->> 1)::timestamptz as started_at, w.seen_at
  from unnest($1::uuid[]) as e(delivery_id)
  join dockhook.worker w on w.in_flight ? e.delivery_id::text
  where w.seen_at < now() - interval '8 seconds'
), closed as (
  insert into dockhook.attempt (delivery_id, number, tenant_id, outcome, started_at, finished_at, duration_ms,
    request_url, request_headers, error_message)
  select l.delivery_id, l.number, d.tenant_id, 'ABORTED', l.started_at, l.seen_at,
         greatest(0, extract(epoch from l.seen_at - l.started_at) * 1000), coalesce(w.url, ''), '[]',
         'The worker stopped while this attempt was in flight. It is repeated under the next number.'
  from lost l join dockhook.delivery d on d.id = l.delivery_id left join dockhook.webhook w on w.id = d.webhook_id
  where d.status in ('PENDING', 'RETRYING') and d.attempt_count = l.number - 1
  on conflict (delivery_id, number) do nothing
  returning delivery_id, number, tenant_id
), changed as (
  update dockhook.delivery d
  set attempt_count = c.number, aborted_count = d.aborted_count + 1, status = 'RETRYING', last_outcome = 'ABORTED',
      last_status_code = null, updated_at = now()
  from closed c where d.id = c.delivery_id
  returning d.id, d.tenant_id, d.webhook_id, d.event_type, d.trigger, d.replay_id, c.number
), troubled as (
  insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
  select id, tenant_id, webhook_id, 'RETRYING' from changed
  on conflict (delivery_id) do nothing
)
insert into dockhook.delivery_change
  (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, attempt_number, occurred_at)
select tenant_id, id, webhook_id, event_type, trigger, replay_id,
       (case when number = 1 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status, 'RETRYING', number, now()
from changed`;
