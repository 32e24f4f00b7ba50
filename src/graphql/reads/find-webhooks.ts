/** Pages of webhooks, in an order of the caller's choice. A cursor is the row's place in that order: value and id. */
import type { FilterQuery } from '@mikro-orm/core';
import type { Viewer } from '../../access/viewer.ts';
import type { Database } from '../../database/database.ts';
import { WebhookEntity, type WebhookRow } from '../../database/entities/webhook.ts';
import { isEventTypeName } from '../../domain/event-type-pattern.ts';
import { isUuid } from '../../domain/ids.ts';
import { visibleTo } from '../../webhooks/find-webhook.ts';
import { readHealth } from '../../webhooks/webhook-health.ts';
import type { WebhookFilter, WebhookOrder } from '../inputs/webhook-list-inputs.ts';
import { toPage, toPageQuery, type Page, type PageArgs } from '../paging.ts';
import type { WebhookSortField } from '../webhook-enums.ts';

type Where = FilterQuery<WebhookRow>;

export interface WebhookPage extends Page<WebhookRow> {
  countUpTo(limit: number): Promise<number>;
}

export async function findWebhooks(
  database: Database,
  viewer: Viewer,
  args: PageArgs,
  filter: WebhookFilter | null,
  order: WebhookOrder | null,
): Promise<WebhookPage> {
  const { field, direction } = order ?? { field: 'CREATED_AT', direction: 'DESC' };
  const query = toPageQuery(args, (key) => parsePlace(field, key) !== undefined);
  const em = database.forTenant(viewer);
  const conditions = [visibleTo(viewer), ...(await toConditions(database, viewer, filter ?? {}))];
  const isAscending = direction === 'ASC';
  const column = columns[field];
  const sort = isAscending === query.backwards ? 'desc' : 'asc';
  const rows = await em.find(
    WebhookEntity,
    {
      $and: [
        ...conditions,
        ...beyond(field, query.after, isAscending ? '$gt' : '$lt'),
        ...beyond(field, query.before, isAscending ? '$lt' : '$gt'),
      ],
    } as Where,
    { orderBy: [{ [column]: sort }, { id: sort }], limit: query.limit },
  );
  return {
    ...toPage(query, rows, (row) => placeOf(field, row)),
    countUpTo: async (limit) =>
      (await em.find(WebhookEntity, { $and: conditions } as Where, { fields: ['id'], limit })).length,
  };
}

const columns = { CREATED_AT: 'createdAt', UPDATED_AT: 'updatedAt', NAME: 'name' } as const;

/** `<field>|<value>|<uuid>`; a name may have bars of its own. */
function placeOf(field: WebhookSortField, row: WebhookRow): string {
  const value = row[columns[field]];
  return [field, value instanceof Date ? value.toISOString() : value, row.id].join('|');
}

function parsePlace(field: WebhookSortField, key: string): { value: string | Date; id: string } | undefined {
  const start = key.indexOf('|');
  const end = key.lastIndexOf('|');
  const id = key.slice(end + 1);
  if (key.slice(0, start) !== field || end <= start || !isUuid(id)) return undefined;
  const text = key.slice(start + 1, end);
  if (field === 'NAME') return { value: text, id };
  const value = new Date(text);
  // Only as placeOf writes it: other texts make dates that PostgreSQL does not know.
  return /^[1-9]\d{3}-/.test(text) && isIsoText(value, text) ? { value, id } : undefined;
}

const isIsoText = (value: Date, text: string): boolean =>
  !Number.isNaN(value.getTime()) && value.toISOString() === text;

function beyond(field: WebhookSortField, key: string | undefined, operator: '$gt' | '$lt'): Where[] {
  const place = key === undefined ? undefined : parsePlace(field, key);
  if (place === undefined) return [];
  const column = columns[field];
  return [
    { $or: [{ [column]: { [operator]: place.value } }, { [column]: place.value, id: { [operator]: place.id } }] },
  ] as Where[];
}

async function toConditions(database: Database, viewer: Viewer, filter: WebhookFilter): Promise<Where[]> {
  const conditions: Where[] = [];
  if (filter.status != null) conditions.push({ status: { $in: filter.status } });
  if (filter.scope?.companyId != null) conditions.push({ companyId: filter.scope.companyId });
  if (filter.scope?.fulfillmentCenterId != null) {
    conditions.push({ fulfillmentCenterId: filter.scope.fulfillmentCenterId });
  }
  if (filter.eventTypes != null) {
    conditions.push({ eventTypes: { $overlap: filter.eventTypes.flatMap(patternsOf) } });
  }
  if (filter.search != null) {
    const like = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push({ $or: [{ name: { $ilike: like } }, { key: { $ilike: like } }, { url: { $ilike: like } }] });
  }
  if (filter.health != null) {
    const wanted = filter.health;
    const healths = await readHealth(database, viewer, null);
    conditions.push({ id: { $in: [...healths].flatMap(([id, health]) => (wanted.includes(health) ? [id] : [])) } });
  }
  return conditions;
}

/** Every pattern that would match a type: shipment.closed, shipment.*, and *. */
function patternsOf(type: string): string[] {
  // What is no name is no type that anybody could ask for.
  if (!isEventTypeName(type)) return [];
  const parts = type.split('.');
  return [type, '*', ...parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`)];
}
