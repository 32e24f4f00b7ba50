/**
 * Closing what a worker had in flight when it ended: nobody knows what became of those attempts, so they are `ABORTED`,
 * and their deliveries go on under the next number. That is never the receiver's doing and spends none of its attempts.
 */
import type { Sql } from '../database/sql.ts';

/**
 * A worker that has not reported for so long is dead: it is not counted, and what it had in flight is closed. Less than
 * the time after which its tickets go to others (10 s without a heartbeat), less what lies between heartbeats (4 s), or
 * whoever takes them would find it alive.
 */
export const WORKER_SILENT = `interval '5 seconds'`;

/** A delivery whose attempt has just been closed. */
export interface AbortedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly webhookId: string;
  /** Attempts so far, the one that was closed included. */
  readonly attemptCount: number;
  /** Of these, those that ended with their worker. */
  readonly abortedCount: number;
}

/**
 * Of the given deliveries, those that a dead worker named in its last report. A worker that reports is alive, and what
 * it has in flight it will record itself.
 */
export function closeOfDeadWorkers(sql: Sql, deliveryIds: readonly string[]): Promise<AbortedDelivery[]> {
  return sql.query<AbortedDelivery>({ name: 'close-aborted', text: closeReported }, [deliveryIds]);
}

/** What a worker that ends in order has not waited for: all that is in its last report. */
export function closeOwn(sql: Sql, workerId: string): Promise<AbortedDelivery[]> {
  return sql.query<AbortedDelivery>({ name: 'close-own', text: closeOwnReported }, [workerId]);
}

/** @param lost gives delivery_id, number, started_at and ended_at of attempts */
const closing = (lost: string) => `
with lost as (
  ${lost}
), closed as (
  insert into dockhook.attempt (delivery_id, number, tenant_id, outcome, started_at, finished_at, duration_ms,
    request_url, request_headers, error_message)
  select l.delivery_id, l.number, d.tenant_id, 'ABORTED', l.started_at, greatest(l.started_at, l.ended_at),
         greatest(0, extract(epoch from l.ended_at - l.started_at) * 1000), coalesce(w.url, ''), '[]',
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
  returning d.id, d.tenant_id, d.webhook_id, d.event_id, d.event_type, d.trigger, d.replay_id, c.number, d.aborted_count
), troubled as (
  insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
  select id, tenant_id, webhook_id, 'RETRYING' from changed
  on conflict (delivery_id) do nothing
), told as (
  insert into dockhook.delivery_change
    (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, attempt_number,
     occurred_at)
  select tenant_id, id, webhook_id, event_type, trigger, replay_id,
         (case when number = 1 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status, 'RETRYING', number, now()
  from changed
)
select id, event_id as "eventId", webhook_id as "webhookId", number as "attemptCount", aborted_count as "abortedCount"
from changed order by id`;

const closeReported = closing(`
  select e.delivery_id, (w.in_flight -> e.delivery_id::text ->> 0)::int as number,
         (w.in_flight -> e.delivery_id::text ->> 1)::timestamptz as started_at, w.seen_at as ended_at
  from unnest($1::uuid[]) as e(delivery_id)
  join dockhook.worker w on w.in_flight ? e.delivery_id::text
  where w.seen_at < now() - ${WORKER_SILENT}`);

const closeOwnReported = closing(`
  select f.key::uuid as delivery_id, (f.value ->> 0)::int as number, (f.value ->> 1)::timestamptz as started_at,
         now() as ended_at
  from dockhook.worker w cross join jsonb_each(w.in_flight) f where w.id = $1`);
