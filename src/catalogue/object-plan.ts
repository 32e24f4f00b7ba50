/**
 * A shape made ready for checking. Every field becomes an object of one layout, whatever its kind: the engine then
 * reads them by fixed offsets, which makes the walk over a payload far faster than over the shape itself.
 */
import type { FieldKind, FieldShape, ObjectShape } from './payload-shape.ts';

/** What the rules need of a field; members that its kind does not have are zero, false or empty. */
export interface FieldPlan {
  readonly name: string;
  /** The name as it stands in JSON text, quoted. */
  readonly key: string;
  /** The UTF-16 units of `key`. */
  readonly keyUnits: Uint16Array;
  readonly index: number;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly businessKey: boolean;
  /** The event's scope or time: a field of the payload itself, not of an array's entries. */
  readonly isHeader: boolean;
  readonly maxLength: number;
  readonly maxItems: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly decimals: number;
  /** Of a float: its size stays below this. */
  readonly limit: number;
  readonly keepsMilliseconds: boolean;
  readonly members: readonly string[];
  /** Of an array: what its entries are. */
  readonly item: ObjectPlan | undefined;
}

export interface ObjectPlan {
  readonly shape: ObjectShape;
  readonly fields: readonly FieldPlan[];
  readonly required: readonly FieldPlan[];
  /** By the index that the field before had, plus one: the index of the field that last stood behind it. */
  readonly followers: Uint16Array;
  /** A zero for each field. */
  readonly zeros: readonly number[];
  readonly byName: ReadonlyMap<string, FieldPlan>;
}

/** Top-level fields that every event is filed under. */
const headerPaths: ReadonlySet<string> = new Set(['tenantId', 'companyId', 'fulfillmentCenterId', 'timestamp']);

const plans = new WeakMap<ObjectShape, ObjectPlan>();

export function planOf(shape: ObjectShape): ObjectPlan {
  const known = plans.get(shape);
  if (known !== undefined) return known;
  const fields = shape.fields.map(planField);
  const plan = {
    shape,
    fields,
    required: fields.filter((field) => field.required),
    followers: Uint16Array.from({ length: fields.length + 1 }, (_, index) => index),
    zeros: fields.map(() => 0),
    byName: new Map(fields.map((field) => [field.name, field])),
  };
  plans.set(shape, plan);
  return plan;
}

function planField(field: FieldShape): FieldPlan {
  const isFloat = field.kind === 'float';
  const isInteger = field.kind === 'integer';
  const key = JSON.stringify(field.name);
  return {
    name: field.name,
    key,
    keyUnits: Uint16Array.from(key, (character) => character.charCodeAt(0)),
    index: field.index,
    kind: field.kind,
    required: field.required,
    businessKey: field.businessKey,
    isHeader: headerPaths.has(field.path),
    maxLength: field.kind === 'string' ? field.maxLength : 0,
    maxItems: field.kind === 'array' ? field.maxItems : 0,
    minimum: isInteger || (isFloat && field.minimum !== undefined) ? (field.minimum ?? 0) : -Infinity,
    maximum: isInteger ? field.maximum : Infinity,
    decimals: isFloat ? field.decimals : 0,
    limit: isFloat ? field.limit : Infinity,
    keepsMilliseconds: field.kind === 'date' && field.keepsMilliseconds,
    members: field.kind === 'enum' ? field.values.map((member) => member.value) : [],
    item: field.kind === 'array' ? planOf(field.item) : undefined,
  };
}
