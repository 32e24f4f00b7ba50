/** An event as the API shows it. */
import { Field, Int, ObjectType } from 'type-graphql';
import { businessKeysOf } from '../../catalogue/business-keys-of.ts';
import { findEventType } from '../../catalogue/event-types.ts';
import type { EventRow } from '../../database/entities/event.ts';
import { toPublicId } from '../../domain/ids.ts';
import { DateTimeScalar } from '../scalars.ts';
import { connectionOf, SEARCHED_UNTIL } from './connection.ts';
import { Node } from './node.ts';
import { Scope, toScope } from './scope.ts';

@ObjectType({ description: 'A searchable identifier.' })
export class BusinessKey {
  @Field(() => String, { description: 'Name of the payload field, e.g. salesOrderId.' })
  name!: string;

  @Field(() => String, { description: 'Its value.' })
  value!: string;
}

@ObjectType({ implements: Node, description: 'One occurrence, immutable.' })
export class Event extends Node {
  /** UUID, for field resolvers. */
  uuid!: string;

  /** Name of its type, for the field resolver `type`. */
  typeName!: string;

  @Field(() => Int, { description: 'Schema version of the payload at publish time.' })
  schemaVersion!: number;

  @Field(() => [BusinessKey], {
    description:
      'Identifiers a warehouse searches by (sales order, LPN, tracking number, work control number, wave, SKU, RMA), ' +
      "taken from the payload as its type's schema says.",
  })
  businessKeys(): BusinessKey[] {
    const type = findEventType(this.typeName);
    return type === undefined || this.payloadText === ''
      ? []
      : businessKeysOf(type, this.payloadText).map((key) => Object.assign(new BusinessKey(), key));
  }

  @Field(() => Scope, { description: 'Owner scope.' })
  scope!: Scope;

  /** As stored, for the field resolvers that show it; empty once it was removed. */
  payloadText!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the payload was removed, by retention or by an erasure: since then payloadText is empty, payload is null, ' +
      'and the event cannot be sent again.',
  })
  payloadRemovedAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it happened in the WMS.' })
  occurredAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When this service accepted it.' })
  receivedAt!: Date;

  @Field(() => String, { nullable: true, description: "Producer's deduplication key." })
  idempotencyKey!: string | null;

  @Field(() => String, { nullable: true, description: 'Trace or correlation id.' })
  correlationId!: string | null;

  @Field(() => Int, { description: 'Number of webhooks it matched at acceptance.' })
  matchedWebhookCount!: number;
}

@ObjectType('EventConnection', { description: 'Events, paged.' })
export class EventConnection extends connectionOf(Event, 'Events, paged.', 'EventConnectionBase') {
  @Field(() => DateTimeScalar, { nullable: true, description: SEARCHED_UNTIL })
  searchedUntil!: Date | null;
}

export const toEvent = (row: EventRow): Event =>
  Object.assign(new Event(), {
    uuid: row.id,
    id: toPublicId('event', row.id),
    typeName: row.type,
    schemaVersion: row.schemaVersion,
    scope: toScope(row),
    payloadText: row.payload,
    payloadRemovedAt: row.payloadRemovedAt ?? null,
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
    idempotencyKey: row.idempotencyKey ?? null,
    correlationId: row.correlationId ?? null,
    matchedWebhookCount: row.matchedWebhookCount,
  });
