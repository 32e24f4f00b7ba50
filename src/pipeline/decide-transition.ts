/** What the outcome of an attempt means for its delivery. Pure. */
import type { Exchange } from '../domain/outcome.ts';
import type { DeliveryStatus } from '../domain/delivery-status.ts';
import { nextAttemptDelayMs, type RetryPolicy } from '../domain/retry-policy.ts';
import { parseRetryAfter } from '../domain/retry-after.ts';

export interface Transition {
  readonly previousStatus: DeliveryStatus;
  readonly status: Extract<DeliveryStatus, 'SUCCEEDED' | 'RETRYING' | 'FAILED'>;
  /** Sent by testWebhook: says nothing of how the receiver does in earnest. */
  readonly isTest: boolean;
  /** Present exactly when the status is RETRYING. */
  readonly retryDelayMs?: number;
}

export interface TransitionInput {
  /** A test is sent once. */
  readonly isTest: boolean;
  readonly attemptNumber: number;
  /** Earlier attempts that ended with their worker: they are not the receiver's doing and not counted. */
  readonly abortedCount: number;
  readonly exchange: Exchange;
  /** The webhook was given another URL, or paused, while the request was under way: a 410 is not the last word. Default false. */
  readonly isSuperseded?: boolean;
  readonly retryPolicy: RetryPolicy;
  readonly now: Date;
  /** In [0, 1): decides the jitter. */
  readonly random: number;
  /** Multiplies our own delays; 1 outside tests. */
  readonly timeScale: number;
}

const GONE = 410;

/** A 2xx ends the delivery; anything else is tried again as the webhook's retry policy allows. */
export function decideTransition(input: TransitionInput): Transition {
  const { exchange, isTest, attemptNumber, abortedCount, isSuperseded = false } = input;
  const previousStatus = attemptNumber === 1 ? 'PENDING' : 'RETRYING';
  if (exchange.outcome === 'SUCCESS') return { previousStatus, status: 'SUCCEEDED', isTest };

  const statusCode = exchange.response?.statusCode;
  const retryDelayMs = isTest
    ? undefined
    : nextAttemptDelayMs(
        input.retryPolicy,
        {
          number: attemptNumber - abortedCount,
          outcome: exchange.outcome,
          ...(statusCode === undefined || (isSuperseded && statusCode === GONE) ? {} : { statusCode }),
          ...retryAfterOf(exchange, input.now),
        },
        input.random,
        input.timeScale,
      );
  return retryDelayMs === undefined
    ? { previousStatus, status: 'FAILED', isTest }
    : { previousStatus, status: 'RETRYING', isTest, retryDelayMs };
}

/** Of a header that came more than once, whatever is the latest counts: never earlier than any of them asks. */
function retryAfterOf(exchange: Exchange, now: Date): { retryAfterMs?: number } {
  const waits = (exchange.response?.retryAfter ?? []).flatMap((value) => {
    const until = parseRetryAfter(value, now);
    return until === undefined ? [] : [until.getTime() - now.getTime()];
  });
  return waits.length === 0 ? {} : { retryAfterMs: Math.max(...waits) };
}
