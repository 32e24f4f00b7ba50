/**
 * The publishing transaction: idempotency keys, events, deliveries and tickets, all or nothing. One event
 * and five hundred take the same four statements.
 */
import { bigintArray, bytesArray, instantArray, intArray, textArray, uuidArray } from '../database/binary-array.ts';
import { TICKET_SIZE, type DeliveryQueue, type NewTicket, type TicketEntry } from '../database/delivery-queue.ts';
import type { EventRow } from '../database/entities/event.ts';
import type { Sql } from '../database/sql.ts';
import type { CircuitState } from '../domain/circuit.ts';
import { newUuid } from '../domain/ids.ts';
import { fanOut, type FanOutWebhook } from './fan-out.ts';
import type { HoldReason } from './hold-deliveries.ts';

/** An event that was checked and waits to be accepted. */
export interface PreparedEvent extends Omit<
  EventRow,
  'tenantId' | 'receivedAt' | 'matchedWebhookCount' | 'payloadRemovedAt'
> {
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
  readonly idempotencyKey: string;
  /** SHA-256 of type and canonical payload: what makes a repeated idempotency key a repetition. */
  readonly contentHash: Buffer;
}

export type AcceptedEvent =
  | { readonly kind: 'accepted' | 'duplicate'; readonly event: EventRow }
  /** The idempotency key belongs to another content. */
  | { readonly kind: 'mismatch' };

/** A key was there when it was claimed and gone when it was looked up, being old or erased: the transaction is to be repeated. */
export class KeyForgottenError extends Error {}

interface NewDelivery extends TicketEntry {
  readonly eventType: string;
  /** Why it waits without a job from the beginning. */
  readonly holdReason: HoldReason | null;
}

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

async function insertEvents(
  sql: Sql,
  tenantId: string,
  matches: readonly { event: PreparedEvent; webhooks: readonly FanOutWebhook[] }[],
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const events = matches.map((match) => match.event);
  const payloads = joinTexts(events.map((event) => event.payload));
  const keys = placesOf(events.map((event) => event.keyHashes));
  await sql.query(
    {
      name: 'publish-insert',
      text: `
        with new_event as (
          insert into dockhook.event (tenant_id, id, type, schema_version, company_id, fulfillment_center_id, payload,
            key_hashes, occurred_at, idempotency_key, correlation_id, matched_webhook_count)
          select $1, e.id, e.type, e.schema_version, e.company_id, e.fulfillment_center_id,
            convert_from(substr($7::bytea, e.payload_start, e.payload_bytes), 'UTF8'),
            ($8::bigint[])[e.first_key:e.last_key], e.occurred_at, e.idempotency_key, e.correlation_id,
            e.matched_webhook_count
          from (
            select unnest($2::uuid[]) as id, unnest($3::text[]) as type, unnest($4::int[]) as schema_version,
              unnest($5::text[]) as company_id, unnest($6::text[]) as fulfillment_center_id,
              unnest($18::int[]) as payload_start, unnest($19::int[]) as payload_bytes, unnest($20::int[]) as first_key,
              unnest($21::int[]) as last_key, unnest($9::timestamptz[]) as occurred_at,
              unnest($10::text[]) as idempotency_key, unnest($11::text[]) as correlation_id,
              unnest($12::int[]) as matched_webhook_count
          ) e
        ), held as (
          insert into dockhook.held_delivery (tenant_id, attempt_number, webhook_id, delivery_id, event_id, reason)
          select $1, 1, d.webhook_id, d.id, d.event_id, d.hold_reason::dockhook.hold_reason
          from (
            select unnest($13::uuid[]) as id, unnest($14::uuid[]) as event_id, unnest($15::uuid[]) as webhook_id,
              unnest($17::text[]) as hold_reason
          ) d
          where d.hold_reason is not null
        )
        insert into dockhook.delivery (tenant_id, trigger, id, event_id, webhook_id, event_type, status, next_attempt_at)
        select $1, 'EVENT', d.id, d.event_id, d.webhook_id, d.event_type,
               (case when d.hold_reason is null then 'PENDING' else 'HELD' end)::dockhook.delivery_status,
               case when d.hold_reason is null then now() end
        from (
          select unnest($13::uuid[]) as id, unnest($14::uuid[]) as event_id, unnest($15::uuid[]) as webhook_id,
            unnest($16::text[]) as event_type, unnest($17::text[]) as hold_reason
        ) d`,
    },
    [
      tenantId,
      uuidArray(events.map((event) => event.id)),
      textArray(events.map((event) => event.type)),
      intArray(events.map((event) => event.schemaVersion)),
      textArray(events.map((event) => event.companyId)),
      textArray(events.map((event) => event.fulfillmentCenterId)),
      payloads.bytes,
      bigintArray(events.flatMap((event) => event.keyHashes)),
      instantArray(events.map((event) => event.occurredAt)),
      textArray(events.map((event) => event.idempotencyKey)),
      textArray(events.map((event) => event.correlationId)),
      intArray(matches.map((match) => match.webhooks.length)),
      uuidArray(deliveries.map((delivery) => delivery.deliveryId)),
      uuidArray(deliveries.map((delivery) => delivery.eventId)),
      uuidArray(deliveries.map((delivery) => delivery.webhookId)),
      textArray(deliveries.map((delivery) => delivery.eventType)),
      textArray(deliveries.map((delivery) => delivery.holdReason)),
      intArray(payloads.starts),
      intArray(payloads.lengths),
      intArray(keys.starts),
      intArray(keys.lengths.map((length, index) => (keys.starts[index] as number) + length - 1)),
    ],
  );
}

/**
 * Texts as one run of bytes, with the place (from 1) and length of each: as an array of texts every quotation mark in
 * them would be escaped here, and parsed again by the database.
 */
function joinTexts(texts: readonly string[]) {
  const parts = texts.map((text) => Buffer.from(text));
  return { bytes: Buffer.concat(parts), ...placesOf(parts) };
}

/** Where each part begins (from 1) and how long it is, when they stand one after the other. */
function placesOf(parts: readonly { readonly length: number }[]) {
  const lengths = parts.map((part) => part.length);
  let next = 1;
  const starts = lengths.map((length) => {
    const start = next;
    next += length;
    return start;
  });
  return { starts, lengths };
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
