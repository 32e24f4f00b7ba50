/** How many webhooks a tenant can have, however many are made at the same time. */
import type { Scope } from '../domain/scope.ts';
import { WebhookEntity } from '../database/entities/webhook.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { EntityManager } from './find-webhook.ts';
import { webhookLimits } from './webhook-limits.ts';

/**
 * Counts the whole tenant's, also those that the caller does not see. Others of the tenant who make one wait until this
 * transaction ends.
 * @param em within the transaction that makes the webhook
 */
export async function refuseTooMany(em: EntityManager, scope: Scope): Promise<void> {
  const limit = webhookLimits.webhooksPerTenant;
  await em.execute(`select pg_advisory_xact_lock(hashtext('webhooks of a tenant'), hashtext(?))`, [scope.tenantId]);
  await seeScope(em, null, null);
  const count = await em.count(WebhookEntity, { deletedAt: null });
  await seeScope(em, scope.companyId, scope.fulfillmentCenterId);
  if (count < limit) return;
  throw new DomainError({ code: 'LIMIT_EXCEEDED', message: `A tenant can have ${limit} webhooks.`, limit });
}

const seeScope = (em: EntityManager, companyId: string | null, fulfillmentCenterId: string | null) =>
  em.execute(
    `select set_config('dockhook.company_id', ?, true), set_config('dockhook.fulfillment_center_id', ?, true)`,
    [companyId ?? '', fulfillmentCenterId ?? ''],
  );
