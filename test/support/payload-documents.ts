/** GraphQL documents that publish a payload in each of the ways in, and that read every field of it back. */
import type { EventTypeDefinition } from '../../src/catalogue/event-types.ts';
import { exactNumber, isExactNumber } from '../../src/catalogue/exact-number.ts';
import type { ObjectShape } from '../../src/catalogue/payload-shape.ts';

export interface PublishRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type WayIn = 'text' | 'json' | 'json literal' | 'typed' | 'typed literal' | 'typed literal with variables';

export const waysIn: readonly WayIn[] = [
  'text',
  'json',
  'json literal',
  'typed',
  'typed literal',
  'typed literal with variables',
];

/** The member of EventPayloadInput for a type: shipment.closed -> shipmentClosed. */
export const memberOf = ({ name }: EventTypeDefinition): string =>
  name.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase());

const result = `{ event { id payloadText } isDuplicate errors { code message path ... on ValidationError { rule } } }`;

/** Publishes `text`; longs beyond 2^53 become strings where the way in asks for it. */
export function publishRequest(
  type: EventTypeDefinition,
  way: WayIn,
  text: string,
  idempotencyKey: string,
): PublishRequest {
  const value = parseExactly(text);
  const withVariable = `mutation ($input: PublishEventInput!) { publishEvent(input: $input) ${result} }`;
  const input = (payload: object) => ({ input: { type: type.name, payload, idempotencyKey } });
  const withLiteral = (payload: string, variables = '') =>
    `mutation ${variables} { publishEvent(input: { type: ${JSON.stringify(type.name)}, payload: { ${payload} }, idempotencyKey: ${JSON.stringify(idempotencyKey)} }) ${result} }`;
  const member = memberOf(type);
  switch (way) {
    case 'text':
      return { query: withVariable, variables: input({ text }) };
    case 'json':
      return { query: withVariable, variables: input({ json: forVariables(value) }) };
    case 'typed':
      return { query: withVariable, variables: input({ [member]: forVariables(value) }) };
    case 'json literal':
      return { query: withLiteral(`json: ${literal(value)}`), variables: {} };
    case 'typed literal':
      return { query: withLiteral(`${member}: ${literal(value, type.shape)}`), variables: {} };
    case 'typed literal with variables':
      return halfInVariables(type, value as Json, (fields, definitions) =>
        withLiteral(`${member}: { ${fields} }`, definitions),
      );
  }
}

type Json = Readonly<Record<string, unknown>>;

/** Every other field from a variable, so that both sources are woven together. */
function halfInVariables(
  { shape }: EventTypeDefinition,
  payload: Json,
  document: (fields: string, definitions: string) => string,
): PublishRequest {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const fields = Object.entries(payload).map(([name, value], index) => {
    const field = shape.byName.get(name);
    if (field === undefined || index % 2 === 0) return `${name}: ${literal(value, shape, name)}`;
    definitions.push(`$v${index}: ${inputTypeOf(shape, name)}`);
    variables[`v${index}`] = forVariables(value);
    return `${name}: $v${index}`;
  });
  const list = definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
  return { query: document(fields.join(' '), list), variables };
}

function inputTypeOf(shape: ObjectShape, name: string): string {
  const field = shape.byName.get(name);
  if (field === undefined) throw new Error(`No field ${name}`);
  const mark = field.required ? '!' : '';
  switch (field.kind) {
    case 'array':
      return `[${field.item.typeName}Input!]${mark}`;
    case 'enum':
      return field.enumName + mark;
    case 'date':
      return `EventDate${mark}`;
    case 'integer':
      return `Int${mark}`;
    default:
      return field.kind.charAt(0).toUpperCase() + field.kind.slice(1) + mark;
  }
}

/** JSON as a GraphQL literal; with a shape its enum members stand without quotes. */
function literal(value: unknown, shape?: ObjectShape, name?: string): string {
  const field = name === undefined ? undefined : shape?.byName.get(name);
  if (Array.isArray(value)) {
    const item = field?.kind === 'array' ? field.item : undefined;
    return `[${value.map((entry) => literal(entry, item)).join(' ')}]`;
  }
  if (field?.kind === 'enum' && typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}: ${literal(member, shape, key)}`)
    .join(' ')}}`;
}

/** A payload as a JSON client has to write it: no number beyond 2^53. */
function forVariables(value: unknown): unknown {
  if (isExactNumber(value)) return value.rawJSON;
  if (Array.isArray(value)) return value.map(forVariables);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, forVariables(member)]));
}

function parseExactly(text: string): unknown {
  const reviver = (_: string, value: unknown, { source }: { readonly source?: string }): unknown =>
    Number.isInteger(value) && source !== undefined && /^\d+$/.test(source) ? exactNumber(source) : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}

/** Selects every field of a type's payload. */
export function payloadSelection({ shape }: EventTypeDefinition): string {
  return `payload { __typename ... on ${shape.typeName} ${selectionOf(shape)} }`;
}

function selectionOf(shape: ObjectShape): string {
  return `{ ${shape.fields.map((field) => (field.kind === 'array' ? `${field.name} ${selectionOf(field.item)}` : field.name)).join(' ')} }`;
}

/** An answer's payload without what GraphQL adds: absent fields, which it gives as null, and the type's name. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === null || key === '__typename' ? [] : [[key, withoutNulls(member)]],
    ),
  );
}
