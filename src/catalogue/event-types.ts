/** The built-in event types, each made from its JSON Schema in schema/events: the single source of everything about it. */
import inventoryUpdated from '../../schema/events/inventory.updated.json' with { type: 'json' };
import orderStatus from '../../schema/events/order.status.json' with { type: 'json' };
import pickConfirmed from '../../schema/events/pick.confirmed.json' with { type: 'json' };
import returnReceived from '../../schema/events/return.received.json' with { type: 'json' };
import shipmentClosed from '../../schema/events/shipment.closed.json' with { type: 'json' };
import { eventFields, type EventField } from './event-fields.ts';
import type { ObjectShape } from './payload-shape.ts';
import { asNode, readNumber, readObjectShape, readText, readTexts, type SchemaNode } from './read-schema.ts';

export interface EventTypeDefinition {
  /** Dotted name, as in the X-Jasci-Event header. */
  readonly name: string;
  /** Heading for menus: Shipments. */
  readonly group: string;
  readonly description: string;
  readonly origin: 'BUILT_IN';
  readonly schemaVersion: number;
  /** What happens in the warehouse, to follow "raised when". */
  readonly raisedWhen: string;
  /** Fields that together tell one occurrence from another: drop what repeats them. */
  readonly naturalKey: readonly string[];
  /** Fields that tell an earlier occurrence from a later one. */
  readonly orderBy: readonly string[];
  /** What receivers trip on, one sentence or two each. */
  readonly notes: readonly string[];
  /** JSON Schema 2020-12 as published. */
  readonly jsonSchema: SchemaNode;
  readonly shape: ObjectShape;
  /** Every leaf, flat, in the documented order. */
  readonly fields: readonly EventField[];
  /** Realistic sample that uses most fields, indented JSON. */
  readonly exampleText: string;
  /** All samples, the same first; where the vendor's page shows a payload, it is the last. */
  readonly exampleTexts: readonly string[];
}

/** In the order in which menus and docs show them. */
export const eventTypes: readonly EventTypeDefinition[] = [
  defineEventType('shipment.closed', shipmentClosed),
  defineEventType('pick.confirmed', pickConfirmed),
  defineEventType('inventory.updated', inventoryUpdated),
  defineEventType('order.status', orderStatus),
  defineEventType('return.received', returnReceived),
];

const byName = new Map(eventTypes.map((type) => [type.name, type]));

/** The built-in type of that name. */
export function findEventType(name: string): EventTypeDefinition | undefined {
  return byName.get(name);
}

/** @throws Error when the schema is not as schema/events/README.md says */
function defineEventType(name: string, schema: unknown): EventTypeDefinition {
  const jsonSchema = asNode(schema);
  const shape = readObjectShape(jsonSchema);
  const examples = (jsonSchema['examples'] as readonly unknown[]).map((example) => JSON.stringify(example, null, 2));
  const [exampleText] = examples;
  if (exampleText === undefined) throw new Error(`Schema of ${name}: no example`);
  return {
    name,
    group: readText(jsonSchema, 'x-group'),
    description: shape.description,
    origin: 'BUILT_IN',
    schemaVersion: readNumber(jsonSchema, 'x-schemaVersion'),
    raisedWhen: readText(jsonSchema, 'x-raisedWhen'),
    naturalKey: readTexts(jsonSchema, 'x-naturalKey'),
    orderBy: readTexts(jsonSchema, 'x-orderBy'),
    notes: readTexts(jsonSchema, 'x-notes'),
    jsonSchema,
    shape,
    fields: eventFields(shape),
    exampleText,
    exampleTexts: examples,
  };
}
