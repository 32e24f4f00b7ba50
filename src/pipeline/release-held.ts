/**
 * Bringing deliveries that wait without a job back into the queue: in the order in which they were made, a
 * ticket's worth at a time, when their webhook has room and its circuit allows. Also lets the one delivery
 * through that probes an open circuit, and ends what waits for a webhook that is gone.
 */
import { partsOf } from '../database/chore.ts';
import type { Database } from '../database/database.ts';
import { TICKET_SIZE, type DeliveryQueue, type TicketEntry } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import type { CircuitState } from '../domain/circuit.ts';
import { toPublicId } from '../domain/ids.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { createWaitingEnder } from './end-waiting.ts';

export interface Releaser {
  /**
   * Looks at every webhook that has deliveries waiting; asked again while it does, it takes part in that. A webhook that
   * fails is told of, and keeps the others from nothing.
   */
  releaseAll(): Promise<void>;
  /** Looks at one webhook, when it is known to have deliveries waiting. */
  release(webhookId: string): void;
  /** Ends what waits for webhooks that were just disabled. */
  end(webhookIds: readonly string[]): void;
  /** Resolves when what it ends has ended, or is left for another worker. */
  stop(): Promise<void>;
  /** A delivery of this webhook was parked. */
  expect(webhookId: string): void;
  /** A delivery of this webhook came out of the queue. */
  arrived(webhookId: string): void;
}

export interface ReleaserOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly signals: Signals;
  /** How many more deliveries of a webhook this worker would take now. */
  readonly roomOf: (webhookId: string) => number;
  /** Those of the webhooks whose secrets this worker cannot open: it leaves what is for them where it lies. */
  readonly stillSealed: (webhookIds: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly onError: (error: unknown) => void;
}

/** What was released and did not come back to this worker by then has gone to another. */
const ON_ITS_WAY_MS = 2_000;
/** Every so many rounds it looks for disabled webhooks for which something waits, in tickets of tomorrow too. */
const END_ROUNDS = 10;
/** A probe that was never answered (its worker died) is given up after this. */
const PROBE_TIMEOUT = `interval '2 minutes'`;

interface WaitingWebhook {
  webhook_id: string;
  status: WebhookStatus | null;
  circuit: CircuitState;
  is_probe_due: boolean;
}

export function createReleaser({ database, queue, signals, roomOf, stillSealed, onError }: ReleaserOptions): Releaser {
  /** Webhooks that had deliveries waiting when last looked at. */
  const waiting = new Set<string>();
  /** Webhooks of which some are being released, and whether there was room again meanwhile. */
  const busy = new Map<string, boolean>();
  /** Webhooks that have room, in order. */
  const ready = new Set<string>();
  let isReleasing = false;
  /** Released, and not out of the queue yet. */
  const onTheirWay = new Map<string, { count: number; readonly untilMs: number }>();
  const ender = createWaitingEnder({ database, signals, onError });
  let rounds = 0;
  let round: Promise<void> | undefined;

  async function beginRound(): Promise<void> {
    if (rounds++ % END_ROUNDS === 0) ender.endAll().catch(onError);
    const webhooks = await database.system.query<WaitingWebhook>({ name: 'held-webhooks', text: waitingWebhooks });
    const sealed = await stillSealed(webhooks.map(({ webhook_id }) => webhook_id));
    const doPart = partsOf({ isStopped: () => false, onError });
    for (const webhook of webhooks) {
      const id = webhook.webhook_id;
      await doPart(`Releasing what waits for webhook ${toPublicId('webhook', id)}`, () =>
        releaseOne(webhook, sealed.has(id)),
      );
    }
  }

  async function releaseOne(
    { webhook_id: id, status, circuit, is_probe_due }: WaitingWebhook,
    isSealed: boolean,
  ): Promise<void> {
    if (status === null || status === 'DISABLED') return ender.end([id]);
    if (status === 'PAUSED' || isSealed) return;
    if (circuit === 'CLOSED') return releaseSome(id);
    if (is_probe_due) await probe(id);
  }

  function roomLeft(webhookId: string): number {
    const coming = onTheirWay.get(webhookId);
    if (coming !== undefined && coming.untilMs < performance.now()) onTheirWay.delete(webhookId);
    return Math.min(TICKET_SIZE, roomOf(webhookId) - (onTheirWay.get(webhookId)?.count ?? 0));
  }

  /** Puts the next deliveries of a webhook into one ticket: as many as will be taken, or they would be parked again. */
  async function releaseSome(webhookId: string): Promise<void> {
    const room = roomLeft(webhookId);
    if (busy.has(webhookId) || room <= 0) {
      if (busy.has(webhookId)) busy.set(webhookId, true);
      waiting.add(webhookId);
      return;
    }
    busy.set(webhookId, false);
    try {
      const released = await database.systemTransaction(async (sql) => {
        const entries = await takeHeld(sql, webhookId, room);
        if (entries.length > 0) await queue.insert(sql, [{ entries }]);
        return entries.length;
      });
      if (released === room) waiting.add(webhookId);
      else waiting.delete(webhookId);
      if (released > 0) {
        const count = (onTheirWay.get(webhookId)?.count ?? 0) + released;
        onTheirWay.set(webhookId, { count, untilMs: performance.now() + ON_ITS_WAY_MS });
        tellReleased();
      }
    } finally {
      const isAgain = busy.get(webhookId);
      busy.delete(webhookId);
      if (isAgain === true) release(webhookId);
    }
  }

  function release(webhookId: string): void {
    if (!waiting.has(webhookId)) return;
    ready.add(webhookId);
    if (!isReleasing) void releaseReady();
  }

  /**
   * One after the other: when hundreds have room at once, they leave connections for taking and recording what others
   * get, and those whose turn comes later have room for more at a time.
   */
  async function releaseReady(): Promise<void> {
    isReleasing = true;
    for (const webhookId of ready) {
      ready.delete(webhookId);
      await releaseSome(webhookId).catch(onError);
    }
    isReleasing = false;
  }

  /**
   * Sends one real delivery to a webhook whose circuit is open: by turns the one that has spent the fewest attempts and
   * the one that has spent the most. The first, because a delivery that this receiver will never take must not keep
   * from it all those that it would. The second, because somebody has to come to the end of its attempts: while new
   * events keep coming, always the least tried is always a new one, so that none ever fails for good and a
   * webhook that is dead is never disabled.
   */
  async function probe(webhookId: string): Promise<void> {
    const sent = await database.systemTransaction(async (sql) => {
      const [claimed] = await sql.query<{ is_odd: boolean }>(
        `update dockhook.webhook_circuit
         set state = 'HALF_OPEN', changed_at = now(), next_probe_at = now() + ${PROBE_TIMEOUT}
         where webhook_id = $1 and state <> 'CLOSED' and next_probe_at <= now()
         returning failed_attempts % 2 = 1 as is_odd`, // each probe that fails is one more
        [webhookId],
      );
      if (claimed === undefined) return false;
      const entries = await takeHeld(sql, webhookId, 1, claimed.is_odd ? 'attempt_number desc' : 'attempt_number');
      if (entries.length > 0) await queue.insert(sql, [{ entries, isProbe: true }]);
      else await sql.query(reopen, [webhookId]); // another worker has them in hand: look again at the next round
      return entries.length > 0;
    });
    if (sent) tellReleased();
  }

  function tellReleased(): void {
    signals.send('tickets');
    signals.send('changes');
  }

  return {
    releaseAll: () =>
      (round ??= beginRound().finally(() => {
        round = undefined;
      })),
    release,
    expect: (webhookId) => void waiting.add(webhookId),
    arrived(webhookId) {
      const coming = onTheirWay.size === 0 ? undefined : onTheirWay.get(webhookId);
      if (coming === undefined) return;
      coming.count -= 1;
      if (coming.count <= 0) onTheirWay.delete(webhookId);
    },
    end: ender.end,
    stop() {
      ready.clear();
      return ender.stop();
    },
  };
}

/** @param first what comes before the order in which they were made */
async function takeHeld(
  sql: Sql,
  webhookId: string,
  limit: number,
  first?: 'attempt_number' | 'attempt_number desc',
): Promise<TicketEntry[]> {
  const order = first === undefined ? 'delivery_id' : `${first}, delivery_id`;
  return sql.query<TicketEntry>({ name: `take-held-by-${order}`, text: takeStatement(order) }, [webhookId, limit]);
}

/** The ticket that is made of them in this transaction is as old as `released_at`; earlier ones are older. */
const takeStatement = (order: string) => `
with next as (
  select delivery_id from dockhook.held_delivery where webhook_id = $1
  order by ${order} limit $2 for update skip locked
), taken as (
  delete from dockhook.held_delivery h using next n where h.webhook_id = $1 and h.delivery_id = n.delivery_id
  returning h.webhook_id, h.delivery_id, h.event_id, h.attempt_number
), shown as (
  update dockhook.delivery d
  set status = (case when d.attempt_count = 0 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status,
      next_attempt_at = now(), released_at = now(), updated_at = now()
  from taken t where d.id = t.delivery_id and d.status = 'HELD'
  returning d.id, d.tenant_id, d.webhook_id, d.event_type, d.trigger, d.replay_id, d.status
), parked as (
  update dockhook.delivery d set released_at = now()
  from taken t where d.id = t.delivery_id and d.status in ('PENDING', 'RETRYING')
), told as (
  insert into dockhook.delivery_change
    (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, occurred_at)
  select tenant_id, id, webhook_id, event_type, trigger, replay_id, 'HELD', status, now() from shown order by id
)
select t.delivery_id as "deliveryId", t.event_id as "eventId", t.webhook_id as "webhookId",
       greatest(t.attempt_number, d.attempt_count + 1) as "attemptNumber"
from taken t join dockhook.delivery d on d.id = t.delivery_id and d.status in ('PENDING', 'RETRYING', 'HELD')
order by t.delivery_id`; // a worker that stood still may have put one aside that another went on with, or was about to finish

const reopen = `update dockhook.webhook_circuit set state = 'OPEN', next_probe_at = now() where webhook_id = $1`;

/** Jumps from webhook to webhook along the primary key: a hundred thousand waiting deliveries cost one step. */
const waitingWebhooks = `
with recursive step as (
  (select webhook_id from dockhook.held_delivery order by webhook_id limit 1)
  union all
  select (select h.webhook_id from dockhook.held_delivery h where h.webhook_id > s.webhook_id order by 1 limit 1)
  from step s where s.webhook_id is not null
)
select s.webhook_id, case when w.deleted_at is null then w.status end as status,
       coalesce(c.state, 'CLOSED') as circuit, coalesce(c.next_probe_at <= now(), false) as is_probe_due
from step s
left join dockhook.webhook w on w.id = s.webhook_id
left join dockhook.webhook_circuit c on c.webhook_id = s.webhook_id
where s.webhook_id is not null`;
