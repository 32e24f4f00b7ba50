import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backoffDelayMs,
  defaultRetryPolicy as policy,
  nextAttemptDelayMs,
  retrySchedule,
  type FailedAttempt,
  type RetryPolicy,
} from '../../../src/domain/retry-policy.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const timeout = (number: number): FailedAttempt => ({ number, outcome: 'TIMEOUT' });
const answer = (statusCode: number, retryAfterMs?: number): FailedAttempt => ({
  number: 1,
  outcome: 'HTTP_ERROR',
  statusCode,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

const policies = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 20 }),
    initialDelayMs: fc.integer({ min: SECOND, max: 24 * HOUR }),
    maxDelayMs: fc.integer({ min: SECOND, max: 24 * HOUR }),
    multiplier: fc.double({ min: 1, max: 10, noNaN: true }),
  })
  .map((fields): RetryPolicy => fields);

describe('the default policy', () => {
  it('is thirteen attempts in about three and a half days: 5 s, three times as long each time, at most a day', () => {
    expect(retrySchedule(policy).map((ms) => ms / SECOND)).toEqual([
      5, 15, 45, 135, 405, 1215, 3645, 10_935, 32_805, 86_400, 86_400, 86_400,
    ]);
    const days = retrySchedule(policy).reduce((sum, ms) => sum + ms, 0) / (24 * HOUR);
    expect(days).toBeGreaterThan(3.5);
    expect(days).toBeLessThan(3.6);
  });

  it('gives up after the last attempt', () => {
    expect(nextAttemptDelayMs(policy, timeout(12), 0)).toBe(24 * HOUR);
    expect(nextAttemptDelayMs(policy, timeout(13), 0)).toBeUndefined();
  });
});

describe('a delay', () => {
  it('is never shorter than the schedule says and at most a fifth longer', () => {
    fc.assert(
      fc.property(
        policies,
        fc.integer({ min: 1, max: 19 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (own, number, random) => {
          const delayMs = nextAttemptDelayMs(own, timeout(number), random);
          if (number >= own.maxAttempts) {
            expect(delayMs).toBeUndefined();
            return;
          }
          const plain = backoffDelayMs(own, number);
          expect(delayMs).toBeGreaterThanOrEqual(plain);
          expect(delayMs).toBeLessThanOrEqual(Math.ceil(plain * 1.2));
        },
      ),
    );
  });

  it('never exceeds the policy, however fast it grows', () => {
    fc.assert(
      fc.property(policies, (own) => {
        for (const delayMs of retrySchedule(own)) expect(delayMs).toBeLessThanOrEqual(own.maxDelayMs);
      }),
    );
  });

  it.each([429, 502, 504])(
    'is at least a minute after %i, which says "overloaded" without saying for how long',
    (code) => {
      expect(nextAttemptDelayMs(policy, answer(code), 0)).toBe(MINUTE);
      expect(nextAttemptDelayMs(policy, { ...answer(code), number: 6 }, 0)).toBe(1215 * SECOND);
    },
  );

  it.each([400, 404, 500, 503])('follows the schedule after %i', (code) => {
    expect(nextAttemptDelayMs(policy, answer(code), 0)).toBe(5 * SECOND);
  });
});

describe('Retry-After', () => {
  it.each([429, 500, 502, 503, 504, 599])('is honoured after %i when it asks for longer', (code) => {
    expect(nextAttemptDelayMs(policy, answer(code, 2 * HOUR), 0)).toBe(2 * HOUR);
  });

  it('never shortens the wait', () => {
    expect(nextAttemptDelayMs(policy, { ...answer(503, SECOND), number: 5 }, 0)).toBe(405 * SECOND);
  });

  it('replaces the minute of an overloaded receiver, which knows better', () => {
    expect(nextAttemptDelayMs(policy, answer(429, 10 * SECOND), 0)).toBe(10 * SECOND);
  });

  it('is believed for twelve hours at most', () => {
    expect(nextAttemptDelayMs(policy, answer(503, 48 * HOUR), 0)).toBe(12 * HOUR);
  });

  it.each([301, 400, 404])('means nothing after %i', (code) => {
    expect(nextAttemptDelayMs(policy, answer(code, HOUR), 0)).toBe(5 * SECOND);
  });

  it("is not scaled in tests: it is the receiver's, not ours", () => {
    expect(nextAttemptDelayMs(policy, answer(503, 2 * SECOND), 0, 0.001)).toBe(2 * SECOND);
    expect(nextAttemptDelayMs(policy, timeout(1), 0, 0.001)).toBe(5);
  });
});

it('there is no next attempt after 410: the receiver is gone', () => {
  expect(nextAttemptDelayMs(policy, answer(410), 0)).toBeUndefined();
});
