/**
 * Making deliveries of events that exist already: for a redelivery or a replay. They are announced in the change log,
 * and wait without a ticket when their webhook is paused or its circuit is open.
 */
import { TICKET_SIZE, type DeliveryQueue, type NewTicket, type TicketEntry } from '../database/delivery-queue.ts';
import type { Sql } from '../database/sql.ts';

export interface RepeatedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly webhookId: string;
  /** The delivery that it repeats; `null` when the event never had one to this webhook. */
  readonly redeliveryOf: string | null;
}

export interface MakeDeliveries {
  readonly tenantId: string;
  readonly trigger: 'REDELIVERY' | 'REPLAY';
  readonly replayId: string | null;
  readonly deliveries: readonly RepeatedDelivery[];
}

/** Inside the caller's transaction. */
export async function makeDeliveries(sql: Sql, queue: DeliveryQueue, made: MakeDeliveries): Promise<void> {
  const { tenantId, trigger, replayId, deliveries } = made;
  if (deliveries.length === 0) return;
  const due = await sql.query<TicketEntry>({ name: 'make-deliveries', text: statement }, [
    tenantId,
    trigger,
    replayId,
    deliveries.map((delivery) => delivery.id),
    deliveries.map((delivery) => delivery.eventId),
    deliveries.map((delivery) => delivery.eventType),
    deliveries.map((delivery) => delivery.webhookId),
    deliveries.map((delivery) => delivery.redeliveryOf),
  ]);
  const tickets: NewTicket[] = [];
  for (let start = 0; start < due.length; start += TICKET_SIZE) {
    tickets.push({ entries: due.slice(start, start + TICKET_SIZE), yields: trigger === 'REPLAY' });
  }
  await queue.insert(sql, tickets);
}

const statement = `
with new as (
  select n.*, (case when w.status = 'PAUSED' then 'PAUSED' when c.state <> 'CLOSED' then 'CIRCUIT' end)::dockhook.hold_reason as hold_reason
  from unnest($4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::uuid[])
    as n(id, event_id, event_type, webhook_id, redelivery_of)
  join dockhook.webhook w on w.id = n.webhook_id and w.tenant_id = $1
  left join dockhook.webhook_circuit c on c.webhook_id = n.webhook_id
), made as (
  insert into dockhook.delivery
    (tenant_id, trigger, replay_id, id, event_id, webhook_id, event_type, redelivery_of, status, next_attempt_at)
  select $1, $2::dockhook.delivery_trigger, $3::uuid, id, event_id, webhook_id, event_type, redelivery_of,
         (case when hold_reason is null then 'PENDING' else 'HELD' end)::dockhook.delivery_status,
         case when hold_reason is null then now() end
  from new
), held as (
  insert into dockhook.held_delivery (tenant_id, attempt_number, webhook_id, delivery_id, event_id, reason)
  select $1, 1, webhook_id, id, event_id, hold_reason from new where hold_reason is not null
), told as (
  insert into dockhook.delivery_change
    (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, occurred_at)
  select $1, id, webhook_id, event_type, $2::dockhook.delivery_trigger, $3::uuid, null,
         (case when hold_reason is null then 'PENDING' else 'HELD' end)::dockhook.delivery_status, now()
  from new
)
select id as "deliveryId", event_id as "eventId", webhook_id as "webhookId", 1 as "attemptNumber"
from new where hold_reason is null order by id`;
