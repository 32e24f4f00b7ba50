/** Turns a filter into a search: the source that gives the fewest candidates, and what they must match. */
import type { Database } from '../../database/database.ts';
import type { DeliveryStatus } from '../../domain/delivery-status.ts';
import { shownHoldReasons } from '../../domain/hold-reason.ts';
import { LOWEST_UUID, parsePublicId, type IdKind } from '../../domain/ids.ts';
import { isWholeTenant, type Scope } from '../../domain/scope.ts';
import type { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import { findBusinessKeyEvents, keyHash } from './business-key-events.ts';
import { findCorrelatedEvents } from './correlated-events.ts';
import { deliverySources, type DeliveryParameters } from './delivery-sources.ts';
import { likePatterns } from './event-type-condition.ts';
import type { HistoryParameters, HistorySearch } from './history-page.ts';
import { idRange } from './id-range.ts';
import { narrowScope } from './narrow-scope.ts';
import { findTicketedDeliveries } from './ticketed-deliveries.ts';

export type DeliverySearch = HistorySearch<DeliveryParameters>;
type Wanted = Omit<DeliveryParameters, keyof HistoryParameters>;

/** Candidates that one page looks at: some 20 ms of the database's time. */
const WALK = 5_000;
/** The same, when the event of each is looked up. */
const WALK_WITH_EVENT = 1_500;
/** The same, when each comes from a side table, of which there may be a few for one page. */
const LOOK = 1_000;
/** Webhooks whose troubled deliveries are merged. */
const MERGED = 10;

/** @returns `undefined` when nothing can match */
export async function toDeliverySearch(
  database: Database,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<DeliverySearch | undefined> {
  const wanted = await toWanted(database, scope, filter);
  if (wanted === undefined) return undefined;
  const { source, more, asksForAll } = await chooseSource(database, scope.tenantId, wanted);
  const isLookingUpEvents =
    (wanted.companyId ?? wanted.fulfillmentCenterId ?? wanted.keyHash ?? wanted.correlationId) !== null;
  const isWalking = !source.isAskedAsSystem;
  return {
    source,
    scope,
    parameters: { ...wanted, ...more, tenantId: scope.tenantId },
    ...idRange(filter.createdAt),
    isNarrowed: !asksForAll,
    budget: isWalking ? (isLookingUpEvents ? WALK_WITH_EVENT : WALK) : LOOK,
  };
}

async function toWanted(database: Database, scope: Scope, filter: DeliveryFilter): Promise<Wanted | undefined> {
  const asked = narrowScope(scope, filter.scope);
  if (asked === undefined) return undefined;
  const wanted: Wanted = {
    // IN_PROGRESS is never stored.
    statuses: filter.status?.filter((status) => status !== 'IN_PROGRESS') ?? null,
    webhookIds: await visibleWebhooks(database, scope, uuids('webhook', filter.webhookIds)),
    eventIds: uuids('event', filter.eventIds),
    typePatterns: likePatterns(filter.eventTypes),
    triggers: filter.trigger ?? null,
    outcomes: filter.lastOutcome ?? null,
    statusCodeMin: filter.lastStatusCode?.min ?? null,
    statusCodeMax: filter.lastStatusCode?.max ?? null,
    attemptsMin: filter.attemptCount?.min ?? null,
    attemptsMax: filter.attemptCount?.max ?? null,
    createdFrom: filter.createdAt?.from ?? null,
    createdTo: filter.createdAt?.to ?? null,
    replayId: filter.replayId == null ? null : (parsePublicId('replay', filter.replayId) ?? LOWEST_UUID),
    ...asked,
    keyHash: null,
    correlationId: null,
    ids: null,
    troubledStatuses: null,
    holdReasons: null,
  };
  const found = await withNames(database, scope, filter, wanted);
  return Object.values(found).some((value) => Array.isArray(value) && value.length === 0) ? undefined : found;
}

/** Of a caller with a scope only the webhooks in it; `null`: every webhook. */
async function visibleWebhooks(
  database: Database,
  scope: Scope,
  wanted: readonly string[] | null,
): Promise<readonly string[] | null> {
  if (isWholeTenant(scope)) return wanted;
  const rows = await database.tenantRead(scope, (sql) => sql.query<{ id: string }>(webhooksInScope));
  const visible = rows.map((row) => row.id);
  return wanted === null ? visible : both(wanted, visible);
}

/** Row-level security lets through those in scope. */
const webhooksInScope = { name: 'history-webhooks-in-scope', text: 'select id from dockhook.webhook' };

/** Business key and search, as far as possible by the ids of what they name. */
async function withNames(
  database: Database,
  scope: Scope,
  { businessKey, search }: DeliveryFilter,
  wanted: Wanted,
): Promise<Wanted> {
  let result = wanted;
  const onlyEvents = (ids: readonly string[] | undefined, otherwise: Partial<Wanted>): Wanted =>
    ids === undefined ? { ...result, ...otherwise } : { ...result, eventIds: both(result.eventIds, ids) };
  if (businessKey != null) {
    const ids = await findBusinessKeyEvents(database, scope, businessKey);
    result = onlyEvents(ids, { keyHash: keyHash(scope.tenantId, businessKey) });
  }
  if (search == null) return result;
  const text = search.trim();
  const deliveryId = parsePublicId('delivery', text);
  if (deliveryId !== undefined) return { ...result, ids: [deliveryId] };
  const eventId = parsePublicId('event', text);
  const ids = eventId === undefined ? await findCorrelatedEvents(database, scope, text) : [eventId];
  return onlyEvents(ids, { correlationId: text });
}

interface Choice {
  readonly source: DeliverySearch['source'];
  readonly more?: Partial<Wanted>;
  /** Whether every candidate of the source matches. */
  readonly asksForAll?: boolean;
}

/** From the fewest candidates to the most. */
async function chooseSource(database: Database, tenantId: string, wanted: Wanted): Promise<Choice> {
  if (wanted.ids !== null) return { source: deliverySources.ids };
  if (wanted.eventIds !== null) return { source: deliverySources.events };
  if (wanted.replayId !== null) return { source: deliverySources.replay, asksForAll: isOnly(wanted, 'replayId') };
  if (wanted.triggers?.includes('EVENT') === false) return { source: deliverySources.byHand };
  const statuses = unsettledStatuses(wanted);
  const ticketed = statuses.includes('PENDING')
    ? await findTicketedDeliveries(database, tenantId, wanted.webhookIds)
    : [];
  if (statuses.length > 0 && ticketed !== undefined) {
    const isOfWebhooks = wanted.webhookIds !== null && wanted.webhookIds.length <= MERGED;
    const hasEnded = statuses.every((status) => status === 'FAILED' || status === 'CANCELED');
    const asksForAll = hasEnded && isOnly(wanted, 'statuses', ...(isOfWebhooks ? (['webhookIds'] as const) : []));
    const [ofTenant, ofWebhooks] = asksForAll
      ? [deliverySources.ended, deliverySources.endedOfWebhooks]
      : [deliverySources.unsettled, deliverySources.unsettledOfWebhooks];
    return {
      source: isOfWebhooks ? ofWebhooks : ofTenant,
      asksForAll,
      more: {
        ids: ticketed,
        troubledStatuses: statuses.filter((status) => status !== 'PENDING' && status !== 'HELD'),
        holdReasons: [
          ...(statuses.includes('PENDING') ? ['PARKED'] : []),
          ...(statuses.includes('HELD') ? shownHoldReasons : []),
        ],
      },
    };
  }
  if (wanted.webhookIds?.length === 1) {
    return { source: deliverySources.webhook, asksForAll: isOnly(wanted, 'webhookIds') };
  }
  // With something else beside, candidates of each webhook would have to be looked at before the first is known.
  if (wanted.webhookIds !== null && isOnly(wanted, 'webhookIds'))
    return { source: deliverySources.webhooks, asksForAll: true };
  return { source: deliverySources.tenant, asksForAll: isOnly(wanted) };
}

/**
 * The statuses that a filter can find when it finds nothing that succeeded; none when it may. A delivery whose last
 * attempt failed stands among the troubled, whatever has become of it since.
 */
function unsettledStatuses({ statuses, outcomes, statusCodeMin, statusCodeMax }: Wanted): readonly DeliveryStatus[] {
  if (statuses?.includes('SUCCEEDED') === false) return statuses;
  const isFailure =
    outcomes?.includes('SUCCESS') === false ||
    (statusCodeMin !== null && statusCodeMin > 299) ||
    (statusCodeMax !== null && statusCodeMax < 200);
  return isFailure ? ['RETRYING', 'FAILED', 'CANCELED'] : [];
}

const isOnly = (wanted: Wanted, ...names: readonly (keyof Wanted)[]): boolean =>
  Object.entries(wanted).every(([key, value]) => value === null || names.some((name) => name === key));

/** Ids that are not of the kind name nothing, like ids of another tenant. */
const uuids = (kind: IdKind, ids: readonly string[] | null | undefined): string[] | null =>
  ids == null ? null : ids.flatMap((id) => parsePublicId(kind, id) ?? []);

const both = (some: readonly string[] | null, others: readonly string[]): readonly string[] =>
  some === null ? others : some.filter((id) => others.includes(id));
