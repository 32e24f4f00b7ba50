/** Deleting a webhook: it receives nothing more, its secrets are gone, its history stays. */
import { recordAuditWith } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { SigningSecretEntity } from '../database/entities/signing-secret.ts';
import type { Signals } from '../database/signals.ts';
import type { Caller } from '../domain/caller.ts';
import { cancelWaiting } from '../pipeline/cancel-waiting.ts';
import { countCanceled, markNow } from '../pipeline/count-canceled.ts';
import { describeWebhook, webhookTarget } from './describe-webhook.ts';
import { changeWebhook, requireWebhook, type WebhookRef } from './find-webhook.ts';

export interface DeletedWebhook {
  /** UUID. */
  readonly webhookId: string;
  readonly canceledDeliveryCount: number;
}

/** @throws DomainError when there is no such webhook */
export type DeleteWebhook = (caller: Caller, ref: WebhookRef) => Promise<DeletedWebhook>;

export function createDeleteWebhook(database: Database, signals: Signals): DeleteWebhook {
  return async (caller, ref) => {
    const { id } = await requireWebhook(database.forTenant(caller), caller, ref);
    const before = await markNow(database);
    await changeWebhook(database, caller, id, async (em, row) => {
      const now = new Date();
      const audit = { action: 'deleteWebhook', ...webhookTarget(row), before: describeWebhook(row) };
      if (row.status !== 'DISABLED') {
        Object.assign(row, { status: 'DISABLED', statusReason: 'MANUAL', statusNote: null, statusChangedAt: now });
      }
      Object.assign(row, { deletedAt: now, updatedAt: now, revision: row.revision + 1 });
      await em.nativeUpdate(SigningSecretEntity, { webhookId: id }, { expiresAt: now, secret: '' });
      await recordAuditWith(em, caller, audit);
    });
    await cancelWaiting(database, id);
    const canceledDeliveryCount = await countCanceled(database, id, before);
    signals.send('changes');
    return { webhookId: id, canceledDeliveryCount };
  };
}
