/**
 * What a replay would send: events of a time range, each with the webhook it goes to and the delivery it repeats.
 * The newest delivery of an event to a webhook decides, so that what was sent again meanwhile is not sent once more.
 * Read page by page, each a statement of its own, along ids: no page depends on how much there is. Asked as the system
 * with the scope named: row-level security would keep PostgreSQL from using an index on a status, because the
 * comparison of enums is not "leakproof".
 */
import type { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import type { DeliveryStatus } from '../domain/delivery-status.ts';
import { DomainError } from '../domain/domain-error.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import { firstUuidAt } from '../domain/ids.ts';
import { replayLimits } from '../domain/replay-status.ts';
import { isInScope, type Scope } from '../domain/scope.ts';
import { asksFor, meetingConditions, type FanOutWebhook } from './fan-out.ts';
import { eventsPage, replayPayloads, troublePage, type EventPageRow, type TroubleRow } from './replay-pages.ts';
import { beginTurn } from './turn.ts';

export interface ReplaySelection {
  /** The caller's: nothing outside it is found. */
  readonly scope: Scope;
  /** At least one, all of the tenant. */
  readonly webhooks: readonly FanOutWebhook[];
  /** Names or patterns; `null`: every type. */
  readonly eventTypes: readonly string[] | null;
  /** When the event was received: inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Final ones. */
  readonly statuses: readonly DeliveryStatus[];
  /** Whether deliveries that a person cancelled are left alone. */
  readonly sparesStopped: boolean;
  /** Also events that the webhook asks for now, its condition included, and that never had a delivery to it. */
  readonly includeMissing: boolean;
}

export interface ReplayCandidate {
  readonly eventId: string;
  readonly webhookId: string;
  /** The delivery that it repeats; `null` when there was none. */
  readonly deliveryId: string | null;
}

export interface FoundCandidates {
  readonly candidates: ReplayCandidate[];
  /** What would be sent as well if the payload of its event had not been removed. */
  readonly payloadRemoved: number;
}

/** An id is made by our clock a moment before the database's says when the event was received. */
const CLOCK_SLACK_MS = 120_000;
/** Sizes at which a page takes some 20 ms of the database's time. */
const DELIVERIES_PAGE = 200;
const EVENTS_PAGE = 500;
/** Payloads in memory at once, where conditions ask for them. */
const PAYLOADS_PAGE = 50;

/**
 * @param limit where to stop
 * @returns at most `limit` candidates, oldest first; when there are as many, nothing beyond the last was looked at
 * @throws DomainError LIMIT_EXCEEDED when the time range has too many events to look at
 */
export function findReplayCandidates(
  database: Database,
  selection: ReplaySelection,
  limit: number,
): Promise<FoundCandidates> {
  const { scope, webhooks } = selection;
  if (!webhooks.every((webhook) => isInScope(scope, { ...webhook, tenantId: scope.tenantId }))) {
    throw new Error('a replay to webhooks outside the scope of its caller');
  }
  // What failed or was cancelled has a table of its own; for anything else the events have to be walked through.
  const isTroubleOnly = !selection.includeMissing && !selection.statuses.includes('SUCCEEDED');
  return isTroubleOnly ? walkTrouble(database.system, selection, limit) : walkEvents(database.system, selection, limit);
}

async function walkTrouble(sql: Sql, selection: ReplaySelection, limit: number): Promise<FoundCandidates> {
  const found = createFound(limit);
  const webhookIds = selection.webhooks.map(({ id }) => id);
  const scopeValues = valuesOf(selection.scope);
  let after = firstUuidAt(new Date(selection.from.getTime() - CLOCK_SLACK_MS));
  for (;;) {
    const rows = await sql.query<TroubleRow>(troublePage, [
      webhookIds,
      selection.statuses,
      after,
      DELIVERIES_PAGE,
      selection.from,
      selection.to,
      ...scopeValues,
      selection.sparesStopped,
    ]);
    for (const { id, event_id: eventId, webhook_id: webhookId, event_type: type, is_removed: isRemoved } of rows) {
      if (eventId === null || webhookId === null || type === null || !wantsType(selection, type)) continue;
      if (found.add([{ eventId, webhookId, deliveryId: id }], isRemoved === true)) return found;
    }
    if (rows.length < DELIVERIES_PAGE) return found;
    after = rows.at(-1)?.id ?? after;
  }
}

async function walkEvents(sql: Sql, selection: ReplaySelection, limit: number): Promise<FoundCandidates> {
  const found = createFound(limit);
  const webhookIds = selection.webhooks.map(({ id }) => id);
  const scopeValues = valuesOf(selection.scope);
  const before = firstUuidAt(new Date(selection.to.getTime() + CLOCK_SLACK_MS));
  let after = firstUuidAt(new Date(selection.from.getTime() - CLOCK_SLACK_MS));
  for (let looked = 0; looked < replayLimits.lookedAtEvents; looked += EVENTS_PAGE) {
    const rows = await sql.query<EventPageRow>(eventsPage, [
      webhookIds,
      before,
      after,
      EVENTS_PAGE,
      selection.from,
      selection.to,
      ...scopeValues,
      selection.sparesStopped,
    ]);
    const wanted = rows.filter((row) => row.is_wanted && wantsType(selection, row.type));
    for (let start = 0; start < wanted.length; start += PAYLOADS_PAGE) {
      const part = wanted.slice(start, start + PAYLOADS_PAGE);
      const unmet = await findUnmet(sql, part, selection);
      for (const row of part) if (found.add(candidatesOf(row, selection, unmet), row.is_removed)) return found;
    }
    if (rows.length < EVENTS_PAGE) return found;
    after = rows.at(-1)?.id ?? after;
  }
  const limitOfEvents = replayLimits.lookedAtEvents;
  throw new DomainError({
    code: 'LIMIT_EXCEEDED',
    message: `The time range has more than ${limitOfEvents} events to look at: make it shorter.`,
    path: ['receivedAt'],
    limit: limitOfEvents,
  });
}

function createFound(limit: number) {
  const found = {
    candidates: [] as ReplayCandidate[],
    payloadRemoved: 0,
    /** @returns whether there are as many as are wanted */
    add(more: readonly ReplayCandidate[], isRemoved: boolean): boolean {
      if (isRemoved) found.payloadRemoved += more.length;
      else found.candidates.push(...more.slice(0, limit - found.candidates.length));
      return found.candidates.length >= limit;
    },
  };
  return found;
}

/** An event's newest deliveries by webhook, and fan-out's own rules for where there is none. */
function candidatesOf(row: EventPageRow, selection: ReplaySelection, unmet: ReadonlySet<string>): ReplayCandidate[] {
  const { webhooks, statuses } = selection;
  const newest = new Map(row.newest.map(([webhookId, id, status, isSpared]) => [webhookId, { id, status, isSpared }]));
  const wanted = new Set(missingFor(row, selection).map(({ id }) => id));
  return webhooks.flatMap(({ id: webhookId }) => {
    const delivery = newest.get(webhookId);
    const isCandidate =
      delivery === undefined
        ? wanted.has(webhookId) && !unmet.has(pairOf(row.id, webhookId))
        : statuses.includes(delivery.status) && !delivery.isSpared;
    return isCandidate ? [{ eventId: row.id, webhookId, deliveryId: delivery?.id ?? null }] : [];
  });
}

/** The webhooks that ask for an event and never had it; their conditions are another matter. */
function missingFor(row: EventPageRow, { webhooks, includeMissing }: ReplaySelection): FanOutWebhook[] {
  if (!includeMissing || row.is_test) return [];
  const had = new Set(row.newest.map(([webhookId]) => webhookId));
  const event = { type: row.type, companyId: row.company_id, fulfillmentCenterId: row.fulfillment_center_id };
  return webhooks.filter((webhook) => !had.has(webhook.id) && asksFor(webhook, event));
}

/** Pairs of an event and a webhook whose condition it does not meet; without a payload it meets none. */
async function findUnmet(sql: Sql, rows: readonly EventPageRow[], selection: ReplaySelection): Promise<Set<string>> {
  const asked = rows.flatMap((row) => {
    const webhooks = missingFor(row, selection).filter(({ condition }) => condition !== null);
    return webhooks.length === 0 ? [] : [{ row, webhooks }];
  });
  if (asked.length === 0) return new Set();
  const found = await sql.query<{ id: string; payload: string }>(replayPayloads, [asked.map(({ row }) => row.id)]);
  const payloadOf = new Map(found.map(({ id, payload }) => [id, payload]));
  const turn = beginTurn();
  const unmet = new Set<string>();
  for (const { row, webhooks } of asked) {
    const payload = payloadOf.get(row.id);
    const meeting = new Set(payload === undefined ? [] : await meetingConditions(row.type, payload, webhooks, turn));
    for (const webhook of webhooks) if (!meeting.has(webhook)) unmet.add(pairOf(row.id, webhook.id));
  }
  return unmet;
}

const pairOf = (eventId: string, webhookId: string): string => `${eventId} ${webhookId}`;

const wantsType = ({ eventTypes }: ReplaySelection, type: string): boolean =>
  eventTypes === null || matchesEventType(eventTypes, type);

const valuesOf = ({ tenantId, companyId, fulfillmentCenterId }: Scope) => [tenantId, companyId, fulfillmentCenterId];
