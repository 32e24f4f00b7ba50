/** Pages of events, newest first. */
import type { Database } from '../../database/database.ts';
import type { EventRow } from '../../database/entities/event.ts';
import type { Scope } from '../../domain/scope.ts';
import type { EventFilterBy } from '../inputs/delivery-inputs.ts';
import { toPage, type PageQuery } from '../paging.ts';
import { findBusinessKeyEvents, keyHash } from './business-key-events.ts';
import { eventSources, type EventParameters } from './event-sources.ts';
import { likePatterns } from './event-type-condition.ts';
import { readHistoryPage, type HistoryPage, type HistoryParameters, type HistorySearch } from './history-page.ts';
import { idRange } from './id-range.ts';
import { narrowScope } from './narrow-scope.ts';

export type EventPage = HistoryPage<EventRow>;
export type EventSearch = HistorySearch<EventParameters>;
type Wanted = Omit<EventParameters, keyof HistoryParameters>;

/** Candidates that one page looks at. An event's row is ten times as wide as a delivery's. */
const WALK = 3_000;

export async function findEvents(
  database: Database,
  scope: Scope,
  query: PageQuery,
  filter: EventFilterBy | null | undefined,
): Promise<EventPage> {
  const search = await toEventSearch(database, scope, filter ?? {});
  if (search === undefined) return { ...toPage<EventRow>(query, [], (row) => row.id), countUpTo: async () => 0 };
  return readHistoryPage<EventParameters, EventRow>(database, search, query);
}

/** @returns `undefined` when nothing can match */
export async function toEventSearch(
  database: Database,
  scope: Scope,
  filter: EventFilterBy,
): Promise<EventSearch | undefined> {
  const keyEvents =
    filter.businessKey == null ? undefined : await findBusinessKeyEvents(database, scope, filter.businessKey);
  const ids =
    filter.idempotencyKey == null ? keyEvents : await findIdempotentEvent(database, scope, filter.idempotencyKey);
  const asked = narrowScope(scope, filter.scope);
  if (asked === undefined) return undefined;
  const wanted: Wanted = {
    typePatterns: likePatterns(filter.eventTypes),
    keyHash: filter.businessKey == null ? null : keyHash(scope.tenantId, filter.businessKey),
    correlationId: filter.correlationId ?? null,
    idempotencyKey: filter.idempotencyKey ?? null,
    receivedFrom: filter.receivedAt?.from ?? null,
    receivedTo: filter.receivedAt?.to ?? null,
    ...asked,
    ids: ids ?? null,
  };
  if (Object.values(wanted).some((value) => Array.isArray(value) && value.length === 0)) return undefined;
  const given = Object.values(wanted).filter((value) => value !== null).length;
  const isByCorrelation = ids === undefined && wanted.correlationId !== null;
  return {
    source: ids !== undefined ? eventSources.ids : isByCorrelation ? eventSources.correlation : eventSources.tenant,
    scope,
    parameters: { ...wanted, tenantId: scope.tenantId },
    ...idRange(filter.receivedAt),
    isNarrowed: given > (isByCorrelation ? 1 : 0),
    budget: WALK,
  };
}

/** None when the key is no longer remembered. */
async function findIdempotentEvent(database: Database, scope: Scope, key: string): Promise<string[]> {
  const rows = await database.tenantRead(scope, (sql) => sql.query<{ id: string }>(statement, [scope.tenantId, key]));
  return rows.map((row) => row.id);
}

const statement = {
  name: 'history-event-of-idempotency-key',
  text: 'select event_id as id from dockhook.idempotency_key where tenant_id = $1 and key = $2',
};
