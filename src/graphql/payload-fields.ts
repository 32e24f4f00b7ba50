/**
 * GraphQL fields made from the shapes of payloads, for object types and input types alike. type-graphql's decorators
 * are plain functions: here they are called in a loop instead of 486 times by hand.
 */
import { Field, Float, Int, registerEnumType, type ClassType } from 'type-graphql';
import { eventTypes } from '../catalogue/event-types.ts';
import type { EnumField, FieldShape, ObjectShape } from '../catalogue/payload-shape.ts';
import { EventDateScalar, LongScalar } from './scalars.ts';

/** Gives the class one GraphQL field for each of the shape's; `itemType` makes the type of an array's entries. */
export function addPayloadFields(
  Type: ClassType,
  shape: ObjectShape,
  itemType: (item: ObjectShape) => ClassType,
): void {
  for (const field of shape.fields) {
    const type = field.kind === 'array' ? [itemType(field.item)] : leafType(field);
    const options = { nullable: !field.required, description: describe(field) };
    // The decorator fits properties, methods and accessors; its type says so in a way that a call must narrow.
    (Field(() => type, options) as PropertyDecorator)(Type.prototype as object, field.name);
  }
}

type LeafShape = Exclude<FieldShape, { kind: 'array' }>;

function leafType(field: LeafShape) {
  switch (field.kind) {
    case 'string':
      return String;
    case 'boolean':
      return Boolean;
    case 'integer':
      return Int;
    case 'float':
      return Float;
    case 'long':
      return LongScalar;
    case 'date':
      return EventDateScalar;
    case 'enum':
      return enumType(field);
  }
}

function describe({ description, requiredWhen }: FieldShape): string {
  return `${description}.${requiredWhen === undefined ? '' : ` Expected when ${requiredWhen}.`}`;
}

const enumTypes = new Map<string, object>();

/** One enum for all fields that name it. */
function enumType({ enumName, values }: EnumField): object {
  let members = enumTypes.get(enumName);
  if (members === undefined) {
    members = Object.fromEntries(values.map(({ value }) => [value, value]));
    registerEnumType(members, {
      name: enumName,
      description: `Values of ${placesOf(enumName)}.`,
      valuesConfig: Object.fromEntries(values.map(({ value, description }) => [value, { description }])),
    });
    enumTypes.set(enumName, members);
  }
  return members;
}

/** `order.status orderStatus, lines[].lineStatus; …` */
function placesOf(enumName: string): string {
  return eventTypes
    .flatMap(({ name, fields }) => {
      const paths = fields.filter((field) => field.enumName === enumName).map((field) => field.path);
      return paths.length === 0 ? [] : [`${name} ${paths.join(', ')}`];
    })
    .join('; ');
}
