/** A kind of event, for catalogues, pickers and documentation. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { EventTypeDefinition } from '../../catalogue/event-types.ts';
import { EventTypeOriginEnum } from '../enums.ts';
import { EventTypeNameScalar, JsonObjectScalar } from '../scalars.ts';
import { connectionOf } from './connection.ts';
import { Node } from './node.ts';

@ObjectType({ description: 'One field of a payload.' })
export class EventField {
  @Field(() => String, { description: 'Path, arrays marked with [], e.g. details[].product.' })
  path!: string;

  @Field(() => String, { description: 'string, long, integer, float, date, enum, boolean.' })
  type!: string;

  @Field(() => Boolean, { description: 'Whether it is always present.' })
  required!: boolean;

  @Field(() => [String], { nullable: true, description: 'Members of an enum.' })
  enumValues!: string[] | null;

  @Field(() => String, { description: 'Meaning.' })
  description!: string;
}

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

  @Field(() => JsonObjectScalar, { description: 'JSON Schema 2020-12 of the payload.' })
  jsonSchema!: object;

  @Field(() => Int, { description: 'Number of fields.' })
  fieldCount!: number;

  @Field(() => [EventField], { description: 'Every field, flat, for pickers and docs.' })
  fields!: EventField[];

  @Field(() => String, { description: 'Realistic sample, valid against jsonSchema, as JSON text.' })
  exampleText!: string;
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
      jsonSchema: definition.jsonSchema,
      fieldCount: definition.fields.length,
      fields: definition.fields.map((field) =>
        Object.assign(new EventField(), {
          path: field.path,
          type: field.type,
          required: field.required,
          enumValues: field.enumValues ?? null,
          description: field.description,
        }),
      ),
      exampleText: definition.exampleText,
    });
    known.set(definition, type);
  }
  return type;
}
