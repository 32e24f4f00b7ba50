/**
 * JSON in and out without losing digits: a whole number beyond 2^53-1 written in a document, or put into a result,
 * is carried as JSON.rawJSON and comes out of JSON.stringify as it went in. In variables such a number has lost its
 * digits before any scalar sees it; whoever needs it exact must look for that (publishing does).
 */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { exactNumber } from '../catalogue/exact-number.ts';

export const JsonObjectScalar = new GraphQLScalarType<object, object>({
  name: 'JSONObject',
  description: 'A JSON object.',
  specifiedByURL: 'http://www.ecma-international.org/publications/files/ECMA-ST/ECMA-404.pdf',
  serialize: (value) => asObject(value),
  parseValue: (value) => asObject(value),
  parseLiteral: (node, variables) =>
    asObject(node.kind === Kind.OBJECT ? readLiteral(node, variables ?? {}) : null, node),
});

/** Never shows the value: it may be a whole payload. */
function asObject(value: unknown, node?: ValueNode): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new GraphQLError('JSONObject must be a JSON object; JSON text in a string is not one.', {
    nodes: node ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/**
 * The value that a document spells out, members in the written order.
 * @param variables values by name; a variable without one is left out of an object and null in a list
 */
export function readLiteral(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
    case Kind.NULL:
      return null;
    case Kind.INT:
      return exactNumber(node.value);
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map((value) => readLiteral(value, variables) ?? null);
    case Kind.OBJECT:
      // Defines members, so that `__proto__` becomes one like any other.
      return Object.fromEntries(
        node.fields.flatMap((field) => {
          const value = readLiteral(field.value, variables);
          return value === undefined ? [] : [[field.name.value, value]];
        }),
      );
    default:
      return node.value; // text, enum member, boolean
  }
}
