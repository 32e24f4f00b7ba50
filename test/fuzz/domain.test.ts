// Cursors, ids, patterns, Retry-After, the retry policy and payloads: any input has an answer, and the answer holds.
import 'reflect-metadata';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { eventTypes } from '../../src/catalogue/event-types.ts';
import { preparePayload } from '../../src/catalogue/prepare-payload.ts';
import { isEventTypeName, isEventTypePattern, matchesEventType } from '../../src/domain/event-type-pattern.ts';
import { isUuid, newUuid, parseAttemptId, parsePublicId, toAttemptId, toPublicId } from '../../src/domain/ids.ts';
import { parseRetryAfter } from '../../src/domain/retry-after.ts';
import { nextAttemptDelayMs, type RetryPolicy } from '../../src/domain/retry-policy.ts';
import { toPage, toPageQuery } from '../../src/graphql/paging.ts';
import { decodePosition, encodePosition } from '../../src/live/stream-position.ts';
import { fuzz } from '../support/fuzz.ts';
import { arbitraryPayload } from '../unit/catalogue/arbitrary-payload.ts';

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
const HOUR = 3_600_000;

fuzz(
  'a page cursor leads to its row, and any other text is refused',
  fc.property(
    fc.oneof(
      anyText,
      fc.uuid().map((uuid) => Buffer.from(uuid).toString('base64url')),
    ),
    fc.nat(120),
    (cursor, first) => {
      try {
        const query = toPageQuery({ after: cursor, first }, isUuid);
        const [shown] = toPage({ ...query, limit: 2 }, [query.after ?? ''], (row) => row).rows;
        return (
          isUuid(query.after ?? '') &&
          toPageQuery({ after: shown?.cursor ?? '' }, isUuid).after === query.after &&
          first <= 100
        );
      } catch (error) {
        return error instanceof GraphQLError && error.extensions['code'] === 'BAD_USER_INPUT';
      }
    },
  ),
  { share: 0.03 },
);

fuzz(
  'a stream cursor leads to its position, and any other text is no position or one that PostgreSQL can hold',
  fc.property(
    fc.oneof(
      anyText,
      fc
        .tuple(fc.bigInt(0n, 10n ** 22n), fc.bigInt(-1n, 10n ** 20n))
        .map(([xid, seq]) => Buffer.from(`1.${xid}.${seq}`).toString('base64url')),
    ),
    (text) => {
      const position = decodePosition(text);
      if (position === undefined) return true;
      const again = decodePosition(encodePosition(position));
      return (
        again?.xid === position.xid &&
        again.seq === position.seq &&
        position.xid < 2n ** 64n &&
        position.seq < 2n ** 63n
      );
    },
  ),
  { share: 0.03 },
);

const kinds = ['webhook', 'secret', 'event', 'delivery', 'apiKey', 'eventType', 'replay'] as const;

fuzz(
  'an id names one row of one kind, and any other text names none',
  fc.property(
    fc.oneof(
      anyText,
      fc.uuid(),
      fc.constantFrom(...kinds).map((kind) => toPublicId(kind, newUuid())),
    ),
    fc.constantFrom(...kinds),
    fc.uuid(),
    fc.nat(9_999),
    (text, kind, uuid, number) => {
      const parsed = parsePublicId(kind, text);
      const attempt = parseAttemptId(toAttemptId(uuid, number + 1));
      return (
        (parsed === undefined || toPublicId(kind, parsed) === text) &&
        parsePublicId(kind, toPublicId(kind, uuid)) === uuid &&
        kinds.every((other) => other === kind || parsePublicId(other, toPublicId(kind, uuid)) === undefined) &&
        (number === 9_999 ? attempt === undefined : attempt?.deliveryId === uuid && attempt.number === number + 1) &&
        parseAttemptId(text) === undefined
      );
    },
  ),
  { share: 0.03 },
);

const typeName = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/), { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join('.'));

fuzz(
  'a pattern asks for exactly the types it says',
  fc.property(typeName, typeName, fc.nat(3), anyText, (type, other, depth, text) => {
    const prefix = `${type
      .split('.')
      .slice(0, depth + 1)
      .join('.')}.*`;
    const expected = other.startsWith(prefix.slice(0, -1));
    return (
      isEventTypeName(type) &&
      isEventTypePattern(prefix) &&
      matchesEventType([prefix], other) === expected &&
      matchesEventType([type], other) === (type === other) &&
      matchesEventType(['*'], other) &&
      !matchesEventType([], other) &&
      (!isEventTypePattern(text) || /^(\*|[a-z0-9._-]+(\.\*)?)$/.test(text))
    );
  }),
  { share: 0.03 },
);

const instants = fc.date({ min: new Date('1971-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });

fuzz(
  'Retry-After is an instant that a date can say, from now on, or nothing',
  fc.property(
    fc.oneof(
      anyText,
      fc.nat().map(String),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    ),
    instants,
    fc.nat(31_000_000),
    (value, now, seconds) => {
      const at = parseRetryAfter(value, now)?.getTime();
      const soon = new Date(Math.floor(now.getTime() / 1000 + seconds) * 1000);
      const asDate = parseRetryAfter(soon.toUTCString(), now)?.getTime();
      return (
        (at === undefined || at >= now.getTime()) &&
        parseRetryAfter(String(seconds), now)?.getTime() === now.getTime() + seconds * 1000 &&
        asDate === (soon < now ? undefined : soon.getTime())
      );
    },
  ),
  { share: 0.03 },
);

const policies = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 20 }),
  initialDelayMs: fc.integer({ min: 1_000, max: 24 * HOUR }),
  maxDelayMs: fc.integer({ min: 1_000, max: 24 * HOUR }),
  multiplier: fc.double({ min: 1, max: 10, noNaN: true }),
});

fuzz(
  'a retry comes within its bounds: never early, never never, and never longer than a receiver may ask',
  fc.property(
    policies,
    fc.integer({ min: 1, max: 21 }),
    fc.integer({ min: 100, max: 999 }),
    fc.option(fc.nat(400 * 24 * HOUR), { nil: undefined }),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    (policy: RetryPolicy, number, statusCode, retryAfterMs, random) => {
      const delay = nextAttemptDelayMs(
        policy,
        { number, outcome: 'HTTP_ERROR', statusCode, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
        random,
      );
      if (number >= policy.maxAttempts || statusCode === 410) return delay === undefined;
      const own = Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.multiplier ** (number - 1));
      const isHeard = statusCode === 429 || (statusCode >= 500 && statusCode < 600);
      const asked = isHeard ? Math.min(retryAfterMs ?? 0, 12 * HOUR) : 0;
      return (
        delay !== undefined &&
        Number.isInteger(delay) &&
        delay >= own &&
        delay >= asked &&
        delay <= Math.ceil(Math.max(own * 1.2, asked, 72_000))
      );
    },
  ),
  { share: 0.03 },
);

const documents = fc
  .constantFrom(...eventTypes)
  .chain((type) => arbitraryPayload(type.shape).map((payload) => ({ type, payload })));

fuzz(
  'the canonical form of a payload is its own canonical form, whichever way it came',
  fc.property(documents, ({ type, payload }) => {
    const once = preparePayload(type, { text: payload.text });
    if (!once.ok) return false;
    const twice = preparePayload(type, { text: once.payload.text });
    const parsed = preparePayload(type, { json: payload.json });
    return (
      once.payload.text === payload.canonical &&
      twice.ok &&
      twice.payload.text === once.payload.text &&
      parsed.ok &&
      parsed.payload.text === once.payload.text
    );
  }),
  { share: 0.1 },
);

fuzz(
  'a damaged payload is refused with a place, or has a canonical form that is whole',
  fc.property(
    documents,
    fc.nat(),
    fc.nat(4),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('\\u0000', '\\ud800', '"', '{', '}', ',', '1e999', '\0', '\ud800'),
    ),
    ({ type, payload }, at, removed, added) => {
      const place = at % (payload.text.length + 1);
      const text = payload.text.slice(0, place) + added + payload.text.slice(place + removed);
      const result = preparePayload(type, { text });
      if (!result.ok) return result.problems.length > 0 && result.problems.every(({ message }) => message.length > 0);
      const again = preparePayload(type, { text: result.payload.text });
      return (
        again.ok &&
        again.payload.text === result.payload.text &&
        result.payload.text.isWellFormed() &&
        !/\\u0000|\\ud[89a-f]/i.test(result.payload.text)
      );
    },
  ),
  { share: 0.05 },
);
