/**
 * What a ticket may still ask for when it is not the first time it is taken, or not the first attempt: some
 * of it may have been recorded, cancelled or held meanwhile. Attempts that a dead worker had in flight when
 * it last reported are closed as ABORTED, and their successors get the next number; what was in flight at one crash
 * after the other is set apart.
 */
import type { Database } from '../database/database.ts';
import type { DeliveryQueue, Ticket, TicketEntry } from '../database/delivery-queue.ts';
import { closeOfDeadWorkers } from './close-aborted.ts';
import { setApart } from './set-apart.ts';

/** What is known of a delivery when its next attempt is about to begin. */
export interface ResumedDelivery {
  /** Number of the attempt to make. */
  readonly attemptNumber: number;
  /** Attempts that ended with their worker. */
  readonly abortedCount: number;
}

interface StateRow {
  /** Of the entry that was asked for, from 1. */
  place: number;
  attempt_count: number;
  aborted_count: number;
  was_aborted: boolean;
}

/** Whether attempts of its deliveries may have begun, or ended, under another worker. */
export const isRepeated = (ticket: Ticket): boolean => ticket.retryCount > 0 || ticket.isRepeated;

/** First tickets of first attempts are trusted; everything else is compared with the tables. */
export const needsLook = (entry: TicketEntry, ticket: Ticket): boolean => isRepeated(ticket) || entry.attemptNumber > 1;

/**
 * What is still wanted of the entries that need a look; the others are not in the map. By entry and not by delivery: of
 * two tickets that name the same delivery only the newer may attempt it.
 * @param timeScale multiplies the delays of what is set apart; 1 outside tests
 */
export async function resumeTickets(
  database: Database,
  queue: Pick<DeliveryQueue, 'insert'>,
  tickets: readonly Ticket[],
  timeScale: number,
): Promise<ReadonlyMap<TicketEntry, ResumedDelivery>> {
  const repeated = tickets.filter(isRepeated);
  if (repeated.length > 0) await closeAborted(database, queue, repeated, timeScale);
  const asked = tickets.flatMap((ticket) =>
    ticket.entries.filter((entry) => needsLook(entry, ticket)).map((entry) => ({ entry, ticket })),
  );
  if (asked.length === 0) return new Map();

  const rows = await database.system.query<StateRow>({ name: 'resume-states', text: states }, [
    asked.map(({ entry }) => entry.deliveryId),
    asked.map(({ ticket }) => ticket.createdAt),
  ]);
  return new Map(
    rows.flatMap((state): [TicketEntry, ResumedDelivery][] => {
      const entry = asked[state.place - 1]?.entry;
      if (entry === undefined) return [];
      const next = state.attempt_count + 1;
      // What was recorded has a ticket of its own by now; what was aborted goes on under this one.
      if (next !== entry.attemptNumber && !(next > entry.attemptNumber && state.was_aborted)) return [];
      return [[entry, { attemptNumber: next, abortedCount: state.aborted_count }]];
    }),
  );
}

/** Deliveries that are waiting and have nothing else in hand: neither a hold nor, set apart or released, a later ticket. */
const states = `
select i.place::int, d.attempt_count, d.aborted_count, coalesce(d.last_outcome = 'ABORTED', false) as was_aborted
from unnest($1::uuid[], $2::timestamptz[]) with ordinality i(id, ticket_at, place)
join dockhook.delivery d on d.id = i.id
where d.status in ('PENDING', 'RETRYING')
  and not coalesce(date_trunc('milliseconds', d.released_at) > i.ticket_at, false)
  and not coalesce(d.last_outcome = 'ABORTED' and d.next_attempt_at > now(), false)
  and not exists (select 1 from dockhook.held_delivery h where h.webhook_id = d.webhook_id and h.delivery_id = d.id)`;

async function closeAborted(
  database: Database,
  queue: Pick<DeliveryQueue, 'insert'>,
  tickets: readonly Ticket[],
  timeScale: number,
): Promise<void> {
  const retryCounts = new Map(
    tickets.flatMap(({ entries, retryCount }) => entries.map(({ deliveryId }) => [deliveryId, retryCount])),
  );
  await database.systemTransaction(async (sql) => {
    const closed = await closeOfDeadWorkers(sql, [...retryCounts.keys()]);
    const crashed = closed.map((delivery) => {
      const { id, abortedCount } = delivery;
      // The first crash may have come before the first report: only the ticket, which came back, tells of that one.
      return { ...delivery, crashes: Math.max(abortedCount, Math.min(abortedCount + 1, retryCounts.get(id) ?? 0)) };
    });
    await setApart(sql, queue, crashed, timeScale);
  });
}
