/**
 * One step of a replay, one transaction: the next few candidates become deliveries, and the replay remembers how far
 * it has come. Whoever dies in a step has done nothing; whoever comes next goes on where the last commit left it.
 */
import type { DeliveryQueue } from '../database/delivery-queue.ts';
import type { Sql } from '../database/sql.ts';
import { newUuid } from '../domain/ids.ts';
import type { ReplayStatus } from '../domain/replay-status.ts';
import { makeDeliveries } from './make-deliveries.ts';
import { BATCH_SIZE } from './store-replay.ts';

/** Deliveries made in one step at most. */
const STEP_SIZE = 50;
/** At a lower rate than this makes of it a step is smaller, so that it lasts half a second. */
const STEP_SECONDS = 0.5;
/** Of its newest so many deliveries… */
const WINDOW = 100;
/** …at most so many may wait for their first attempt: beyond that a replay waits, and live deliveries overtake it. */
const WAITING_LIMIT = 50;
const WAIT_SECONDS = 0.25;

/** A replay that this transaction may go on with; nobody else can meanwhile. */
export interface DueReplay {
  readonly id: string;
  readonly tenant_id: string;
  readonly position: number;
  readonly total_count: number;
  readonly max_per_second: number;
  readonly webhook_ids: readonly string[];
}

interface Candidate {
  event_id: string;
  event_type: string | null;
  webhook_id: string;
  delivery_id: string | null;
  is_current: boolean;
}

export async function claimDueReplay(sql: Sql): Promise<DueReplay | undefined> {
  return (await sql.query<DueReplay>({ name: 'due-replay', text: dueReplay }))[0];
}

export async function takeReplayStep(sql: Sql, queue: DeliveryQueue, replay: DueReplay): Promise<void> {
  // Two replays of one tenant must not both find that an event's last delivery failed.
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('dockhook.replay ' || $1, 0))`, [replay.tenant_id]);
  const [crowd] = await sql.query<{ waiting: number }>({ name: 'replay-crowd', text: waitingDeliveries }, [replay.id]);
  if ((crowd?.waiting ?? 0) >= WAITING_LIMIT) return postponeReplay(sql, replay.id, WAIT_SECONDS);
  await goOn(sql, queue, replay);
}

export async function postponeReplay(sql: Sql, replayId: string, seconds: number): Promise<void> {
  const text = `update dockhook.replay set next_run_at = now() + $2::float8 * interval '1 second' where id = $1`;
  await sql.query({ name: 'postpone-replay', text }, [replayId, seconds]);
}

async function goOn(sql: Sql, queue: DeliveryQueue, replay: DueReplay): Promise<void> {
  const { id: replayId, tenant_id: tenantId, position, max_per_second: rate } = replay;
  const size = Math.min(STEP_SIZE, Math.max(1, Math.floor(rate * STEP_SECONDS)));
  const batch = Math.floor(position / BATCH_SIZE);
  const candidates = await sql.query<Candidate>({ name: 'replay-candidates', text: nextCandidates }, [
    replayId,
    batch,
    position % BATCH_SIZE,
    size,
  ]);
  const deliveries = candidates.flatMap((candidate) =>
    candidate.is_current && candidate.event_type !== null
      ? [
          {
            id: newUuid(),
            eventId: candidate.event_id,
            eventType: candidate.event_type,
            webhookId: candidate.webhook_id,
            redeliveryOf: candidate.delivery_id,
          },
        ]
      : [],
  );
  await makeDeliveries(sql, queue, { tenantId, trigger: 'REPLAY', replayId, deliveries });

  const reached = position + candidates.length;
  const isAtEnd = candidates.length === 0 || reached >= replay.total_count;
  const isStranded = !isAtEnd && deliveries.length === 0 && !(await hasReceiver(sql, replay.webhook_ids));
  const status: ReplayStatus = isAtEnd ? 'COMPLETED' : isStranded ? 'FAILED' : 'RUNNING';
  await sql.query({ name: 'replay-progress', text: progress }, [
    replayId,
    reached,
    deliveries.length,
    candidates.length - deliveries.length,
    status,
    isStranded ? 'All webhooks of this replay are disabled or deleted.' : null,
    deliveries.length / rate,
  ]);
  if (status !== 'RUNNING' || reached % BATCH_SIZE === 0) {
    await sql.query(`delete from dockhook.replay_batch where replay_id = $1 and ($2 or number <= $3)`, [
      replayId,
      status !== 'RUNNING',
      batch,
    ]);
  }
}

async function hasReceiver(sql: Sql, webhookIds: readonly string[]): Promise<boolean> {
  const text = `select 1 from dockhook.webhook where id = any($1) and deleted_at is null and status <> 'DISABLED' limit 1`;
  return (await sql.query(text, [webhookIds])).length > 0;
}

const dueReplay = `
select id, tenant_id, position, total_count, max_per_second, webhook_ids from dockhook.replay
where status in ('QUEUED', 'RUNNING') and next_run_at <= now()
order by next_run_at limit 1 for update skip locked`;

/**
 * What is held for a paused webhook waits because a person wants it to, and what an open circuit holds waits for one
 * receiver: neither stands in the way of this replay's other webhooks.
 */
const waitingDeliveries = `
select count(*)::int as waiting
from (
  select status, attempt_count, webhook_id from dockhook.delivery where replay_id = $1 order by id desc limit ${WINDOW}
) d
join dockhook.webhook w on w.id = d.webhook_id
left join dockhook.webhook_circuit c on c.webhook_id = d.webhook_id
where d.attempt_count = 0
  and (d.status = 'PENDING' or d.status = 'HELD' and w.status <> 'PAUSED' and coalesce(c.state, 'CLOSED') = 'CLOSED')`;

/**
 * Current: the webhook takes deliveries, the event's payload is there, and the event's last delivery to the webhook is
 * still the one that was found. An offset of nothing keeps the search for that on the event's index.
 */
const nextCandidates = `
select c.event_id, e.type as event_type, c.webhook_id, c.delivery_id,
       w.id is not null and e.payload_removed_at is null and newest.id is not distinct from c.delivery_id as is_current
from (
  select c.* from dockhook.replay_batch b
  cross join unnest(b.event_ids, b.webhook_ids, b.delivery_ids) with ordinality
    as c(event_id, webhook_id, delivery_id, place)
  where b.replay_id = $1 and b.number = $2 and c.place > $3
  order by c.place limit $4
) c
left join dockhook.event e on e.id = c.event_id
left join dockhook.webhook w on w.id = c.webhook_id and w.deleted_at is null and w.status <> 'DISABLED'
left join lateral (
  select d.id from (select id, webhook_id, trigger from dockhook.delivery where event_id = c.event_id offset 0) d
  where d.webhook_id = c.webhook_id and d.trigger <> 'TEST' order by d.id desc limit 1
) newest on true
order by c.place`;

const progress = `
update dockhook.replay
set position = $2, enqueued_count = enqueued_count + $3, skipped_count = skipped_count + $4,
    status = $5::dockhook.replay_status, status_note = $6, next_run_at = now() + $7::float8 * interval '1 second',
    completed_at = case when $5 <> 'RUNNING' then now() end
where id = $1`;
