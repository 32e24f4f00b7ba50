/** The webhooks that numbers and signals are about: of the caller's scope, deleted ones too, for their history counts. */
import { WebhookEntity } from '../../database/entities/webhook.ts';
import { parsePublicId } from '../../domain/ids.ts';
import { isWholeTenant } from '../../domain/scope.ts';
import type { GraphqlContext } from '../context.ts';
import type { ScopeInput } from '../inputs/shared-inputs.ts';

/** @returns UUIDs, or `null` for every webhook of the tenant; ids of others name nothing */
export async function findWebhooksInScope(
  { services, viewer }: Pick<GraphqlContext, 'services' | 'viewer'>,
  webhookIds: readonly string[] | null | undefined,
  scope: ScopeInput | null | undefined,
): Promise<string[] | null> {
  const isNarrowed = scope?.companyId != null || scope?.fulfillmentCenterId != null;
  if (webhookIds == null && !isNarrowed && isWholeTenant(viewer)) return null;
  const rows = await services.database.forTenant(viewer).find(
    WebhookEntity,
    {
      ...(scope?.companyId == null ? {} : { companyId: scope.companyId }),
      ...(scope?.fulfillmentCenterId == null ? {} : { fulfillmentCenterId: scope.fulfillmentCenterId }),
      ...(webhookIds == null ? {} : { id: { $in: webhookIds.flatMap((id) => parsePublicId('webhook', id) ?? []) } }),
    },
    { fields: ['id'] },
  );
  return rows.map((row) => row.id);
}
