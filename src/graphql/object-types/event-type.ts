/** A kind of event, for catalogues, pickers and documentation. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { EventTypeDefinition } from '../../catalogue/event-types.ts';
import { withExactLimits } from '../../catalogue/exact-schema.ts';
import { Cost } from '../cost-directives.ts';
import { EventTypeOriginEnum } from '../enums.ts';
import { EventTypeNameScalar, JsonObjectScalar } from '../scalars.ts';
import { connectionOf } from './connection.ts';
import { EventField, toEventField } from './event-field.ts';
import { Node } from './node.ts';

@ObjectType({ implements: Node, description: 'A kind of event that can be published and subscribed to.' })
export class EventType extends Node {
  @Field(() => EventTypeNameScalar, { description: 'Dotted name.' })
  name!: string;

  @Field(() => String, { description: 'Group for menus, e.g. Shipments.' })
  group!: string;

  @Field(() => String, { description: 'What it means and when it fires.' })
  description!: string;

  @Field(() => EventTypeOriginEnum, { description: 'Built in or custom.' })
  origin!: 'BUILT_IN' | 'CUSTOM';

  @Field(() => Int, { description: 'Version of the data schema.' })
  schemaVersion!: number;

  @Field(() => JsonObjectScalar, {
    description: 'JSON Schema 2020-12 of the payload. The maximum of a Long has 19 digits, which JSON.parse rounds.',
  })
  @Cost(20) // 50 KB
  jsonSchema!: object;

  @Field(() => Int, { description: 'Number of fields, those of array entries counted once.' })
  fieldCount!: number;

  @Field(() => [EventField], { description: 'Every field, flat, in the documented order, for pickers and docs.' })
  fields!: EventField[];

  /** For the field resolver `exampleText`, which knows who asks. */
  definition!: EventTypeDefinition;
}

export const EventTypeConnection = connectionOf(EventType, 'Event types, paged.');

const known = new Map<EventTypeDefinition, EventType>();

/** Event types do not change while the process runs, so each is mapped once. */
export function toEventType(definition: EventTypeDefinition): EventType {
  let type = known.get(definition);
  if (type === undefined) {
    type = Object.assign(new EventType(), {
      id: `typ_${definition.name}`,
      name: definition.name,
      group: definition.group,
      description: definition.description,
      origin: definition.origin,
      schemaVersion: definition.schemaVersion,
      jsonSchema: withExactLimits(definition.jsonSchema),
      fieldCount: definition.fields.length,
      fields: definition.fields.map(toEventField),
      definition,
    });
    known.set(definition, type);
  }
  return type;
}
