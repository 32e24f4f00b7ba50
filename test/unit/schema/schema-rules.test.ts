import { buildSchema, type GraphQLObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { breachesOf, type SchemaRules } from './schema-rules.ts';

const sdl = readFileSync(path.resolve(import.meta.dirname, '../../../schema/schema.graphql'), 'utf8');
const schema = buildSchema(sdl);
const NONE: SchemaRules = {
  descriptions: [],
  naming: [],
  reachability: [],
  connections: [],
  mutations: [],
  deprecations: [],
};

it.each(Object.entries(breachesOf(schema)))('nothing in the schema breaks the rules of %s', (_, breaches) => {
  expect(breaches).toEqual([]);
});

it('every object with an id of its own can be asked for by node', () => {
  const node = schema.getType('Node');
  const withIds = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType =>
      'getInterfaces' in type && node !== undefined && schema.isSubType(node as never, type as never),
  );
  expect(withIds.length).toBeGreaterThan(5);
  for (const type of withIds) expect(String(type.getFields()['id']?.type), type.name).toBe('ID!');
});

describe('the rules', () => {
  const described = `"""x""" type Query { """x""" a("""x""" b: Int): Int }`;
  it.each<[string, string, Partial<SchemaRules>]>([
    ['a well-made schema', described, {}],
    ['a field without a description', `"""x""" type Query { a("""x""" b: Int): Int }`, { descriptions: ['Query.a'] }],
    [
      'an enum value in small letters',
      `${described} """x""" enum E { """x""" small } extend type Query { """x""" e: E }`,
      {
        naming: ['E.small'],
      },
    ],
    ['a type that nothing leads to', `${described} """x""" type Lost { """x""" a: Int }`, { reachability: ['Lost'] }],
    [
      'a list without a page',
      `"""x""" type Query { """x""" a: XConnection } """x""" type XConnection { """x""" edges: Int }`,
      {
        connections: [
          ...['after', 'before', 'first', 'last'].map((name) => `Query.a has no argument ${name}`),
          'XConnection.edges is not [XEdge!]!',
          'XConnection.nodes is not [X!]!',
          'XConnection.pageInfo is not PageInfo!',
          'XConnection.totalCount is not Count',
        ],
      },
    ],
    [
      'a mutation without errors',
      `${described} """x""" type Mutation { """x""" b: Int! }`,
      { mutations: ['b gives no payload type', 'Int has no errors', 'b cannot be null'] },
    ],
    [
      'a deprecation that names no replacement or no date',
      `"""x""" type Query { """x""" a: Int @deprecated(reason: "Old.") """x""" b: Int @deprecated(reason: "Use a instead. Removed after 2027-06-30.") }`,
      { deprecations: ['Query.a: Old.'] },
    ],
  ])('see %s', (_, text, expected) => {
    expect(breachesOf(buildSchema(text))).toEqual({ ...NONE, ...expected });
  });
});
