import { getNamedType, getNullableType, isInterfaceType, isListType, isObjectType, type GraphQLField } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { eventTypes } from '../../../src/catalogue/event-types.ts';
import { refuseLargeAnswer } from '../../../src/graphql/guards/answer-size.ts';
import { createAdmit } from '../../../src/graphql/guards/admit.ts';
import { ANSWER_LIMIT_CHARACTERS } from '../../../src/graphql/guards/limits.ts';
import { buildApiSchema } from '../../../src/graphql/schema.ts';

const schema = buildApiSchema();
const admit = createAdmit(schema);

/** The rule that refuses it, and its message. */
const refusalOf = (query: string, variables = {}): string => {
  const admitted = admit({ query, variables });
  if (admitted.ok) return 'admitted';
  return `${String(admitted.errors[0]?.extensions['rule'])}: ${String(admitted.errors[0]?.message)}`;
};

it('every list has a size: its own, or that of the field which returns what it is part of', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
  ) as { name: string; getFields(): Record<string, GraphQLField<unknown, unknown>> }[];
  const fields = types.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const listSizeOf = ({ astNode }: GraphQLField<unknown, unknown>) =>
    astNode?.directives?.find(({ name }) => name.value === 'listSize');
  const sizes = (field: GraphQLField<unknown, unknown>, name: string): boolean => {
    const named = listSizeOf(field)?.arguments?.find((argument) => argument.name.value === 'sizedFields')?.value;
    const names =
      named?.kind === 'ListValue' ? named.values.map((value) => 'value' in value && value.value) : ['nodes', 'edges'];
    return listSizeOf(field) !== undefined && names.includes(name);
  };
  const withoutSize = fields.filter(({ type, field }) => {
    if (!isListType(getNullableType(field.type)) || listSizeOf(field) !== undefined) return false;
    const above = fields.filter((other) => getNamedType(other.field.type).name === type.name);
    return above.length === 0 || !above.every((other) => sizes(other.field, field.name));
  });
  expect(withoutSize.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});

it('what an event type has is paid for: its fields, its schema, its example', () => {
  const aliases = (field: string) => Array.from({ length: 30 }, (_, index) => `a${index}: ${field}`).join(' ');
  const ids = Array.from({ length: 100 }, () => 'typ_shipment.closed');
  for (const selection of ['fields { path }', aliases('jsonSchema'), aliases('exampleText')]) {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on EventType { ${selection} } } }`;
    expect(refusalOf(query, { ids })).toContain('cost: ');
  }
  const mean = eventTypes.reduce((sum, { fields }) => sum + fields.length, 0) / eventTypes.length;
  expect(Math.abs(mean - 100)).toBeLessThan(5);
  // The whole catalogue at once, as pickers want it.
  const whole = '{ eventTypes(first: 100) { nodes { name jsonSchema fields { path enumMembers { value } } } } }';
  expect(refusalOf(whole)).toBe('admitted');
});

it('what hangs on the webhooks of a page, and on the events of a batch, is paid for', () => {
  expect(refusalOf('{ webhooks(first: 100) { nodes { matchedEventTypes { name } headers { name } } } }')).toBe(
    'admitted',
  );
  expect(refusalOf('{ webhooks(first: 100) { nodes { matchedEventTypes { fields { path } } } } }')).toContain('cost: ');
  const publish = readFileSync(path.resolve('operations/publish-events.graphql'), 'utf8');
  const inputs = Array.from({ length: 500 }, () => ({}));
  expect(refusalOf(publish, { inputs })).toBe('admitted');
  expect(refusalOf(publish.replace('event {', 'event { type { fields { path } }'), { inputs })).toContain('cost: ');
});

it('an answer that is larger than thought is refused, without looking at all of it', () => {
  let looked = 0;
  const large = { jsonSchema: 'x'.repeat(100_000) };
  const entries = Array.from({ length: 10_000 }, () =>
    Object.defineProperty({}, 'a', {
      enumerable: true,
      get() {
        looked += 1;
        return large;
      },
    }),
  );
  expect(refuseLargeAnswer({ data: { nodes: entries } })?.extensions).toEqual({
    code: 'LIMIT_EXCEEDED',
    rule: 'answer-size',
    limit: ANSWER_LIMIT_CHARACTERS,
  });
  expect(looked).toBeLessThan(200);
  expect(refuseLargeAnswer({ data: { nodes: entries.slice(0, 100) } })).toBeUndefined();
  expect(refuseLargeAnswer({ data: null })).toBeUndefined();
});
