/** Rows of `replay`: made by startReplay, moved on by the workers, stopped by people. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { replayStatuses } from '../../domain/replay-status.ts';

export const ReplayEntity = defineEntity({
  name: 'Replay',
  tableName: 'replay',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    /** Shared by all its webhooks, else null; for the audit log. */
    companyId: p.text().nullable(),
    fulfillmentCenterId: p.text().nullable(),
    status: p.enum(replayStatuses).nativeEnumName('replay_status'),
    /** Why it stopped, when it did not come to its end. */
    statusNote: p.text().nullable(),
    /** As the caller gave it, with defaults filled in. */
    selection: p.json<Record<string, unknown>>(),
    webhookIds: p.array().columnType('uuid[]'),
    maxPerSecond: p.double().$type<number>(),
    totalCount: p.integer(),
    enqueuedCount: p.integer(),
    skippedCount: p.integer(),
    /** Candidates dealt with so far. */
    position: p.integer(),
    nextRunAt: p.datetime(),
    createdBy: p.uuid().nullable(),
    createdAt: p.datetime(),
    completedAt: p.datetime().nullable(),
  },
});

export type ReplayRow = InferEntity<typeof ReplayEntity>;
