/** Rows of `event`: written once by publish, never changed. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

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
    /** By retention or erasure; the payload is empty since. */
    payloadRemovedAt: p.datetime().nullable(),
    /** Numbers of the business keys in the payload: see domain/business-key-hash. */
    keyHashes: p.array((text) => Number(text)).columnType('bigint[]'),
    occurredAt: p.datetime(),
    receivedAt: p.datetime(),
    idempotencyKey: p.text().nullable(),
    correlationId: p.text().nullable(),
    matchedWebhookCount: p.integer(),
  },
});

/** For statements written by hand: the driver would give texts. */
export const eventCasts = { keyHashes: 'float8[]' };

export type EventRow = InferEntity<typeof EventEntity>;
