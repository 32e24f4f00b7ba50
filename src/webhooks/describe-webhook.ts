/** A webhook as the audit log tells of it: no secret, no value of a sensitive header. */
import type { AuditRecord } from '../database/audit-log.ts';
import type { WebhookRow } from '../database/entities/webhook.ts';
import { toPublicId } from '../domain/ids.ts';
import { isWriteOnly } from '../domain/shown-headers.ts';

export function describeWebhook(row: WebhookRow): object {
  const { key, name, description, url, companyId, fulfillmentCenterId, eventTypes, condition } = row;
  const { status, statusNote } = row;
  const { maxAttempts, initialDelayMs, maxDelayMs, multiplier, timeoutMs, maxConcurrent, maxPerSecond } = row;
  return {
    ...{ key, name, description, url, companyId, fulfillmentCenterId, eventTypes, condition, status, statusNote },
    headers: row.headers.map((header) => ({ ...header, value: isWriteOnly(header) ? null : header.value })),
    ...{ maxAttempts, initialDelayMs, maxDelayMs, multiplier, timeoutMs, maxConcurrent, maxPerSecond },
    metadata: row.metadata,
    revision: row.revision,
  };
}

/** Which webhook an entry is about, and where it belongs. */
export const webhookTarget = (row: Pick<WebhookRow, 'id' | 'companyId' | 'fulfillmentCenterId'>) =>
  ({
    targetType: 'WEBHOOK',
    targetId: toPublicId('webhook', row.id),
    companyId: row.companyId,
    fulfillmentCenterId: row.fulfillmentCenterId,
  }) satisfies Partial<AuditRecord>;
