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
  readonly index: number;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly businessKey: boolean;
  /** The event is filed or found under its value. */
  readonly filed: boolean;
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
  readonly byName: ReadonlyMap<string, FieldPlan>;
}

/** Top-level fields that every event is filed under. */
const headerPaths: ReadonlySet<string> = new Set(['tenantId', 'companyId', 'fulfillmentCenterId', 'timestamp']);

const plans = new WeakMap<ObjectShape, ObjectPlan>();

export function planOf(shape: ObjectShape): ObjectPlan {
  const known = plans.get(shape);
  if (known !== undefined) return known;
  const fields = shape.fields.map(planField);
  const plan = { shape, fields, byName: new Map(fields.map((field) => [field.name, field])) };
  plans.set(shape, plan);
  return plan;
}

function planField(field: FieldShape): FieldPlan {
  const isFloat = field.kind === 'float';
  const isInteger = field.kind === 'integer';
  return {
    name: field.name,
    key: JSON.stringify(field.name),
    index: field.index,
    kind: field.kind,
    required: field.required,
    businessKey: field.businessKey,
    filed: field.businessKey || headerPaths.has(field.path),
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
