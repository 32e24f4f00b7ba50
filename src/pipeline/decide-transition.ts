/** What the outcome of an attempt means for its delivery. Pure. */
import type { Exchange } from '../domain/outcome.ts';
import type { DeliveryStatus } from '../domain/delivery-status.ts';
import { nextAttemptDelayMs, type RetryPolicy } from '../domain/retry-policy.ts';
import { parseRetryAfter } from '../domain/retry-after.ts';

export interface Transition {
  readonly previousStatus: DeliveryStatus;
  readonly status: Extract<DeliveryStatus, 'SUCCEEDED' | 'RETRYING' | 'FAILED'>;
  /** Present exactly when the status is RETRYING. */
  readonly retryDelayMs?: number;
}

export interface TransitionInput {
  /** False for tests, which are sent once. */
  readonly mayRetry: boolean;
  readonly attemptNumber: number;
  readonly exchange: Exchange;
  readonly retryPolicy: RetryPolicy;
  readonly now: Date;
  /** In [0, 1): decides the jitter. */
  readonly random: number;
  /** Multiplies our own delays; 1 outside tests. */
  readonly timeScale: number;
}

/** A 2xx ends the delivery; anything else is tried again as the webhook's retry policy allows. */
export function decideTransition(input: TransitionInput): Transition {
  const { exchange, mayRetry, attemptNumber } = input;
  const previousStatus = attemptNumber === 1 ? 'PENDING' : 'RETRYING';
  if (exchange.outcome === 'SUCCESS') return { previousStatus, status: 'SUCCEEDED' };

  const retryDelayMs = !mayRetry
    ? undefined
    : nextAttemptDelayMs(
        input.retryPolicy,
        {
          number: attemptNumber,
          outcome: exchange.outcome,
          ...(exchange.response === undefined ? {} : { statusCode: exchange.response.statusCode }),
          ...retryAfterOf(exchange, input.now),
        },
        input.random,
        input.timeScale,
      );
  return retryDelayMs === undefined
    ? { previousStatus, status: 'FAILED' }
    : { previousStatus, status: 'RETRYING', retryDelayMs };
}

function retryAfterOf(exchange: Exchange, now: Date): { retryAfterMs?: number } {
  const header = exchange.response?.headers.find(([name]) => name.toLowerCase() === 'retry-after');
  const until = parseRetryAfter(header?.[1], now);
  return until === undefined ? {} : { retryAfterMs: Math.max(0, until.getTime() - now.getTime()) };
}
