/** A change of a delivery with a number, for tests that only look at the number. */
import type { DeliveryChange } from '../../../src/live/delivery-change.ts';

export const TENANT = 'TENANT001';

export const change = (number: number, fields: Partial<DeliveryChange> = {}): DeliveryChange => ({
  position: { xid: BigInt(number), seq: 1n },
  tenantId: TENANT,
  deliveryId: '0198a2b4-c6d8-7e3f-8011-2233445566ff',
  webhookId: '0198a2b4-c6d8-7e3f-8011-2233445566fe',
  eventType: 'pick.confirmed',
  trigger: 'EVENT',
  replayId: null,
  previousStatus: 'PENDING',
  status: 'SUCCEEDED',
  attemptNumber: 1,
  occurredAt: new Date(0),
  companyId: null,
  fulfillmentCenterId: null,
  batch: { changes: [] },
  ...fields,
});
