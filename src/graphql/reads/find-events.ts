/** Pages of events, newest first. */
import type { FilterQuery } from '@mikro-orm/core';
import type { Database } from '../../database/database.ts';
import { EventEntity, type EventRow } from '../../database/entities/event.ts';
import { businessKeyHash } from '../../domain/business-key-hash.ts';
import type { EventFilterBy } from '../inputs/delivery-inputs.ts';
import { byIdDescending, toPage, type Page, type PageQuery } from '../paging.ts';
import { eventTypeConditions } from './event-type-condition.ts';
import { timeRange } from './find-deliveries.ts';

type EntityManager = ReturnType<Database['forTenant']>;
type Where = FilterQuery<EventRow>;

export interface EventPage extends Page<EventRow> {
  countUpTo(limit: number): Promise<number>;
}

export async function findEvents(
  em: EntityManager,
  tenantId: string,
  query: PageQuery,
  filter: EventFilterBy | null | undefined,
): Promise<EventPage> {
  const conditions = toConditions(tenantId, filter ?? {});
  const { where, ...options } = byIdDescending(query);
  const rows = await em.find(EventEntity, { $and: [...conditions, where] } as Where, options);
  return {
    ...toPage(query, rows, (row) => row.id),
    countUpTo: async (limit) =>
      (await em.find(EventEntity, { $and: conditions } as Where, { fields: ['id'], limit })).length,
  };
}

function toConditions(tenantId: string, filter: EventFilterBy): Where[] {
  const conditions: Where[] = [];
  if (filter.eventTypes != null) conditions.push({ $or: eventTypeConditions('type', filter.eventTypes) } as Where);
  if (filter.correlationId != null) conditions.push({ correlationId: filter.correlationId });
  if (filter.idempotencyKey != null) conditions.push({ idempotencyKey: filter.idempotencyKey });
  if (filter.receivedAt != null) conditions.push({ receivedAt: timeRange(filter.receivedAt) });
  if (filter.businessKey != null) {
    conditions.push({ keyHashes: { $contains: [businessKeyHash(tenantId, filter.businessKey)] } });
  }
  return conditions;
}
