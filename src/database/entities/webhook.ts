/** Rows of `webhook`. Written by the room `webhooks`; the pipeline only reads them. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { webhookStatuses, webhookStatusReasons } from '../../domain/webhook-status.ts';

/** A custom header as stored: a sensitive value is encrypted and bound to its webhook. */
export interface StoredHeader {
  readonly name: string;
  readonly value: string;
  readonly isSensitive: boolean;
}

export const WebhookEntity = defineEntity({
  name: 'Webhook',
  tableName: 'webhook',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    key: p.text().nullable(),
    name: p.text(),
    description: p.text().nullable(),
    url: p.text(),
    companyId: p.text().nullable(),
    fulfillmentCenterId: p.text().nullable(),
    eventTypes: p.array(),
    /** CEL over the payload; null: every event. */
    condition: p.text().nullable(),
    headers: p.json<StoredHeader[]>(),
    status: p.enum(webhookStatuses).nativeEnumName('webhook_status'),
    statusReason: p.enum(webhookStatusReasons).nativeEnumName('webhook_status_reason').nullable(),
    /** What the person who changed the status said. */
    statusNote: p.text().nullable(),
    statusChangedAt: p.datetime(),
    maxAttempts: p.integer(),
    initialDelayMs: p.integer(),
    maxDelayMs: p.integer(),
    multiplier: p.double().$type<number>(),
    timeoutMs: p.integer(),
    maxConcurrent: p.integer(),
    maxPerSecond: p.double().$type<number>().nullable(),
    metadata: p.json<Record<string, unknown>>(),
    revision: p.integer(),
    createdBy: p.uuid().nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
    deletedAt: p.datetime().nullable(),
  },
});

export type WebhookRow = InferEntity<typeof WebhookEntity>;
