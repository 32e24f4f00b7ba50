/**
 * The safety net under the queue: our tables are the truth, tickets are only wake-ups. A delivery that has been
 * due for a while and is in nobody's hands (its ticket was deleted, or lost with a restored backup) gets a new
 * ticket. In a healthy installation it finds nothing.
 */
import type { Database } from '../database/database.ts';
import { JOB_SCHEMA, TICKET_SIZE, type DeliveryQueue, type TicketEntry } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';

export interface SweeperOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly signals: Signals;
  /** Told how many deliveries were found, when there were any. */
  readonly onFound: (count: number) => void;
  readonly onError: (error: unknown) => void;
}

export interface Sweeper {
  stop(): Promise<void>;
}

/** How long a delivery must have been due before it counts as forgotten. */
export const FORGOTTEN_AFTER_MS = 120_000;
const INTERVAL_MS = 60_000;
/** Looking may take this share of the time at most. */
const COST_SHARE = 0.01;
/** Deliveries given new tickets in one go. */
const LIMIT = 5_000;
/** Any constant: the lock that lets one process sweep at a time. */
const LOCK = 726_301_945;

export function startSweeper(options: SweeperOptions): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function schedule(delayMs: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      const start = performance.now();
      running = sweep(options, FORGOTTEN_AFTER_MS)
        .then((found) => {
          if (found > 0) options.onFound(found);
        })
        .catch(options.onError)
        .then(() => schedule(Math.max(INTERVAL_MS, (performance.now() - start) / COST_SHARE)));
    }, delayMs);
  }

  schedule(INTERVAL_MS);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** @returns how many deliveries got a new ticket */
export async function sweep(
  { database, queue, signals }: Pick<SweeperOptions, 'database' | 'queue' | 'signals'>,
  forgottenAfterMs: number,
): Promise<number> {
  const found = await database.systemTransaction(async (sql) => {
    const [lock] = await sql.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock($1) as mine`, [LOCK]);
    if (lock?.mine !== true) return 0;
    const entries = await sql.query<TicketEntry>(forgotten, [forgottenAfterMs, LIMIT]);
    const tickets = [];
    for (let start = 0; start < entries.length; start += TICKET_SIZE) {
      tickets.push({ entries: entries.slice(start, start + TICKET_SIZE) });
    }
    await queue.insert(sql, tickets);
    return entries.length;
  });
  if (found > 0) signals.send('tickets');
  return found;
}

/** A held delivery whose hold is gone is let go again: the dispatcher decides anew. */
const forgotten = `
with in_hand as (
  select (entry ->> 0)::uuid as delivery_id
  from ${JOB_SCHEMA}.job j
  cross join jsonb_path_query(j.data, 'strict $.deliveries[*]', '{}', true) entry -- of what is no ticket, nothing
  where j.name = 'deliver' and j.state < 'completed'
), lost as (
  select d.id from dockhook.delivery d
  where d.status in ('PENDING', 'RETRYING', 'HELD')
    and coalesce(d.next_attempt_at, d.updated_at) < now() - $1::float8 * interval '1 millisecond'
    and not exists (select 1 from in_hand h where h.delivery_id = d.id)
    and not exists (select 1 from dockhook.held_delivery h where h.webhook_id = d.webhook_id and h.delivery_id = d.id)
  order by d.id limit $2
)
update dockhook.delivery d
set status = (case when d.attempt_count = 0 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status,
    next_attempt_at = now(), updated_at = now()
from lost l where d.id = l.id
returning d.id as "deliveryId", d.event_id as "eventId", d.webhook_id as "webhookId",
          d.attempt_count + 1 as "attemptNumber"`;
