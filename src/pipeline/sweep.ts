/**
 * The safety net under the queue: our tables are the truth, tickets are only wake-ups. A delivery that has been
 * due for a while and is in nobody's hands (its ticket was deleted, or lost with a restored backup) gets a new
 * ticket, and what a dead worker had in flight of it is closed as ABORTED. In a healthy installation it finds nothing.
 */
import type { Database } from '../database/database.ts';
import { TICKET_SIZE, type DeliveryQueue, type NewTicket, type TicketEntry } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import { entriesOf, IN_QUEUE, JOBS } from '../database/ticket-sql.ts';
import { closeOfDeadWorkers } from './close-aborted.ts';
import { setApart } from './set-apart.ts';
import { takeStep, walkNames, type WalkName } from './sweep-walks.ts';

export interface SweepDeps {
  readonly database: Database;
  readonly queue: Pick<DeliveryQueue, 'insert'>;
  readonly signals: Pick<Signals, 'send'>;
}

export interface SweeperOptions extends SweepDeps {
  /** Told how many deliveries were found, when there were any. */
  readonly onFound: (count: number) => void;
  readonly onError: (error: unknown) => void;
  /** Between two rounds, and before the first; default a minute. */
  readonly intervalMs?: number;
  /** How long a delivery must have been due before it counts as forgotten; default two minutes. */
  readonly forgottenAfterMs?: number;
}

export interface Sweeper {
  stop(): Promise<void>;
}

export const FORGOTTEN_AFTER_MS = 120_000;
const INTERVAL_MS = 60_000;
/** Looking may take this share of the time at most. */
const COST_SHARE = 0.01;
/** A round takes no further steps of a walk after this. */
const WALK_MS = 200;
/** Due tickets that are looked through, when there are suspects. With more waiting, a new ticket would wait behind them. */
const TICKETS = 20_000;
/** Any constant: the lock that lets one process sweep at a time. */
const LOCK = 726_301_945;

export function startSweeper(options: SweeperOptions): Sweeper {
  const { intervalMs = INTERVAL_MS, forgottenAfterMs = FORGOTTEN_AFTER_MS } = options;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function schedule(delayMs: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      const start = performance.now();
      running = sweep(options, forgottenAfterMs)
        .then((found) => {
          if (found > 0) options.onFound(found);
        })
        .catch(options.onError)
        .then(() => schedule(Math.max(intervalMs, (performance.now() - start) / COST_SHARE)));
    }, delayMs);
  }

  schedule(intervalMs);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * One round: a few steps of every walk.
 * @returns how many deliveries got a new ticket
 */
export async function sweep(deps: SweepDeps, forgottenAfterMs: number): Promise<number> {
  let found = 0;
  for (const walk of walkNames) {
    const start = performance.now();
    for (let isOver = false; !isOver && performance.now() - start < WALK_MS;) {
      const step = await deps.database.systemTransaction((sql) => sweepStep(sql, deps, walk, forgottenAfterMs), byKey);
      isOver = step.isOver;
      found += step.found;
    }
  }
  if (found > 0) {
    deps.signals.send('tickets');
    deps.signals.send('changes');
  }
  return found;
}

/** Every look-up of a walk is by a key, whatever the planner thinks of partitions that it has not analysed yet. */
const byKey = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_seqscan: 'off' };

async function sweepStep(
  sql: Sql,
  { queue }: SweepDeps,
  walk: WalkName,
  forgottenAfterMs: number,
): Promise<{ found: number; isOver: boolean }> {
  const [lock] = await sql.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock($1) as mine`, [LOCK]);
  if (lock?.mine !== true) return { found: 0, isOver: true };
  const step = await takeStep(sql, walk, forgottenAfterMs);
  const lost = step.suspects.length === 0 ? [] : await withoutTicket(sql, step.suspects);
  if (lost === undefined) return { found: 0, isOver: true }; // it comes back to them
  const found = lost.length === 0 ? 0 : await giveTickets(sql, queue, lost, forgottenAfterMs);
  await step.moveOn();
  return { found, isOver: step.isOver };
}

/** What one step would find, of which nothing is changed. For measurements. */
export function lookFor(
  database: Database,
  walk: WalkName,
  forgottenAfterMs: number,
): Promise<{ suspects: number; lost: number | undefined }> {
  return database.systemTransaction(async (sql) => {
    const { suspects } = await takeStep(sql, walk, forgottenAfterMs);
    return { suspects: suspects.length, lost: (await withoutTicket(sql, suspects))?.length };
  }, byKey);
}

/** @returns `undefined` when too many tickets are due to say */
async function withoutTicket(sql: Sql, suspects: readonly string[]): Promise<string[] | undefined> {
  for (const name of Object.keys(byKey)) await sql.query(`set local ${name} = on`);
  const [row] = await sql.query<{ lost: string[]; due: number }>({ name: 'sweep-tickets', text: unticketed }, [
    suspects,
    TICKETS,
  ]);
  return row === undefined || row.due >= TICKETS ? undefined : row.lost;
}

/** A ticket of a delivery that is due is due itself, or being worked on. */
const unticketed = `
with due as materialized (
  select data from ${JOBS}
  where ${IN_QUEUE} and state in ('created', 'retry', 'active')
    and start_after < now() + interval '1 minute' limit $2
), in_hand as (
  select e.delivery_id from due cross join lateral ${entriesOf('data')} e
)
select array(select id from unnest($1::uuid[]) s(id) where not exists (select from in_hand h where h.delivery_id = id::text))
         as lost,
       (select count(*)::int from due) as due`;

async function giveTickets(
  sql: Sql,
  queue: SweepDeps['queue'],
  lost: readonly string[],
  forgottenAfterMs: number,
): Promise<number> {
  const closed = await closeOfDeadWorkers(sql, lost);
  const crashed = closed.map((delivery) => ({ ...delivery, crashes: delivery.abortedCount }));
  const apart = await setApart(sql, queue, crashed, 1);
  const entries = await sql.query<TicketEntry>({ name: 'sweep-bring-back', text: bringBack }, [
    lost.filter((id) => !apart.has(id)),
    forgottenAfterMs,
  ]);
  const tickets: NewTicket[] = [];
  for (let start = 0; start < entries.length; start += TICKET_SIZE) {
    tickets.push({ entries: entries.slice(start, start + TICKET_SIZE), isRepeated: true });
  }
  await queue.insert(sql, tickets);
  return apart.size + entries.length;
}

/** A held delivery whose hold is gone is let go again: the dispatcher decides anew. */
const bringBack = `
with before as (
  select d.id, d.status from unnest($1::uuid[]) l(id) join dockhook.delivery d on d.id = l.id
  where d.status in ('PENDING', 'RETRYING', 'HELD')
    and coalesce(d.next_attempt_at, d.updated_at) < now() - $2::float8 * interval '1 millisecond'
    and not exists (select from dockhook.held_delivery h where h.webhook_id = d.webhook_id and h.delivery_id = d.id)
  order by d.id for update of d
), brought as (
  update dockhook.delivery d
  set status = (case when d.attempt_count = 0 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status,
      next_attempt_at = now(), updated_at = now()
  from before b where d.id = b.id
  returning d.id, d.tenant_id, d.event_id, d.webhook_id, d.event_type, d.trigger, d.replay_id, d.status, d.attempt_count,
    b.status as previous_status
), told as (
  insert into dockhook.delivery_change
    (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, occurred_at)
  select tenant_id, id, webhook_id, event_type, trigger, replay_id, previous_status, status, now()
  from brought where previous_status = 'HELD' order by id
)
select id as "deliveryId", event_id as "eventId", webhook_id as "webhookId", attempt_count + 1 as "attemptNumber"
from brought order by id`;
