/**
 * How one attempt ended. An outcome is a value, never an exception: a receiver that answers 500 is
 * an everyday fact that the history records, not a fault of ours.
 */
import type { TransportFailure } from './transport-failure.ts';

/** Every way an attempt can end. `PROTOCOL_ERROR` is also the catch-all for answers nobody foresaw. */
export const attemptOutcomes = [
  'SUCCESS',
  'HTTP_ERROR',
  'REDIRECT_REFUSED',
  'TIMEOUT',
  'DNS_ERROR',
  'CONNECTION_ERROR',
  'TLS_ERROR',
  'BLOCKED_ADDRESS',
  'RESPONSE_TOO_LARGE',
  'PROTOCOL_ERROR',
  'ABORTED',
] as const;

export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** A response as far as it was read. Text is safe to store: no NUL, no lone surrogate. */
export interface ReceivedResponse {
  /** 100 to 999: a receiver may invent codes. */
  readonly statusCode: number;
  /** In the order received, at most 50 names and 8 KiB. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Every value of `Retry-After`, whole, wherever it stood; absent without one. */
  readonly retryAfter?: readonly string[];
  /** The first `Location`, whole, wherever it stood. */
  readonly location?: string;
  /** The first 16 KiB, decoded as UTF-8 with replacement. */
  readonly body: string;
  /** Whether `body` is only the beginning. */
  readonly bodyTruncated: boolean;
  /** Bytes read, up to the read limit of 64 KiB. */
  readonly bodyBytes: number;
}

/** Milliseconds from the start of the attempt to the end of each phase; absent when not reached or not needed (a connection was reused). */
export interface AttemptTimings {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  readonly firstByteMs?: number;
  readonly totalMs: number;
}

interface ExchangeBase {
  readonly timings: AttemptTimings;
  /** Address that was dialled, when a connection existed. */
  readonly remoteAddress?: string;
}

/** What came of one HTTP exchange with a receiver. */
export type Exchange =
  | (ExchangeBase & {
      readonly outcome: 'SUCCESS' | 'HTTP_ERROR' | 'REDIRECT_REFUSED';
      readonly response: ReceivedResponse;
      readonly errorMessage?: string;
    })
  | (ExchangeBase & {
      readonly outcome: Exclude<AttemptOutcome, 'SUCCESS' | 'HTTP_ERROR' | 'REDIRECT_REFUSED'>;
      /** What it was more exactly, where the outcome alone does not say what to do about it. */
      readonly transportFailure?: TransportFailure;
      /** Only with ABORTED: what on our side kept the request from being sent, which says nothing about the receiver. */
      readonly ownFault?: string;
      /** Present when a status line arrived before the exchange failed. */
      readonly response?: ReceivedResponse;
      /** One plain English sentence, safe to show to the tenant: names no internal address. */
      readonly errorMessage: string;
    });
