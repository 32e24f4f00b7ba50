/** The payloads of the built-in events as typed objects, made from the shapes of the catalogue. */
import { createUnionType, ObjectType, type ClassType } from 'type-graphql';
import { eventTypes, findEventType } from '../../catalogue/event-types.ts';
import type { ObjectShape } from '../../catalogue/payload-shape.ts';
import { readPayload } from '../../catalogue/read-payload.ts';
import { addPayloadFields } from '../payload-fields.ts';

function objectTypeOf(shape: ObjectShape): ClassType {
  const Type = class {};
  ObjectType(shape.typeName, { description: sentence(shape.description), simpleResolvers: true })(Type);
  addPayloadFields(Type, shape, objectTypeOf);
  return Type;
}

const payloadTypes = eventTypes.map((type) => objectTypeOf(type.shape));

interface TypedPayload {
  readonly __typename: string;
}

export const EventPayload = createUnionType({
  name: 'EventPayload',
  description: "One type per built-in event, with every field of that event's JSON Schema.",
  types: () => payloadTypes,
  resolveType: (payload) => (payload as TypedPayload).__typename,
});

/** A stored payload as an object with every digit of its Longs; null for types defined at run time. */
export function toEventPayload(typeName: string, text: string): TypedPayload | null {
  const type = findEventType(typeName);
  return type === undefined ? null : { ...readPayload(type, text), __typename: type.shape.typeName };
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
