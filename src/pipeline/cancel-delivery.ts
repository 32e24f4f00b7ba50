/** A person stops a delivery that is not final. An attempt that has begun is finished and recorded. */
import { recordAudit } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import type { Signals } from '../database/signals.ts';
import type { DeliveryStatus } from '../domain/delivery-status.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError } from '../domain/domain-error.ts';
import { toPublicId } from '../domain/ids.ts';
import type { Scope } from '../domain/scope.ts';
import { distrustTickets } from './distrust-tickets.ts';
import { cancelDeliveries } from './hold-deliveries.ts';
import { noSuchDelivery } from './redeliver.ts';

/**
 * @param deliveryId UUID; `undefined` when the caller's id is none
 * @throws DomainError when there is no such delivery or it is final
 */
export type CancelDelivery = (caller: Caller, deliveryId: string | undefined) => Promise<void>;

interface FoundDelivery {
  webhook_id: string;
  status: DeliveryStatus;
  company_id: string | null;
  fulfillment_center_id: string | null;
}

export function createCancelDelivery(database: Database, signals: Signals): CancelDelivery {
  return async (caller, deliveryId) => {
    if (deliveryId === undefined || !(await isVisible(database, caller, deliveryId))) throw noSuchDelivery();
    await database.systemTransaction(async (sql) => {
      const [found] = await sql.query<FoundDelivery>(
        `select d.webhook_id, d.status, w.company_id, w.fulfillment_center_id
         from dockhook.delivery d left join dockhook.webhook w on w.id = d.webhook_id
         where d.id = $1 and d.tenant_id = $2`,
        [deliveryId, caller.tenantId],
      );
      if (found === undefined) throw noSuchDelivery();
      // What is held first, then the delivery: the order in which the releaser takes them.
      await sql.query(`delete from dockhook.held_delivery where webhook_id = $1 and delivery_id = $2`, [
        found.webhook_id,
        deliveryId,
      ]);
      if ((await cancelDeliveries(sql, [deliveryId], 'PERSON')) === 0) {
        const message = `This delivery is ${found.status}: it has ended already.`;
        throw new DomainError({ code: 'INVALID_STATE', message, path: ['deliveryId'] });
      }
      await distrustTickets(sql, [deliveryId]);
      await recordAudit(sql, caller, {
        action: 'cancelDelivery',
        targetType: 'DELIVERY',
        targetId: toPublicId('delivery', deliveryId),
        companyId: found.company_id,
        fulfillmentCenterId: found.fulfillment_center_id,
        before: { status: found.status },
        after: { status: 'CANCELED' },
      });
    });
    signals.send('changes');
    signals.send('cancellations');
  };
}

/** What follows is done as the system, which sees everything. */
async function isVisible(database: Database, scope: Scope, deliveryId: string): Promise<boolean> {
  const text = `select 1 from dockhook.delivery where id = $1`;
  return (await database.tenantTransaction(scope, (sql) => sql.query(text, [deliveryId]))).length > 0;
}
