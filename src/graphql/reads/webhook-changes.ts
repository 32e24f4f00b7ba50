/** The live changes of the webhooks that a caller may see: the database decides, as for every other read. */
import { WebhookEntity, type WebhookRow } from '../../database/entities/webhook.ts';
import { parsePublicId } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import type { ScopeInput } from '../inputs/shared-inputs.ts';
import { toWebhookChanged, type WebhookChanged } from '../object-types/webhook-changed.ts';

export interface WebhookChangesArgs {
  readonly webhookIds?: readonly string[] | null;
  readonly scope?: ScopeInput | null;
  readonly withCurrent?: boolean | null;
}

export function webhookChanges(
  { services, viewer, loaders }: GraphqlContext,
  { webhookIds, scope, withCurrent }: WebhookChangesArgs,
): AsyncGenerator<WebhookChanged, void> {
  const wanted = webhookIds == null ? undefined : new Set(webhookIds.map((id) => parsePublicId('webhook', id)));
  const stream = services.webhookFeed.subscribe(viewer.tenantId);

  const wants = (row: WebhookRow): boolean =>
    (wanted === undefined || wanted.has(row.id)) &&
    (scope?.companyId == null || scope.companyId === row.companyId) &&
    (scope?.fulfillmentCenterId == null || scope.fulfillmentCenterId === row.fulfillmentCenterId);

  async function* changes(): AsyncGenerator<WebhookChanged, void> {
    try {
      await stream.listening;
      if (withCurrent === true) {
        const rows = await services.database.forTenant(viewer).find(WebhookEntity, { deletedAt: null });
        for (const row of rows.filter(wants)) yield toWebhookChanged(row, { kinds: [], occurredAt: row.updatedAt });
      }
      for await (const change of stream.items) {
        if (wanted?.has(change.webhookId) === false) continue;
        const row = await loaders.webhook.load(change.webhookId);
        if (row !== undefined && wants(row)) yield toWebhookChanged(row, change);
      }
    } finally {
      await stream.items.return();
    }
  }

  const items = changes();
  const finish = items.return.bind(items);
  // A generator that waits for its next item does not hear `return`: end what it waits for.
  items.return = async (value) => {
    await stream.items.return();
    return finish(value);
  };
  return items;
}
