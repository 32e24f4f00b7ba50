/**
 * Putting deliveries aside without a job: parked because their webhook has enough in flight, held because it
 * is paused, its circuit is open or its secrets cannot be opened, cancelled because it is gone. Runs in the recorder's transaction.
 */
import type { Sql } from '../database/sql.ts';
import type { TicketEntry } from '../database/delivery-queue.ts';
import type { CancelReason } from '../domain/cancel-reason.ts';
import type { ShownHoldReason } from '../domain/hold-reason.ts';

/** Why a delivery waits without a job. PARKED does not show: its delivery goes on being PENDING or RETRYING. */
export type HoldReason = 'PARKED' | ShownHoldReason;

export interface Hold {
  readonly entry: TicketEntry;
  readonly tenantId: string;
  readonly reason: HoldReason;
}

export async function holdDeliveries(sql: Sql, holds: readonly Hold[]): Promise<void> {
  if (holds.length === 0) return;
  await sql.query({ name: 'hold-deliveries', text: holdStatement }, [
    holds.map(({ entry }) => entry.webhookId),
    holds.map(({ entry }) => entry.deliveryId),
    holds.map(({ tenantId }) => tenantId),
    holds.map(({ entry }) => entry.eventId),
    holds.map(({ entry }) => entry.attemptNumber),
    holds.map(({ reason }) => reason),
  ]);
}

/**
 * The change log tells of holds that show. A delivery that is final by now is left alone, or further than the attempt for
 * which it was to wait, because another worker took its ticket over; also when it becomes so in this moment: it is locked,
 * and looked at again once whoever moves it on has committed.
 */
const holdStatement = `
with hold as (
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::int[], $6::dockhook.hold_reason[])
    as h(webhook_id, delivery_id, tenant_id, event_id, attempt_number, reason)
), live as (
  select h.* from hold h join dockhook.delivery d on d.id = h.delivery_id
  where d.status in ('PENDING', 'RETRYING', 'HELD') and d.attempt_count < h.attempt_number
  order by d.id for no key update of d
), held as (
  insert into dockhook.held_delivery (webhook_id, delivery_id, tenant_id, event_id, attempt_number, reason)
  select webhook_id, delivery_id, tenant_id, event_id, attempt_number, reason from live
  on conflict (webhook_id, delivery_id) do nothing
  returning webhook_id, delivery_id, reason
), shown as (
  update dockhook.delivery d set status = 'HELD', next_attempt_at = null, updated_at = now()
  from held h where d.id = h.delivery_id and h.reason <> 'PARKED' and d.status <> 'HELD'
  returning d.id, d.tenant_id, d.webhook_id, d.event_type, d.trigger, d.replay_id, d.attempt_count
)
insert into dockhook.delivery_change
  (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, occurred_at)
select tenant_id, id, webhook_id, event_type, trigger, replay_id,
       (case when attempt_count = 0 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status, 'HELD', now()
from shown`;

/**
 * Ends deliveries as far as they are not final.
 * @param reason unless given, what became of their webhook, or of their payload, says it
 * @returns how many those were
 */
export async function cancelDeliveries(
  sql: Sql,
  deliveryIds: readonly string[],
  reason?: Extract<CancelReason, 'PERSON' | 'PAYLOAD_REMOVED'>,
): Promise<number> {
  if (deliveryIds.length === 0) return 0;
  const statement = { name: 'cancel-deliveries', text: cancelStatement };
  return (await sql.query(statement, [deliveryIds, reason ?? null])).length;
}

/** A webhook that is active again by now had been disabled when its deliveries were to be cancelled. */
const reasonOf = `
(case when w.id is null or w.deleted_at is not null then 'WEBHOOK_DELETED'
      when w.status = 'DISABLED' and w.status_reason in ('FAILURE_POLICY', 'ENDPOINT_GONE') then w.status_reason::text
      when w.status = 'DISABLED' or e.payload_removed_at is null then 'WEBHOOK_DISABLED'
      else 'PAYLOAD_REMOVED' end)::dockhook.cancel_reason`;

const cancelStatement = `
with before as (
  select id, event_id, webhook_id, status from dockhook.delivery
  where id = any($1) and status in ('PENDING', 'RETRYING', 'HELD')
  order by id for update
), canceled as (
  update dockhook.delivery d
  set status = 'CANCELED', next_attempt_at = null, updated_at = now(), completed_at = now(),
      cancel_reason = coalesce($2::dockhook.cancel_reason, ${reasonOf})
  from before b left join dockhook.webhook w on w.id = b.webhook_id left join dockhook.event e on e.id = b.event_id
  where d.id = b.id
  returning d.id, d.tenant_id, d.webhook_id, d.event_type, d.trigger, d.replay_id, b.status as previous_status
), troubled as (
  insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
  select id, tenant_id, webhook_id, 'CANCELED' from canceled
  on conflict (delivery_id) do update set status = excluded.status
)
insert into dockhook.delivery_change
  (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, occurred_at)
select tenant_id, id, webhook_id, event_type, trigger, replay_id, previous_status, 'CANCELED', now() from canceled
returning delivery_id`;
