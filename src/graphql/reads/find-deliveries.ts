/** Pages of deliveries, newest first. */
import type { Database } from '../../database/database.ts';
import type { DeliveryRow } from '../../database/entities/delivery.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { Scope } from '../../domain/scope.ts';
import type { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import { toPage, type PageQuery } from '../paging.ts';
import type { DeliveryParameters } from './delivery-sources.ts';
import { toDeliverySearch } from './delivery-search.ts';
import { readHistoryPage, type HistoryPage } from './history-page.ts';

export type DeliveryPage = HistoryPage<DeliveryRow>;

/** What a list belongs to, by UUID. */
export interface Within {
  readonly eventId?: string;
  readonly webhookId?: string;
}

export async function findDeliveries(
  database: Database,
  scope: Scope,
  query: PageQuery,
  filter: DeliveryFilter | null | undefined,
  within: Within = {},
): Promise<DeliveryPage> {
  const search = await toDeliverySearch(database, scope, {
    ...filter,
    ...(within.eventId === undefined ? {} : { eventIds: only('event', within.eventId, filter?.eventIds) }),
    ...(within.webhookId === undefined ? {} : { webhookIds: only('webhook', within.webhookId, filter?.webhookIds) }),
  });
  if (search === undefined) return { ...toPage<DeliveryRow>(query, [], (row) => row.id), countUpTo: async () => 0 };
  return readHistoryPage<DeliveryParameters, DeliveryRow>(database, search, query);
}

function only(kind: 'event' | 'webhook', uuid: string, wanted: readonly string[] | null | undefined): string[] {
  const id = toPublicId(kind, uuid);
  return wanted == null || wanted.includes(id) ? [id] : [];
}
