import { buildSchema, execute, GraphQLError, parse, type ExecutionResult } from 'graphql';
import { beforeEach, expect, it } from 'vitest';
import { createErrorMask } from '../../../src/graphql/errors.ts';

const logged: unknown[] = [];
const { tell } = createErrorMask((error) => void logged.push(error));
beforeEach(() => void logged.splice(0));

const schema = buildSchema(`
  enum Colour { RED }
  type Query { number: Int, colour: Colour, list(size: Int! = 1): [Int!], say(what: String): String }
`);

/** The first error of what these resolvers make of it. */
const firstError = (query: string, rootValue: object, variableValues = {}): unknown =>
  (execute({ schema, document: parse(query), rootValue, variableValues }) as ExecutionResult).errors?.[0];

it.each([
  ['a number that is none', '{ number }', { number: () => 'Erika' }],
  ['a number that is too large', '{ number }', { number: () => 2 ** 40 }],
  ['a member that an enum has not', '{ colour }', { colour: () => 'Erika' }],
  ['null where there is none', '{ list }', { list: () => [null] }],
  [
    "a fault that reads like graphql-js's words about an argument",
    '{ number }',
    {
      number: () => {
        throw new Error('Argument "number" has invalid value Erika');
      },
    },
  ],
])('%s in our own answer is a fault of ours: masked, and logged', (_name, query, rootValue) => {
  const told = tell(firstError(query, rootValue));
  expect(told).toMatchObject({
    message: expect.stringContaining('Something went wrong on our side') as string,
    path: [/\w+/.exec(query)?.[0]].concat(query === '{ list }' ? [0 as never] : []),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  expect(JSON.stringify(told)).not.toContain('Erika');
  expect(logged).toHaveLength(1);
});

it('null for an argument that has a default is the mistake of the caller', () => {
  const told = tell(firstError('query ($n: Int) { list(size: $n) }', {}, { n: null }));
  expect(told).toEqual({
    message: 'Argument "size" of non-null type "Int!" must not be null.',
    locations: [{ line: 1, column: 30 }],
    path: ['list'],
    extensions: { code: 'BAD_USER_INPUT' },
  });
  expect(logged).toEqual([]);
});

it('nothing for our own use leaves with an error', () => {
  const error = new GraphQLError('No.', {
    extensions: { code: 'TIMEOUT', limitMs: 1, http: { status: 504 }, stacktrace: ['at x'] },
  });
  expect(tell(error)).toEqual({ message: 'No.', extensions: { code: 'TIMEOUT', limitMs: 1 } });
});
