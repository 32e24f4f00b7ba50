/**
 * What holds for every name and type of the API, as sentences about what breaks it. (The schema rules of
 * graphql-eslint come with ESLint, which the rest of the house does not use.)
 */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

export interface SchemaRules {
  readonly descriptions: string[];
  readonly naming: string[];
  readonly reachability: string[];
  readonly connections: string[];
  readonly mutations: string[];
  readonly deprecations: string[];
}

/** `Use deliveryStats instead. Removed after 2027-06-30.` */
const DEPRECATION = /^Use [\w.]+ instead\. (.+ )?Removed after \d{4}-\d{2}-\d{2}\.$/;
const PAGE_ARGUMENTS = ['after', 'before', 'first', 'last'];

interface Member {
  readonly path: string;
  readonly name: string;
  readonly kind: 'type' | 'field' | 'argument' | 'value';
  readonly description: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

export function breachesOf(schema: GraphQLSchema): SchemaRules {
  const members = [...membersOf(schema)];
  return {
    descriptions: members.flatMap(({ path, description }) => (description ? [] : [path])),
    naming: members
      .filter((member) => !isNamedWell(member))
      .map(({ path }) => path)
      .concat(misnamedInputs(schema)),
    reachability: unreachable(schema),
    connections: objects(schema).flatMap((type) => fieldsOf(type).flatMap((field) => connectionBreaches(type, field))),
    mutations: fieldsOf(schema.getMutationType()).flatMap(mutationBreaches),
    deprecations: members.flatMap(({ path, deprecationReason }) =>
      deprecationReason == null || DEPRECATION.test(deprecationReason) ? [] : [`${path}: ${deprecationReason}`],
    ),
  };
}

function* membersOf(schema: GraphQLSchema): Generator<Member> {
  for (const type of ownTypes(schema)) {
    yield { path: type.name, name: type.name, kind: 'type', description: type.description };
    if (isEnumType(type)) {
      for (const value of type.getValues()) yield { ...value, path: `${type.name}.${value.name}`, kind: 'value' };
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values<GraphQLField<unknown, unknown>>(type.getFields() as never)) {
      yield { ...field, path: `${type.name}.${field.name}`, kind: 'field' };
      for (const argument of field.args ?? []) {
        yield { ...argument, path: `${type.name}.${field.name}(${argument.name})`, kind: 'argument' };
      }
    }
  }
  for (const directive of schema.getDirectives().filter((candidate) => !isSpecifiedDirective(candidate))) {
    yield { path: `@${directive.name}`, name: directive.name, kind: 'field', description: directive.description };
  }
}

const ownTypes = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));

const objects = (schema: GraphQLSchema): GraphQLObjectType[] => ownTypes(schema).filter(isObjectType);

const fieldsOf = (type: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] =>
  Object.values(type?.getFields() ?? {});

function isNamedWell({ name, kind }: Member): boolean {
  if (kind === 'value') return /^[A-Z][A-Z0-9_]*$/.test(name);
  return kind === 'type' ? /^[A-Z][A-Za-z0-9]*$/.test(name) : /^[a-z][A-Za-z0-9]*$/.test(name);
}

const misnamedInputs = (schema: GraphQLSchema): string[] =>
  ownTypes(schema)
    .filter((type) => isInputObjectType(type) !== /(Input|Filter|FilterBy|Order)$/.test(type.name))
    .map((type) => type.name)
    .filter((name) => !name.endsWith('Order') || isInputObjectType(schema.getType(name)));

/** A type that no operation can lead to or take. */
function unreachable(schema: GraphQLSchema): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const type = schema.getType(name);
    if (isUnionType(type)) type.getTypes().forEach((member) => visit(member.name));
    if (isInterfaceType(type)) schema.getPossibleTypes(type).forEach((member) => visit(member.name));
    if (isObjectType(type)) type.getInterfaces().forEach((parent) => visit(parent.name));
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
    for (const field of Object.values<GraphQLField<unknown, unknown>>(type.getFields() as never)) {
      visit(getNamedType(field.type).name);
      for (const argument of field.args ?? []) visit(getNamedType(argument.type).name);
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (root != null) visit(root.name);
  }
  for (const directive of schema.getDirectives()) {
    for (const argument of directive.args) visit(getNamedType(argument.type).name);
  }
  return ownTypes(schema)
    .map((type) => type.name)
    .filter((name) => !seen.has(name));
}

function connectionBreaches(owner: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string[] {
  const type = getNamedType(field.type);
  if (!type.name.endsWith('Connection') || !isObjectType(type)) return [];
  const path = `${owner.name}.${field.name}`;
  const item = type.name.replace(/Connection$/, '');
  const expected: Record<string, string> = {
    edges: `[${item}Edge!]!`,
    nodes: `[${item}!]!`,
    pageInfo: 'PageInfo!',
    totalCount: 'Count',
  };
  return [
    ...PAGE_ARGUMENTS.filter((name) => !field.args.some((argument) => argument.name === name)).map(
      (name) => `${path} has no argument ${name}`,
    ),
    ...Object.entries(expected)
      .filter(([name, text]) => String(type.getFields()[name]?.type) !== text)
      .map(([name, text]) => `${type.name}.${name} is not ${text}`),
  ];
}

/** What a caller can put right comes in the payload, so that a mutation is never half an answer. */
function mutationBreaches(field: GraphQLField<unknown, unknown>): string[] {
  const type = getNamedType(field.type);
  const errors = isObjectType(type) ? String(type.getFields()['errors']?.type) : '';
  return [
    ...(type.name.endsWith('Payload') ? [] : [`${field.name} gives no payload type`]),
    ...(errors === '[UserError!]!' ? [] : [`${type.name} has no errors`]),
    ...(String(field.type).endsWith('!') ? [`${field.name} cannot be null`] : []),
  ];
}
