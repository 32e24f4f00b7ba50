/**
 * Lists in arguments are short, wherever they stand. Which parts of an input can hold a list is worked out once per
 * type, so that an operation without any costs nothing. Payloads have limits of their own, and so has a batch of events.
 */
import { getNullableType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql';
import { LIST_LIMIT } from './limits.ts';

/** The name of the place where a list is too long. */
type Check = (value: unknown) => string | undefined;

/** Inputs that have their own limits. */
const exempt: ReadonlySet<string> = new Set(['PublishEventInput', 'EventPayloadInput', 'CustomSampleInput']);

const checks = new WeakMap<object, Check | 'none' | 'under way'>();

/** @returns undefined when no list can be in values of this type */
export function listCheckOf(type: GraphQLInputType): Check | undefined {
  const nullable = getNullableType(type);
  const known = checks.get(nullable);
  if (known === 'none' || known === 'under way') return undefined;
  if (known !== undefined) return known;
  checks.set(nullable, 'under way');
  const check = makeCheck(nullable);
  checks.set(nullable, check ?? 'none');
  return check;
}

function makeCheck(type: GraphQLInputType): Check | undefined {
  if (isListType(type)) {
    const item = getNullableType(type.ofType as GraphQLInputType);
    if (isInputObjectType(item) && exempt.has(item.name)) return undefined;
    const inner = listCheckOf(item);
    return (value) => {
      if (!Array.isArray(value)) return inner?.(value);
      if (value.length > LIST_LIMIT) return '';
      return inner === undefined ? undefined : firstOf(value, inner);
    };
  }
  if (!isInputObjectType(type) || exempt.has(type.name)) return undefined;
  const fields = Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const check = listCheckOf(fieldType);
    return check === undefined ? [] : [{ name, check }];
  });
  if (fields.length === 0) return undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return firstOf(fields, ({ name, check }) => {
      const place = check((value as Record<string, unknown>)[name]);
      return place === undefined ? undefined : `.${name}${place}`;
    });
  };
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
