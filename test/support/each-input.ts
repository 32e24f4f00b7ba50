/**
 * Every place of the API where text comes in, found in the schema itself: each argument and input field of each
 * operation, with a call that puts a text there and something sensible everywhere else.
 */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';

export interface TextInput {
  /** publishEvent.input.payload.text */
  readonly place: string;
  /** An operation document with one variable per argument. */
  readonly document: string;
  readonly variablesWith: (text: string) => Record<string, unknown>;
}

/** Scalars that carry text; a JSONObject carries it in its members. */
const textScalars: ReadonlySet<string> = new Set(
  'String ID HttpsUrl EventTypePattern EventTypeName StreamCursor DateTime Duration EventDate Long JSONObject'.split(
    ' ',
  ),
);

/** @param sensible what to give where something else is required beside the text, by place; undefined: anything of the type */
export function eachTextInput(
  schema: GraphQLSchema,
  operation: 'query' | 'mutation' | 'subscription',
  sensible: Sensible,
): TextInput[] {
  const root = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[operation];
  return Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const names = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
    const document = `${operation} (${names}) { ${field.name}(${given}) ${selectionOf(field.type)} }`;
    return placesIn(field.args, field.name, 0).map(({ place, build }) => ({
      place,
      document,
      variablesWith: (text: string) => build(text, sensible),
    }));
  });
}

type Sensible = (place: string) => unknown;
type Build = (text: string, sensible: Sensible) => Record<string, unknown>;
interface Place {
  readonly place: string;
  readonly build: Build;
}

/** Deep enough for every input; stops inputs that contain themselves. */
const DEPTH_LIMIT = 6;

function placesIn(
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
  start: string,
  depth: number,
  isOneOf = false,
): Place[] {
  if (depth > DEPTH_LIMIT) return [];
  return fields.flatMap((field) => {
    const rest: Build = (_text, sensible) =>
      isOneOf
        ? {}
        : Object.fromEntries(
            fields
              .filter((other) => other !== field && isNonNullType(other.type) && other.defaultValue === undefined)
              .map((other) => [other.name, sensibleValue(other.type, `${start}.${other.name}`, sensible)]),
          );
    return placesOf(field.type, `${start}.${field.name}`, depth).map(({ place, build }) => ({
      place,
      build: (text: string, sensible: Sensible) => ({
        ...rest(text, sensible),
        [field.name]: build(text, sensible)['value'],
      }),
    }));
  });
}

function placesOf(type: GraphQLInputType, place: string, depth: number): Place[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return placesOf(nullable.ofType as GraphQLInputType, place, depth).map((inner) => ({
      place: inner.place,
      build: (text, sensible) => ({ value: [inner.build(text, sensible)['value']] }),
    }));
  }
  if (isInputObjectType(nullable)) {
    return placesIn(Object.values(nullable.getFields()), place, depth + 1, nullable.isOneOf).map((inner) => ({
      place: inner.place,
      build: (text, sensible) => ({ value: inner.build(text, sensible) }),
    }));
  }
  if (!isLeafType(nullable) || !textScalars.has(nullable.name)) return [];
  if (nullable.name !== 'JSONObject') return [{ place, build: (text) => ({ value: text }) }];
  return [
    { place: `${place} (member)`, build: (text) => ({ value: { member: text } }) },
    { place: `${place} (name)`, build: (text) => ({ value: { [text]: 1 } }) },
    { place: `${place} (deep)`, build: (text) => ({ value: { a: [{ b: [text] }] } }) },
  ];
}

function sensibleValue(type: GraphQLInputType, place: string, sensible: Sensible): unknown {
  const known = sensible(place);
  if (known !== undefined) return isListType(getNullableType(type)) ? [known] : known;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [sensibleValue(nullable.ofType as GraphQLInputType, place, sensible)];
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    const needed = nullable.isOneOf
      ? fields.slice(0, 1)
      : fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return Object.fromEntries(
      needed.map((field) => [field.name, sensibleValue(field.type, `${place}.${field.name}`, sensible)]),
    );
  }
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  return 'x';
}

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const hasErrors = !isUnionType(named) && 'getFields' in named && 'errors' in named.getFields();
  if (!isUnionType(named) && 'getFields' in named && 'results' in named.getFields())
    return '{ results { errors { code message path } } errors { code message path } }';
  return hasErrors ? '{ __typename errors { code message path } }' : '{ __typename }';
}
