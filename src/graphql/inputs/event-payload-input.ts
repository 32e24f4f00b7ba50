/** The input of a payload: exactly one of text, JSON, or the typed object of a built-in event. */
import { Field, InputType, type ClassType } from 'type-graphql';
import { eventTypes, type EventTypeDefinition } from '../../catalogue/event-types.ts';
import type { ObjectShape } from '../../catalogue/payload-shape.ts';
import { addPayloadFields } from '../payload-fields.ts';
import { JsonObjectScalar } from '../scalars.ts';
import { OneOf } from './one-of.ts';

@OneOf()
@InputType({
  description:
    'Exactly one: JSON text, parsed JSON, or the typed object of the event. The same content gives the same bytes, ' +
    'keys in the order in which they were given.',
})
export class EventPayloadInput {
  @Field(() => String, {
    nullable: true,
    description: 'JSON text, numbers of any length. What is wrong with it is told in errors.',
  })
  text?: string | null;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description:
      'Parsed JSON. In variables, Long values beyond 9007199254740991 must be strings; written in the document they ' +
      'are exact. What is wrong with it is told in errors.',
  })
  json?: Record<string, unknown> | null;
}

/** Event types by the member of the input that takes their typed payload. */
export const typedMembers: ReadonlyMap<string, EventTypeDefinition> = new Map(
  eventTypes.map((type) => [memberNameOf(type), type]),
);

/** shipment.closed -> shipmentClosed */
export function memberNameOf({ shape: { typeName } }: EventTypeDefinition): string {
  return typeName.charAt(0).toLowerCase() + typeName.slice(1);
}

for (const [name, { name: typeName, shape }] of typedMembers) {
  const Type = inputTypeOf(shape);
  const description =
    `Typed payload of ${typeName}. GraphQL itself checks names, required fields and kinds of value before anything ` +
    'is published, and refuses the whole request; limits are told in errors.';
  // The decorator fits properties, methods and accessors; its type says so in a way that a call must narrow.
  (Field(() => Type, { nullable: true, description }) as PropertyDecorator)(EventPayloadInput.prototype, name);
}

function inputTypeOf(shape: ObjectShape): ClassType {
  const Type = class {};
  InputType(`${shape.typeName}Input`, { description: `Input of ${shape.typeName}.` })(Type);
  addPayloadFields(Type, shape, inputTypeOf);
  return Type;
}
