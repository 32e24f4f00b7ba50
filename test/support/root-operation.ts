/** Documents for the root fields of the schema, made from the schema: for tests that go through all of it. */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export interface RootField {
  /** Query, Mutation or Subscription. */
  readonly type: string;
  /** E.g. `Query.webhook`. */
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
}

export function rootFieldsOf(schema: GraphQLSchema): RootField[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    type == null
      ? []
      : Object.values(type.getFields()).map((field) => ({
          type: type.name,
          name: `${type.name}.${field.name}`,
          field,
        })),
  );
}

/**
 * The operation with a variable for each argument.
 * @param depth of objects whose leaves are selected; 0 selects only what an answer needs to be one
 */
export function operationText({ type, field }: RootField, schema: GraphQLSchema, depth = 0): string {
  // An argument with a default may be left out, also when its type says non-null.
  const typeOf = (arg: GraphQLArgument) => (arg.defaultValue === undefined ? arg.type : getNullableType(arg.type));
  const variables = field.args.map((arg) => `$${arg.name}: ${String(typeOf(arg))}`).join(', ');
  const args = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const head = `${type.toLowerCase()} Probe${variables === '' ? '' : `(${variables})`}`;
  const selection = selectionOf(getNamedType(field.type), schema, depth);
  return `${head} { ${field.name}${args === '' ? '' : `(${args})`} ${selection} }`;
}

export const operationDocument = (root: RootField, schema: GraphQLSchema): DocumentNode =>
  parse(operationText(root, schema));

function selectionOf(type: GraphQLNamedType, schema: GraphQLSchema, depth: number): string {
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) {
    const members = depth === 0 ? [] : schema.getPossibleTypes(type);
    const parts = members.map((member) => `... on ${member.name} ${selectionOf(member, schema, 0)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.name === 'errors') return ['errors { code message path }'];
    if (field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)) return [];
    if (depth === 0) return field.name === 'id' ? ['id'] : [];
    if (isLeafType(inner)) return [field.name];
    return [`${field.name} ${selectionOf(inner, schema, depth - 1)}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** Every place among the arguments where an id is expected, e.g. `filter.webhookIds`. */
export function idPathsOf({ field }: RootField): string[][] {
  const walk = (type: GraphQLInputType, path: string[], seen: readonly string[]): string[][] => {
    const named = getNamedType(type);
    if (named.name === 'ID') return [path];
    if (!isInputObjectType(named) || seen.includes(named.name)) return [];
    return Object.values(named.getFields()).flatMap((inner) =>
      walk(inner.type, [...path, inner.name], [...seen, named.name]),
    );
  };
  return field.args.flatMap((arg) => walk(arg.type, [arg.name], []));
}

/** Puts an id at a place among arguments; objects of which exactly one member is taken lose the others. */
export function withIdAt({ field }: RootField, args: object, path: readonly string[], id: string): object {
  const put = (type: GraphQLInputType, value: unknown, rest: readonly string[]): unknown => {
    if (isNonNullType(type)) return put(type.ofType, value, rest);
    if (isListType(type)) return [put(type.ofType, Array.isArray(value) ? value[0] : undefined, rest)];
    const [head, ...tail] = rest;
    if (head === undefined || !isInputObjectType(type)) return id;
    const member = type.getFields()[head];
    if (member === undefined) throw new Error(`${type.name} has no ${head}`);
    const kept = type.isOneOf ? {} : ((value ?? {}) as Record<string, unknown>);
    return { ...kept, [head]: put(member.type, kept[head], tail) };
  };
  const [name, ...rest] = path;
  const arg = field.args.find((candidate) => candidate.name === name);
  if (arg === undefined) throw new Error(`${field.name} has no ${name}`);
  return { ...args, [arg.name]: put(arg.type, (args as Record<string, unknown>)[arg.name], rest) };
}
