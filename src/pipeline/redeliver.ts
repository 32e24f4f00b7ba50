/**
 * A person sends one delivery again: a new delivery of the same event, to the webhook as it is now. The event keeps
 * its id, so that the receiver can tell that it has seen it.
 */
import { recordAudit } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import type { DeliveryQueue } from '../database/delivery-queue.ts';
import { claimRequest } from '../database/repeatable-request.ts';
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import { isFinal, type DeliveryStatus } from '../domain/delivery-status.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError } from '../domain/domain-error.ts';
import { newUuid, toPublicId } from '../domain/ids.ts';
import { payloadRemoved } from '../domain/payload-removed.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { makeDeliveries } from './make-deliveries.ts';

export interface RedeliverRequest {
  readonly caller: Caller;
  /** UUID; `undefined` when the caller's id is none. */
  readonly deliveryId: string | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * @returns the UUID of the new delivery, or of the one that the first call with this key made
 * @throws DomainError when there is no such delivery, it is not final, or its webhook takes nothing
 */
export type Redeliver = (request: RedeliverRequest) => Promise<string>;

interface FoundDelivery {
  event_id: string;
  event_type: string;
  webhook_id: string;
  status: DeliveryStatus;
  webhook_status: WebhookStatus | null;
  company_id: string | null;
  fulfillment_center_id: string | null;
  is_payload_removed: boolean;
}

export function createRedeliver(database: Database, queue: DeliveryQueue, signals: Signals): Redeliver {
  return async ({ caller, deliveryId, idempotencyKey }) => {
    const { tenantId } = caller;
    const id = newUuid();
    const made = await database.tenantTransaction(caller, async (sql) => {
      const found = deliveryId === undefined ? undefined : await findDelivery(sql, deliveryId);
      if (deliveryId === undefined || found === undefined) throw noSuchDelivery();
      const first = await claimRequest(sql, {
        tenantId,
        operation: 'redeliver',
        key: idempotencyKey,
        content: deliveryId,
        resultId: id,
        path: ['idempotencyKey'],
      });
      if (first !== undefined) return first;
      refuseUnlessSendable(found);
      if (found.is_payload_removed) throw payloadRemoved(['deliveryId']);
      const { event_id: eventId, event_type: eventType, webhook_id: webhookId } = found;
      const deliveries = [{ id, eventId, eventType, webhookId, redeliveryOf: deliveryId }];
      await makeDeliveries(sql, queue, { tenantId, trigger: 'REDELIVERY', replayId: null, deliveries });
      await recordAudit(sql, caller, {
        action: 'redeliver',
        targetType: 'DELIVERY',
        targetId: toPublicId('delivery', deliveryId),
        companyId: found.company_id,
        fulfillmentCenterId: found.fulfillment_center_id,
        after: { deliveryId: toPublicId('delivery', id) },
      });
      return id;
    });
    signals.send('tickets');
    signals.send('changes');
    return made;
  };
}

/** Says the same of another tenant's delivery, of one outside the caller's scope, and of one that never was. */
export const noSuchDelivery = (): DomainError =>
  new DomainError({ code: 'NOT_FOUND', message: 'There is no such delivery.', path: ['deliveryId'] });

/** In the caller's scope: its delivery, event and webhook are, or there is none. */
async function findDelivery(sql: Sql, deliveryId: string): Promise<FoundDelivery | undefined> {
  const [row] = await sql.query<FoundDelivery>(
    `select d.event_id, d.event_type, d.webhook_id, d.status, w.company_id, w.fulfillment_center_id,
            case when w.deleted_at is null then w.status end as webhook_status,
            not exists (select from dockhook.event e where e.id = d.event_id and e.payload_removed_at is null)
              as is_payload_removed
     from dockhook.delivery d left join dockhook.webhook w on w.id = d.webhook_id where d.id = $1`,
    [deliveryId],
  );
  return row;
}

function refuseUnlessSendable({ status, webhook_status: webhookStatus }: FoundDelivery): void {
  const refuse = (message: string): never => {
    throw new DomainError({ code: 'INVALID_STATE', message, path: ['deliveryId'] });
  };
  if (!isFinal(status))
    refuse(`This delivery is ${status}: it goes on by itself. Only one that has ended can be sent again.`);
  if (webhookStatus === null) refuse('The webhook of this delivery was deleted.');
  if (webhookStatus === 'DISABLED') refuse('The webhook of this delivery is disabled: activate it first.');
}
