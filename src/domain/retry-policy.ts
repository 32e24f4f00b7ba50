/**
 * When a failed delivery is tried again: exponential backoff with jitter, never early. Pure: the
 * caller brings the random number and the receiver's wish, and turns the delay into an instant by
 * the database's clock.
 */
import type { AttemptOutcome } from './outcome.ts';

/** Retry behaviour of one webhook. */
export interface RetryPolicy {
  /** Attempts in total, 1 to 20. */
  readonly maxAttempts: number;
  /** Delay before the second attempt. */
  readonly initialDelayMs: number;
  /** Upper bound of one delay, before jitter. */
  readonly maxDelayMs: number;
  /** Growth factor from one delay to the next. */
  readonly multiplier: number;
}

/** 13 attempts over about 3.5 days: 5 s, 15 s, 45 s, … capped at 24 h. */
export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 13,
  initialDelayMs: 5_000,
  maxDelayMs: 24 * 3_600_000,
  multiplier: 3,
};

/** Largest share of a delay that jitter adds on top. */
const JITTER = 0.2;
/** A receiver may ask for at most this much patience. */
const RETRY_AFTER_LIMIT_MS = 12 * 3_600_000;
/** Least wait after an answer that says "overloaded" without saying for how long. */
const OVERLOAD_DELAY_MS = 60_000;
const OVERLOAD_STATUS_CODES: ReadonlySet<number> = new Set([429, 502, 504]);

/** Delay after attempt number `attempt` (from 1) failed, without jitter. */
export function backoffDelayMs(policy: RetryPolicy, attempt: number): number {
  return Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.multiplier ** (attempt - 1));
}

/** The delays before each retry, as the policy gives them without jitter. */
export function retrySchedule(policy: RetryPolicy): number[] {
  return Array.from({ length: policy.maxAttempts - 1 }, (_, index) => backoffDelayMs(policy, index + 1));
}

/** What is known of a failed attempt when its successor is planned. */
export interface FailedAttempt {
  readonly number: number;
  readonly outcome: Exclude<AttemptOutcome, 'SUCCESS'>;
  readonly statusCode?: number;
  /** The receiver's Retry-After as a wait from now. */
  readonly retryAfterMs?: number;
}

/**
 * Milliseconds until the next attempt, or `undefined` when there is none.
 * @param random a number in [0, 1) that decides the jitter
 * @param timeScale multiplies our own delays, never the receiver's Retry-After; 1 outside tests
 */
export function nextAttemptDelayMs(
  policy: RetryPolicy,
  failed: FailedAttempt,
  random: number,
  timeScale = 1,
): number | undefined {
  if (failed.number >= policy.maxAttempts || failed.statusCode === 410) return undefined;
  let own = backoffDelayMs(policy, failed.number);
  const wish = honoursRetryAfter(failed.statusCode) ? failed.retryAfterMs : undefined;
  if (wish === undefined && failed.statusCode !== undefined && OVERLOAD_STATUS_CODES.has(failed.statusCode)) {
    own = Math.max(own, OVERLOAD_DELAY_MS);
  }
  const ours = own * (1 + JITTER * random) * timeScale;
  return Math.ceil(Math.max(ours, Math.min(wish ?? 0, RETRY_AFTER_LIMIT_MS)));
}

const honoursRetryAfter = (statusCode: number | undefined): boolean =>
  statusCode === 429 || (statusCode !== undefined && statusCode >= 500 && statusCode <= 599);
