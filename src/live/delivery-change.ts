/** What the change log says about a delivery, and what was read from it together. */
import type { DeliveryStatus, DeliveryTrigger } from '../domain/delivery-status.ts';
import type { StreamPosition } from './stream-position.ts';

/** A delivery changed status or gained an attempt. */
export interface DeliveryChange {
  readonly position: StreamPosition;
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly eventType: string;
  readonly trigger: DeliveryTrigger;
  /** The replay that made the delivery, if one did. */
  readonly replayId: string | null;
  readonly previousStatus: DeliveryStatus | null;
  readonly status: DeliveryStatus;
  /** The attempt that caused the change, if one did. */
  readonly attemptNumber: number | null;
  readonly occurredAt: Date;
  /** Of the webhook, which never changes it. */
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
  /** What was read together with it. */
  readonly batch: ChangeBatch;
}

/** Changes that were read together. */
export interface ChangeBatch {
  /** Empty once the batch is no longer recent: whoever still has an item of it looks up for itself. */
  changes: readonly DeliveryChange[];
}
