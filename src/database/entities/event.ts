/** Rows of `event`: written once by publish, never changed. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** An identifier a warehouse searches by, as the event type's schema names it. */
export interface StoredBusinessKey {
  readonly name: string;
  readonly value: string;
}

export const EventEntity = defineEntity({
  name: 'Event',
  tableName: 'event',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    type: p.text(),
    schemaVersion: p.integer(),
    companyId: p.text().nullable(),
    fulfillmentCenterId: p.text().nullable(),
    /** The exact text that is delivered. */
    payload: p.text(),
    businessKeys: p.json<StoredBusinessKey[]>(),
    occurredAt: p.datetime(),
    receivedAt: p.datetime(),
    idempotencyKey: p.text().nullable(),
    correlationId: p.text().nullable(),
    matchedWebhookCount: p.integer(),
  },
});

export type EventRow = InferEntity<typeof EventEntity>;
