import { describe, expect, it } from 'vitest';
import type { Exchange, ReceivedResponse } from '../../../src/domain/outcome.ts';
import { createResponseReader } from '../../../src/outbound/response-reader.ts';
import { defaultRetryPolicy } from '../../../src/domain/retry-policy.ts';
import { decideTransition, type TransitionInput } from '../../../src/pipeline/decide-transition.ts';

const now = new Date('2026-11-26T10:00:00.250Z');
const inFuture = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toUTCString();
const HOUR = 3_600;
/** The default policy's first delay, and the least after an answer that says "overloaded"; in seconds. */
const [SCHEDULE, OVERLOAD] = [5, 60];

type Headers = readonly (readonly [name: string, value: string])[];

const decide = (statusCode: number, headers: Headers, more: Partial<TransitionInput> = {}) =>
  decideTransition({
    isTest: false,
    attemptNumber: 1,
    abortedCount: 0,
    exchange: { outcome: 'HTTP_ERROR', response: responseOf(statusCode, headers), timings: { totalMs: 1 } },
    retryPolicy: defaultRetryPolicy,
    now,
    random: 0,
    timeScale: 1,
    ...more,
  });

/** As the sender reads it. */
function responseOf(statusCode: number, headers: Headers): ReceivedResponse {
  const reader = createResponseReader();
  reader.readHead(
    statusCode,
    headers.flat().map((text) => Buffer.from(text, 'latin1')),
  );
  return reader.response() as ReceivedResponse;
}

const retryAfter = (...values: string[]): Headers => values.map((value) => ['Retry-After', value] as const);

const others = (count: number): Headers =>
  Array.from({ length: count }, (_, index) => [`X-Other-${index}`, 'x'] as const);

/** What a receiver says, and the seconds after which it is tried again: after codes that mean "overloaded", and others. */
const wishes: readonly [what: string, headers: Headers, after429: number, after503: number][] = [
  ['nothing', [['Content-Type', 'text/plain']], OVERLOAD, SCHEDULE],
  ['30 seconds', retryAfter('30'), 30, 30],
  ['ten minutes', retryAfter('600'), 600, 600],
  [
    'ten minutes, in capitals among others',
    [
      ['Date', 'x'],
      ['RETRY-AFTER', '600'],
      ['X', '1'],
    ],
    600,
    600,
  ],
  ['less than the schedule', retryAfter('1'), SCHEDULE, SCHEDULE],
  ['at once', retryAfter('0'), SCHEDULE, SCHEDULE],
  ['a date in ten minutes', retryAfter(inFuture(600)), 599.75, 599.75],
  ['a date in the past', retryAfter(inFuture(-600)), OVERLOAD, SCHEDULE],
  ['twelve hours', retryAfter(String(12 * HOUR)), 12 * HOUR, 12 * HOUR],
  ['thirteen hours', retryAfter(String(13 * HOUR)), 12 * HOUR, 12 * HOUR],
  ['a date in three days', retryAfter(inFuture(72 * HOUR)), 12 * HOUR, 12 * HOUR],
  ['nine years', retryAfter('300000000'), 12 * HOUR, 12 * HOUR],
  ['more digits than a number has', retryAfter('9'.repeat(400)), 12 * HOUR, 12 * HOUR],
  ['a date in 73 years', retryAfter('Thu, 26 Nov 2099 10:00:00 GMT'), 12 * HOUR, 12 * HOUR],
  ['less than nothing', retryAfter('-30'), OVERLOAD, SCHEDULE],
  ['half a second', retryAfter('0.5'), OVERLOAD, SCHEDULE],
  ['a word', retryAfter('soon'), OVERLOAD, SCHEDULE],
  ['an empty value', retryAfter(''), OVERLOAD, SCHEDULE],
  ['a date that does not exist', retryAfter('Tue, 31 Feb 2027 10:00:00 GMT'), OVERLOAD, SCHEDULE],
  ['a date of another standard', retryAfter('2026-11-26T10:10:00Z'), OVERLOAD, SCHEDULE],
  ['two numbers in one header', retryAfter('30, 600'), OVERLOAD, SCHEDULE],
  ['two headers, the later first', retryAfter('600', '30'), 600, 600],
  ['two headers, the later last', retryAfter('30', '600'), 600, 600],
  ['ten minutes, after sixty other headers', [...others(60), ...retryAfter('600')], 600, 600],
  ['ten minutes, after 8 KiB of other headers', [['X-Other', 'x'.repeat(8_192)], ...retryAfter('600')], 600, 600],
  // What is kept for display ends within the number.
  ['ten minutes, at the edge of 8 KiB', [['X-Other', 'x'.repeat(8_192 - 19)], ...retryAfter('600')], 600, 600],
  ['ten minutes, and later in an hour', [...retryAfter('600'), ...others(60), ...retryAfter('3600')], HOUR, HOUR],
  ['both forms', retryAfter('30', inFuture(600)), 599.75, 599.75],
  ['one header that means nothing and one that does', retryAfter('soon', '600'), 600, 600],
];

describe.each(wishes)('after an answer that asks for %s', (_what, headers, after429, after503) => {
  it.each([
    [429, after429],
    [502, after429],
    [504, after429],
    [500, after503],
    [503, after503],
    [400, SCHEDULE],
    [404, SCHEDULE],
    [301, SCHEDULE],
  ])('with %i it goes on after %d s', (statusCode, seconds) => {
    expect(decide(statusCode, headers)).toEqual({
      previousStatus: 'PENDING',
      status: 'RETRYING',
      isTest: false,
      retryDelayMs: seconds * 1_000,
    });
  });

  it.each([429, 500, 502, 503, 504])('with %i it is never earlier, whatever chance says and tests scale', (code) => {
    const { retryDelayMs = 0 } = decide(code, headers);
    for (const random of [0, 0.3, 0.999]) {
      expect(decide(code, headers, { random }).retryDelayMs).toBeGreaterThanOrEqual(retryDelayMs);
      expect(decide(code, headers, { random }).retryDelayMs).toBeLessThanOrEqual(retryDelayMs * 1.2);
    }
    const asked = headers.some(([name]) => name.toLowerCase() === 'retry-after') && retryDelayMs > OVERLOAD * 1_000;
    if (asked) expect(decide(code, headers, { timeScale: 0.001 }).retryDelayMs).toBe(retryDelayMs);
  });
});

it('ends with the last attempt, with 410 and for a test; attempts that died with their worker are not counted', () => {
  const failed = { status: 'FAILED' };
  expect(decide(500, [], { attemptNumber: 13 })).toEqual({ previousStatus: 'RETRYING', ...failed, isTest: false });
  expect(decide(500, [], { attemptNumber: 14, abortedCount: 2 })).toMatchObject({ status: 'RETRYING' });
  expect(decide(410, retryAfter('600'))).toMatchObject(failed);
  expect(decide(503, retryAfter('600'), { isTest: true })).toEqual({
    previousStatus: 'PENDING',
    ...failed,
    isTest: true,
  });
});

it('a 410 for a webhook that was changed meanwhile is tried again by the schedule, as long as there are attempts', () => {
  const isSuperseded = true;
  expect(decide(410, [], { isSuperseded })).toMatchObject({ status: 'RETRYING', retryDelayMs: SCHEDULE * 1_000 });
  expect(decide(410, [], { isSuperseded, attemptNumber: 13 })).toMatchObject({ status: 'FAILED' });
});

it('a 2xx is the end, whatever else it says', () => {
  const exchange: Exchange = {
    outcome: 'SUCCESS',
    response: responseOf(202, retryAfter('600')),
    timings: { totalMs: 1 },
  };
  expect(decide(202, [], { exchange })).toEqual({ previousStatus: 'PENDING', status: 'SUCCEEDED', isTest: false });
});
