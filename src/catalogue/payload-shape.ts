/**
 * The shape of an event's payload as a tree that validation, documentation, TypeScript types and GraphQL types
 * are made from. Read from schema/events/*.json by read-schema.ts; nothing here knows JSON Schema.
 */

interface FieldBase {
  /** Key in the payload. */
  readonly name: string;
  /** From the top of the payload, arrays marked: `details[].product`. */
  readonly path: string;
  /** Position among the fields of its object, from 0, in the documented order. */
  readonly index: number;
  readonly description: string;
  /** Heading under which pickers and pages show it: `shipTo`. */
  readonly group: string;
  readonly required: boolean;
  /** Where the vendor's page names it: `field list and sample`; absent for fields that complete the catalogue. */
  readonly documentedIn?: string;
  /** When a producer is expected to give it. Advice, never a reason to refuse. */
  readonly requiredWhen?: string;
  /** Events are found by its value. */
  readonly businessKey: boolean;
  /** Names, addresses and contacts of people: masked where a role may not see them. */
  readonly personalData: boolean;
}

interface LeafBase extends FieldBase {
  readonly example: string | number | boolean;
}

/** Text. `maxLength` counts characters (code points), not UTF-16 units. */
export interface StringField extends LeafBase {
  readonly kind: 'string';
  readonly maxLength: number;
}

/** Whole number from 0 to 9223372036854775807: a bare number in the body, a string in GraphQL. */
export interface LongField extends LeafBase {
  readonly kind: 'long';
}

/** Whole number that fits GraphQL's Int; both bounds inclusive. */
export interface IntegerField extends LeafBase {
  readonly kind: 'integer';
  readonly minimum: number;
  readonly maximum: number;
}

/** Number rounded to `decimals`, half away from zero. `limit` bounds its size, exclusive, so that 15 digits stay exact. */
export interface FloatField extends LeafBase {
  readonly kind: 'float';
  readonly decimals: number;
  /** Inclusive; without it, numbers down to `-limit`. */
  readonly minimum?: number;
  readonly limit: number;
}

/** Instant, emitted in UTC to the second; with `keepsMilliseconds` also `.SSS` when not zero. */
export interface DateField extends LeafBase {
  readonly kind: 'date';
  readonly keepsMilliseconds: boolean;
}

export interface BooleanField extends LeafBase {
  readonly kind: 'boolean';
}

export interface EnumField extends LeafBase {
  readonly kind: 'enum';
  /** Name of the GraphQL enum; fields with one name have the same members. */
  readonly enumName: string;
  readonly values: readonly EnumValue[];
}

export interface EnumValue {
  readonly value: string;
  readonly description: string;
}

/** Repeating part, its entries all objects of one shape. */
export interface ArrayField extends FieldBase {
  readonly kind: 'array';
  readonly maxItems: number;
  readonly item: ObjectShape;
}

export type LeafField = StringField | LongField | IntegerField | FloatField | DateField | BooleanField | EnumField;
export type FieldShape = LeafField | ArrayField;
export type FieldKind = FieldShape['kind'];

export interface ObjectShape {
  /** Name of the GraphQL and TypeScript type: `ShipmentClosed`, `ShipmentClosedDetail`. */
  readonly typeName: string;
  readonly description: string;
  /** In the documented order. */
  readonly fields: readonly FieldShape[];
  readonly byName: ReadonlyMap<string, FieldShape>;
}

/** Every leaf of a payload, in the documented order: what `EventType.fields` lists. */
export function leafFields(shape: ObjectShape): readonly LeafField[] {
  return shape.fields.flatMap((field) => (field.kind === 'array' ? leafFields(field.item) : [field]));
}

/** The object and the objects of its arrays, each once, outermost first. */
export function objectShapes(shape: ObjectShape): readonly ObjectShape[] {
  return [shape, ...shape.fields.flatMap((field) => (field.kind === 'array' ? objectShapes(field.item) : []))];
}
