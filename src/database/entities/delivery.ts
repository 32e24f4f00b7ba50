/** Rows of `delivery`: made by publish, redeliver and test; changed only by record and by people. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { cancelReasons } from '../../domain/cancel-reason.ts';
import { deliveryTriggers } from '../../domain/delivery-status.ts';
import { attemptOutcomes } from '../../domain/outcome.ts';

/** What is stored of a delivery's status: IN_PROGRESS is only ever shown. */
export const storedDeliveryStatuses = ['PENDING', 'HELD', 'RETRYING', 'SUCCEEDED', 'FAILED', 'CANCELED'] as const;

export const DeliveryEntity = defineEntity({
  name: 'Delivery',
  tableName: 'delivery',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    eventId: p.uuid(),
    webhookId: p.uuid(),
    eventType: p.text(),
    trigger: p.enum(deliveryTriggers).nativeEnumName('delivery_trigger'),
    status: p.enum(storedDeliveryStatuses).nativeEnumName('delivery_status'),
    attemptCount: p.integer(),
    /** Of those, attempts that ended with their worker: not counted against the retry policy. */
    abortedCount: p.integer(),
    nextAttemptAt: p.datetime().nullable(),
    /** When it last got a ticket of its own after it had been put aside: older tickets do not count for it. */
    releasedAt: p.datetime().nullable(),
    lastOutcome: p.enum(attemptOutcomes).nativeEnumName('attempt_outcome').nullable(),
    lastStatusCode: p.integer().nullable(),
    /** The delivery that this one repeats. */
    redeliveryOf: p.uuid().nullable(),
    /** The replay that made it. */
    replayId: p.uuid().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    completedAt: p.datetime().nullable(),
    /** Unknown of what was cancelled before reasons were kept. */
    cancelReason: p.enum(cancelReasons).nativeEnumName('cancel_reason').nullable(),
  },
});

export type DeliveryRow = InferEntity<typeof DeliveryEntity>;
