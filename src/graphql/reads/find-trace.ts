/** Everything about one business key: its events in order, and what became of each for every webhook. */
import type { Database } from '../../database/database.ts';
import { DeliveryEntity, type DeliveryRow } from '../../database/entities/delivery.ts';
import type { EventRow } from '../../database/entities/event.ts';
import { WebhookEntity, type WebhookRow } from '../../database/entities/webhook.ts';
import type { Scope } from '../../domain/scope.ts';
import { tellingDelivery } from '../../pipeline/telling-delivery.ts';
import type { GraphqlContext } from '../context.ts';
import { findBusinessKeyEvents } from './business-key-events.ts';
import { findEvents } from './find-events.ts';

/** Webhooks that one event is explained for. */
const WEBHOOK_LIMIT = 100;

export interface TracedEvent {
  readonly event: EventRow;
  /** With the delivery that tells what became of it, where there is one; those with a delivery first. */
  readonly webhooks: readonly { readonly webhook: WebhookRow; readonly delivery: DeliveryRow | undefined }[];
}

/** @param limit the newest so many events of the key, returned oldest first */
export async function findTrace(
  { services, viewer, loaders }: Pick<GraphqlContext, 'services' | 'viewer' | 'loaders'>,
  businessKey: string,
  limit: number,
): Promise<TracedEvent[]> {
  const ids = await newestEvents(services.database, viewer, businessKey, limit);
  if (ids.length === 0) return [];
  const em = services.database.forTenant(viewer);
  const [events, deliveries, webhooks] = await Promise.all([
    loaders.event.loadMany(ids.reverse()),
    em.find(DeliveryEntity, { eventId: { $in: ids } }, { orderBy: { id: 'asc' } }),
    em.find(WebhookEntity, { deletedAt: null }, { orderBy: { id: 'asc' } }),
  ]);
  const byPair = Map.groupBy(deliveries, ({ eventId, webhookId }) => `${eventId} ${webhookId}`);
  const present = new Set(webhooks.map((webhook) => webhook.id));
  const deleted = await loaders.webhook.loadMany(
    [...new Set(deliveries.map((delivery) => delivery.webhookId))].filter((id) => !present.has(id)),
  );
  const all = [...webhooks, ...deleted.filter(isRow)];
  return events.filter(isRow).map((event) => ({
    event,
    webhooks: all
      .map((webhook) => ({ webhook, delivery: tellingDelivery(byPair.get(`${event.id} ${webhook.id}`) ?? []) }))
      .filter(({ webhook, delivery }) => delivery !== undefined || webhook.deletedAt == null)
      .sort((a, b) => Number(b.delivery !== undefined) - Number(a.delivery !== undefined))
      .slice(0, WEBHOOK_LIMIT),
  }));
}

/** Of a key that very many events carry, those among the newest that one page looks at. */
async function newestEvents(database: Database, scope: Scope, businessKey: string, limit: number): Promise<string[]> {
  const ids = await findBusinessKeyEvents(database, scope, businessKey);
  if (ids !== undefined) return ids.slice(0, limit);
  const query = { after: undefined, before: undefined, limit: limit + 1, backwards: false };
  return (await findEvents(database, scope, query, { businessKey })).rows.map(({ row }) => row.id);
}

const isRow = <Row>(row: Row | Error | undefined): row is Row => row !== undefined && !(row instanceof Error);
