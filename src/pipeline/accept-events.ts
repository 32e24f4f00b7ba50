/**
 * The publishing transaction: idempotency keys, events, deliveries and tickets, all or nothing. One event
 * and five hundred take the same four statements.
 */
import { bytesArray, textArray, uuidArray } from '../database/binary-array.ts';
import { TICKET_SIZE, type DeliveryQueue, type NewTicket } from '../database/delivery-queue.ts';
import type { EventRow } from '../database/entities/event.ts';
import type { Sql } from '../database/sql.ts';
import type { CircuitState } from '../domain/circuit.ts';
import { newUuid } from '../domain/ids.ts';
import { fanOut, type FanOutWebhook } from './fan-out.ts';
import { insertEvents, type NewDelivery, type PreparedEvent } from './insert-events.ts';

export interface StoredEvent {
  readonly kind: 'accepted' | 'duplicate';
  readonly event: EventRow;
}

/** `mismatch`: the idempotency key belongs to another content. */
export type AcceptedEvent = StoredEvent | { readonly kind: 'mismatch' };

/** A key was there when it was claimed and gone when it was looked up, being old or erased: the transaction is to be repeated. */
export class KeyForgottenError extends Error {}

/**
 * Accepts events inside the caller's transaction, as the tenant.
 * @returns one result per event, in order
 * @throws KeyForgottenError when the same transaction, made again, will do better
 */
export async function acceptEvents(
  sql: Sql,
  queue: DeliveryQueue,
  tenantId: string,
  events: readonly PreparedEvent[],
): Promise<AcceptedEvent[]> {
  // Sorted, so that two transactions that share keys wait for each other instead of deadlocking.
  const firstOfKey = new Map(
    [...events].reverse().map((event) => [event.idempotencyKey, event]), // the first of equal keys wins
  );
  const candidates = [...firstOfKey.values()].sort((a, b) => (a.idempotencyKey < b.idempotencyKey ? -1 : 1));
  const { claimed, webhooks, acceptedAt } = await claimKeys(sql, tenantId, candidates);

  const claimedKeys = new Set(claimed);
  // In the order given: so they are delivered, as far as there is an order.
  const fresh = events.filter(
    (event) => claimedKeys.has(event.idempotencyKey) && firstOfKey.get(event.idempotencyKey) === event,
  );
  const wanting = await fanOut(fresh, webhooks);
  const matches = fresh.map((event, index) => ({ event, webhooks: wanting[index] ?? [] }));
  const deliveries = matches.flatMap(({ event, webhooks: matched }) => matched.map((hook) => toDelivery(event, hook)));
  if (fresh.length > 0) await insertEvents(sql, tenantId, matches, deliveries);
  await queue.insert(sql, toTickets(deliveries));

  const accepted = new Map<string, EventRow>();
  for (const { event, webhooks: matched } of matches) {
    accepted.set(event.idempotencyKey, toEventRow(tenantId, event, acceptedAt, matched.length));
  }
  const repeated = candidates.filter((event) => !claimedKeys.has(event.idempotencyKey));
  const earlier = await findEarlier(sql, tenantId, repeated);
  if (earlier.size < repeated.length) throw new KeyForgottenError('an idempotency key went while it was looked up');
  return events.map((event): AcceptedEvent => {
    const first = firstOfKey.get(event.idempotencyKey);
    const own = accepted.get(event.idempotencyKey);
    if (own !== undefined) {
      if (first === event) return { kind: 'accepted', event: own };
      return first?.contentHash.equals(event.contentHash) ? { kind: 'duplicate', event: own } : { kind: 'mismatch' };
    }
    const known = earlier.get(event.idempotencyKey);
    // Accepted by this very call: its commit went through, but the connection was lost before it could be told.
    if (known?.event.id === event.id) return { kind: 'accepted', event: known.event };
    return known?.hash.equals(event.contentHash) ? { kind: 'duplicate', event: known.event } : { kind: 'mismatch' };
  });
}

interface ClaimRow {
  readonly claimed: readonly string[];
  readonly webhooks: readonly Omit<FanOutWebhook, 'circuit'>[];
  /** By webhook, of those that are not closed; null when all are. */
  readonly circuits: Readonly<Record<string, CircuitState>> | null;
  readonly accepted_at: Date;
}

/**
 * Claims the keys that are new and reads the tenant's webhooks, in one statement. Circuits are read apart: joined, under
 * row-level security, every webhook's was looked for among all of the tenant's.
 */
async function claimKeys(sql: Sql, tenantId: string, events: readonly PreparedEvent[]) {
  const [row] = await sql.query<ClaimRow>(
    {
      name: 'publish-claim',
      text: `
        with claimed as (
          insert into dockhook.idempotency_key (tenant_id, key, event_id, request_hash)
          select $1, unnest($2::text[]), unnest($3::uuid[]), unnest($4::bytea[])
          on conflict (tenant_id, key) do nothing
          returning key
        )
        select coalesce((select array_agg(key) from claimed), '{}') as claimed,
               coalesce((select json_agg(hook) from (
                 select w.id, w.event_types as "eventTypes", w.condition, w.status, w.company_id as "companyId",
                   w.fulfillment_center_id as "fulfillmentCenterId"
                 from dockhook.webhook w
                 where w.tenant_id = $1 and w.deleted_at is null and w.status <> 'DISABLED') hook), '[]') as webhooks,
               (select json_object_agg(c.webhook_id, c.state) from dockhook.webhook_circuit c
                where c.tenant_id = $1 and c.state <> 'CLOSED') as circuits,
               now() as accepted_at`,
    },
    [
      tenantId,
      textArray(events.map((event) => event.idempotencyKey)),
      uuidArray(events.map((event) => event.id)),
      bytesArray(events.map((event) => event.contentHash)),
    ],
  );
  if (row === undefined) throw new Error('claiming idempotency keys returned no row');
  const { claimed, circuits, accepted_at: acceptedAt } = row;
  const webhooks = row.webhooks.map((webhook) => ({ ...webhook, circuit: circuits?.[webhook.id] ?? 'CLOSED' }));
  return { claimed, webhooks, acceptedAt };
}

/** Of the event everything is null when its records were removed. */
type Earlier = Omit<EventRow, 'id'> & { id: string | null; idempotencyKey: string; hash: Buffer } & {
  readonly firstId: string;
  readonly claimedAt: Date;
};

/** The events that earlier publishes made under these keys. */
async function findEarlier(sql: Sql, tenantId: string, events: readonly PreparedEvent[]) {
  if (events.length === 0) return new Map<string, { hash: Buffer; event: EventRow }>();
  const rows = await sql.query<Earlier>(
    `select k.request_hash as hash, k.event_id as "firstId", k.created_at as "claimedAt", e.id, e.tenant_id as "tenantId", e.type, e.schema_version as "schemaVersion",
            e.company_id as "companyId", e.fulfillment_center_id as "fulfillmentCenterId", e.payload,
            e.payload_removed_at as "payloadRemovedAt",
            e.key_hashes::float8[] as "keyHashes", e.occurred_at as "occurredAt", e.received_at as "receivedAt",
            k.key as "idempotencyKey", e.correlation_id as "correlationId",
            e.matched_webhook_count as "matchedWebhookCount"
     from dockhook.idempotency_key k left join dockhook.event e on e.id = k.event_id
     where k.key = any($1)`,
    [events.map((event) => event.idempotencyKey)],
  );
  const byKey = new Map(events.map((event) => [event.idempotencyKey, event]));
  return new Map(
    rows.map(({ hash, firstId, claimedAt, ...found }) => {
      const repeated = byKey.get(found.idempotencyKey);
      const event =
        found.id === null && repeated !== undefined
          ? removedEvent(tenantId, repeated, firstId, claimedAt)
          : { ...found, id: firstId };
      return [found.idempotencyKey, { hash, event }];
    }),
  );
}

/**
 * The first event of a key that outlives it, where records are kept for less than keys are. With the same content, which
 * the hash tells, the repetition says what it was.
 */
const removedEvent = (tenantId: string, repeated: PreparedEvent, id: string, receivedAt: Date): EventRow => ({
  ...toEventRow(tenantId, repeated, receivedAt, 0),
  id,
  payload: '',
  keyHashes: [],
  payloadRemovedAt: receivedAt,
});

function toDelivery(event: PreparedEvent, webhook: FanOutWebhook): NewDelivery {
  return {
    deliveryId: newUuid(),
    eventId: event.id,
    webhookId: webhook.id,
    attemptNumber: 1,
    eventType: event.type,
    holdReason: webhook.status === 'PAUSED' ? 'PAUSED' : webhook.circuit === 'CLOSED' ? null : 'CIRCUIT',
  };
}

function toTickets(deliveries: readonly NewDelivery[]): NewTicket[] {
  const due = deliveries.filter((delivery) => delivery.holdReason === null);
  const tickets: NewTicket[] = [];
  for (let start = 0; start < due.length; start += TICKET_SIZE) {
    tickets.push({ entries: due.slice(start, start + TICKET_SIZE) });
  }
  return tickets;
}

function toEventRow(tenantId: string, event: PreparedEvent, receivedAt: Date, matchedWebhookCount: number): EventRow {
  const { contentHash: _, ...row } = event;
  return { ...row, tenantId, receivedAt, matchedWebhookCount, payloadRemovedAt: null };
}
