/** Pages of deliveries, newest first. */
import type { FilterQuery } from '@mikro-orm/core';
import type { Database } from '../../database/database.ts';
import { DeliveryEntity, type DeliveryRow } from '../../database/entities/delivery.ts';
import { EventEntity } from '../../database/entities/event.ts';
import { businessKeyHash } from '../../domain/business-key-hash.ts';
import { parsePublicId, type IdKind } from '../../domain/ids.ts';
import type { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import type { DateTimeRangeInput, IntRangeInput } from '../inputs/shared-inputs.ts';
import { byIdDescending, toPage, type Page, type PageQuery } from '../paging.ts';
import { eventTypeConditions } from './event-type-condition.ts';

type EntityManager = ReturnType<Database['forTenant']>;
type Where = FilterQuery<DeliveryRow>;

/** Events of one business key that are looked at, newest first. */
const BUSINESS_KEY_EVENTS = 1_000;

export interface DeliveryPage extends Page<DeliveryRow> {
  countUpTo(limit: number): Promise<number>;
}

/** @param within what the list belongs to, e.g. one webhook */
export async function findDeliveries(
  em: EntityManager,
  tenantId: string,
  query: PageQuery,
  filter: DeliveryFilter | null | undefined,
  within: Where = {},
): Promise<DeliveryPage> {
  const conditions: Where[] = [within, ...(await toConditions(em, tenantId, filter ?? {}))];
  const { where, ...options } = byIdDescending(query);
  const rows = await em.find(DeliveryEntity, { $and: [...conditions, where] } as Where, options);
  return {
    ...toPage(query, rows, (row) => row.id),
    countUpTo: async (limit) =>
      (await em.find(DeliveryEntity, { $and: conditions } as Where, { fields: ['id'], limit })).length,
  };
}

async function toConditions(em: EntityManager, tenantId: string, filter: DeliveryFilter): Promise<Where[]> {
  const conditions: Where[] = [];
  if (filter.status != null) {
    conditions.push({ status: { $in: filter.status.filter((status) => status !== 'IN_PROGRESS') } });
  }
  if (filter.webhookIds != null) conditions.push({ webhookId: { $in: uuids('webhook', filter.webhookIds) } });
  if (filter.eventIds != null) conditions.push({ eventId: { $in: uuids('event', filter.eventIds) } });
  if (filter.replayId != null) conditions.push({ replayId: { $in: uuids('replay', [filter.replayId]) } });
  if (filter.trigger != null) conditions.push({ trigger: { $in: filter.trigger } });
  if (filter.lastOutcome != null) conditions.push({ lastOutcome: { $in: filter.lastOutcome } });
  if (filter.eventTypes != null) conditions.push({ $or: eventTypeConditions('eventType', filter.eventTypes) } as Where);
  if (filter.lastStatusCode != null) conditions.push({ lastStatusCode: intRange(filter.lastStatusCode) });
  if (filter.attemptCount != null) conditions.push({ attemptCount: intRange(filter.attemptCount) });
  if (filter.createdAt != null) conditions.push({ createdAt: timeRange(filter.createdAt) });
  if (filter.businessKey != null) {
    conditions.push({ eventId: { $in: await eventsOfBusinessKey(em, tenantId, filter.businessKey) } });
  }
  return conditions;
}

/** UUIDs of the newest events that carry a business key. */
async function eventsOfBusinessKey(em: EntityManager, tenantId: string, value: string): Promise<string[]> {
  const rows = await em.find(
    EventEntity,
    { keyHashes: { $contains: [businessKeyHash(tenantId, value)] } },
    { fields: ['id'], orderBy: { id: 'desc' }, limit: BUSINESS_KEY_EVENTS },
  );
  return rows.map((row) => row.id);
}

/** Ids that are not of the kind name nothing, like ids of another tenant. */
const uuids = (kind: IdKind, ids: readonly string[]): string[] => ids.flatMap((id) => parsePublicId(kind, id) ?? []);

const intRange = ({ min, max }: IntRangeInput) => ({
  ...(min == null ? {} : { $gte: min }),
  ...(max == null ? {} : { $lte: max }),
});

export const timeRange = ({ from, to }: DateTimeRangeInput) => ({
  ...(from == null ? {} : { $gte: from }),
  ...(to == null ? {} : { $lt: to }),
});
