/**
 * The statement that stores accepted events with their deliveries: one for one event, and one for five hundred. What it is
 * given for each event, or each delivery, is an array of one kind.
 */
import { bigintArray, instantArray, intArray, textArray, uuidArray } from '../database/binary-array.ts';
import type { TicketEntry } from '../database/delivery-queue.ts';
import type { EventRow } from '../database/entities/event.ts';
import { namedStatement } from '../database/named-statement.ts';
import type { Sql } from '../database/sql.ts';
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

export interface NewDelivery extends TicketEntry {
  readonly eventType: string;
  /** Why it waits without a job from the beginning. */
  readonly holdReason: HoldReason | null;
}

/** An event, and how many webhooks it goes to. */
export interface MatchedEvent {
  readonly event: PreparedEvent;
  readonly webhooks: readonly unknown[];
}

export async function insertEvents(
  sql: Sql,
  tenantId: string,
  matches: readonly MatchedEvent[],
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const events = matches.map((match) => match.event);
  const payloads = joinTexts(events.map((event) => event.payload));
  const keys = placesOf(events.map((event) => event.keyHashes));
  await sql.query(
    insertion.statement,
    insertion.valuesOf({
      tenantId,
      eventIds: uuidArray(events.map((event) => event.id)),
      types: textArray(events.map((event) => event.type)),
      schemaVersions: intArray(events.map((event) => event.schemaVersion)),
      companyIds: textArray(events.map((event) => event.companyId)),
      fulfillmentCenterIds: textArray(events.map((event) => event.fulfillmentCenterId)),
      payloads: payloads.bytes,
      keyHashes: bigintArray(events.flatMap((event) => event.keyHashes)),
      occurredAt: instantArray(events.map((event) => event.occurredAt)),
      idempotencyKeys: textArray(events.map((event) => event.idempotencyKey)),
      correlationIds: textArray(events.map((event) => event.correlationId)),
      matchedWebhookCounts: intArray(matches.map((match) => match.webhooks.length)),
      deliveryIds: uuidArray(deliveries.map((delivery) => delivery.deliveryId)),
      eventOfDelivery: uuidArray(deliveries.map((delivery) => delivery.eventId)),
      webhookOfDelivery: uuidArray(deliveries.map((delivery) => delivery.webhookId)),
      typeOfDelivery: textArray(deliveries.map((delivery) => delivery.eventType)),
      holdReasons: textArray(deliveries.map((delivery) => delivery.holdReason)),
      payloadStarts: intArray(payloads.starts),
      payloadBytes: intArray(payloads.lengths),
      firstKeys: intArray(keys.starts),
      lastKeys: intArray(keys.lengths.map((length, index) => (keys.starts[index] as number) + length - 1)),
    }),
  );
}

/** Arrays of events, then of deliveries. A slice has a space after its colon, or it would be a parameter. */
interface Parameters {
  tenantId: string;
  eventIds: Buffer;
  types: Buffer;
  schemaVersions: Buffer;
  companyIds: Buffer;
  fulfillmentCenterIds: Buffer;
  payloads: Buffer;
  keyHashes: Buffer;
  occurredAt: Buffer;
  idempotencyKeys: Buffer;
  correlationIds: Buffer;
  matchedWebhookCounts: Buffer;
  deliveryIds: Buffer;
  eventOfDelivery: Buffer;
  webhookOfDelivery: Buffer;
  typeOfDelivery: Buffer;
  holdReasons: Buffer;
  payloadStarts: Buffer;
  payloadBytes: Buffer;
  firstKeys: Buffer;
  lastKeys: Buffer;
}

const insertion = namedStatement<Parameters>(
  'publish-insert',
  `
with new_event as (
  insert into dockhook.event (tenant_id, id, type, schema_version, company_id, fulfillment_center_id, payload,
    key_hashes, occurred_at, idempotency_key, correlation_id, matched_webhook_count)
  select :tenantId, e.id, e.type, e.schema_version, e.company_id, e.fulfillment_center_id,
    convert_from(substr(:payloads::bytea, e.payload_start, e.payload_bytes), 'UTF8'),
    (:keyHashes::bigint[])[e.first_key : e.last_key], e.occurred_at, e.idempotency_key, e.correlation_id,
    e.matched_webhook_count
  from (
    select unnest(:eventIds::uuid[]) as id, unnest(:types::text[]) as type, unnest(:schemaVersions::int[]) as schema_version,
      unnest(:companyIds::text[]) as company_id, unnest(:fulfillmentCenterIds::text[]) as fulfillment_center_id,
      unnest(:payloadStarts::int[]) as payload_start, unnest(:payloadBytes::int[]) as payload_bytes,
      unnest(:firstKeys::int[]) as first_key, unnest(:lastKeys::int[]) as last_key, unnest(:occurredAt::timestamptz[]) as occurred_at,
      unnest(:idempotencyKeys::text[]) as idempotency_key, unnest(:correlationIds::text[]) as correlation_id,
      unnest(:matchedWebhookCounts::int[]) as matched_webhook_count
  ) e
), held as (
  insert into dockhook.held_delivery (tenant_id, attempt_number, webhook_id, delivery_id, event_id, reason)
  select :tenantId, 1, d.webhook_id, d.id, d.event_id, d.hold_reason::dockhook.hold_reason
  from (
    select unnest(:deliveryIds::uuid[]) as id, unnest(:eventOfDelivery::uuid[]) as event_id,
      unnest(:webhookOfDelivery::uuid[]) as webhook_id, unnest(:holdReasons::text[]) as hold_reason
  ) d
  where d.hold_reason is not null
)
insert into dockhook.delivery (tenant_id, trigger, id, event_id, webhook_id, event_type, status, next_attempt_at)
select :tenantId, 'EVENT', d.id, d.event_id, d.webhook_id, d.event_type,
       (case when d.hold_reason is null then 'PENDING' else 'HELD' end)::dockhook.delivery_status,
       case when d.hold_reason is null then now() end
from (
  select unnest(:deliveryIds::uuid[]) as id, unnest(:eventOfDelivery::uuid[]) as event_id,
    unnest(:webhookOfDelivery::uuid[]) as webhook_id, unnest(:typeOfDelivery::text[]) as event_type, unnest(:holdReasons::text[]) as hold_reason
) d`,
);

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
