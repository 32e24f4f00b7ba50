/**
 * The scalars of the API. Those for URLs, event types and cursors accept any text of sensible length: what
 * is wrong with it is told as a typed UserError by the rules that know, not as a coercion failure.
 */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { isLong, largestLong } from '../catalogue/number-rules.ts';
import { formatDuration } from '../domain/format-duration.ts';

export { JsonObjectScalar } from './json-object-scalar.ts';

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'RFC 3339 instant, always serialised in UTC with milliseconds.',
  parseValue: (value) => storable(GraphQLDateTimeISO.parseValue(value)),
  parseLiteral: (node, variables) => storable(GraphQLDateTimeISO.parseLiteral(node, variables)),
});

/** RFC 3339 has a year 0, PostgreSQL has none; an offset can lead out of the four digits on either side. */
function storable(instant: Date): Date {
  const year = instant.getUTCFullYear();
  if (year >= 1 && year <= 9999) return instant;
  throw badInput('A DateTime must lie in the years 0001 to 9999.');
}

export const HttpsUrlScalar = textScalar(
  'HttpsUrl',
  'Absolute https:// URL (http:// only when the server runs with development egress enabled).',
  4_096,
);
export const EventTypeNameScalar = textScalar(
  'EventTypeName',
  'Dotted lower-case event type, e.g. shipment.closed.',
  200,
);
export const EventTypePatternScalar = textScalar(
  'EventTypePattern',
  'An EventTypeName, or a prefix wildcard such as shipment.*, or * for every type the caller may see.',
  200,
);
export const StreamCursorScalar = textScalar(
  'StreamCursor',
  'Opaque stream position. Compare for equality only; never parse.',
  200,
);

/** In code a Long is its digits. */
export const LongScalar = new GraphQLScalarType<string, string>({
  name: 'Long',
  description:
    `Whole number 0 to ${largestLong}. Output is always a string of digits; input a string of digits, a number up to ` +
    '9007199254740991 (2^53-1), or digits of any length written in the document itself.',
  serialize: (value) => longDigits(String(value)),
  parseValue(value) {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw badInput('A Long beyond 9007199254740991 loses digits as a JSON number: send it as a string.');
    }
    return longDigits(typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  },
  parseLiteral: (node) => longDigits(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : '', node),
});

function longDigits(text: string, node?: ValueNode): string {
  if (isLong(text)) return text;
  throw badInput(
    `A Long must be a whole number from 0 to ${largestLong}, in digits without sign, point, exponent, blank or leading zero.`,
    node,
  );
}

/** Whether the instant exists is left to the catalogue, whose errors have a path and name the rule. */
export const EventDateScalar = textScalar(
  'EventDate',
  'Date in a payload, as in the delivered body: in UTC as YYYY-MM-DDTHH:mm:ssZ, and the timestamp of an event with .SSS ' +
    'when its milliseconds are not zero. Input may have any offset and up to nine digits of a fraction.',
  100,
);

/** In code a duration is a whole number of milliseconds. */
export const DurationScalar = new GraphQLScalarType<number, string>({
  name: 'Duration',
  description: 'ISO 8601 duration, e.g. PT30S, PT24H.',
  serialize: (value) => formatDuration(Number(value)),
  parseValue: (value) => parseDuration(value),
  parseLiteral: (node) => parseDuration(node.kind === Kind.STRING ? node.value : undefined),
});

const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/;

function parseDuration(value: unknown): number {
  const match = typeof value === 'string' ? DURATION.exec(value) : null;
  if (match === null || value === 'P' || String(value).endsWith('T')) {
    throw badInput('A duration is written like PT30S, PT5M or PT24H.');
  }
  const [days, hours, minutes, seconds] = match.slice(1, 5).map((digits) => Number(digits ?? 0));
  const millis = Number((match[5] ?? '').padEnd(3, '0'));
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000 + millis;
}

function textScalar(name: string, description: string, maxLength: number) {
  const parse = (value: unknown, node?: ValueNode): string => {
    if (typeof value === 'string' && value.length <= maxLength) return value;
    throw badInput(`${name} must be text of at most ${maxLength} characters.`, node);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

/** @param node the place in the document, when the value stands there */
function badInput(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}
