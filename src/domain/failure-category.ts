/**
 * What kind of failure an attempt ended with: stable names to count, filter and alarm by. The outcome says at which
 * step it went wrong; the category says what to do about it.
 */
import type { AttemptOutcome } from './outcome.ts';
import { transportFailures, type TransportFailure } from './transport-failure.ts';

export const failureCategories = [
  ...transportFailures,
  'BLOCKED_ADDRESS',
  'REDIRECT',
  'UNAUTHORIZED',
  'NOT_FOUND',
  'GONE',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'CLIENT_ERROR',
  'SERVER_ERROR',
  'UNUSUAL_STATUS',
  'RESPONSE_TOO_LARGE',
  'PROTOCOL_ERROR',
  'ABORTED',
] as const;

export type FailureCategory = (typeof failureCategories)[number];

export interface FailedAttempt {
  readonly outcome: AttemptOutcome;
  readonly statusCode?: number | null | undefined;
  /** What was kept with it; attempts from before it was kept have none. */
  readonly transportFailure?: TransportFailure | null | undefined;
}

/** @returns `null` for a success */
export function failureCategoryOf({ outcome, statusCode, transportFailure }: FailedAttempt): FailureCategory | null {
  switch (outcome) {
    case 'SUCCESS':
      return null;
    case 'HTTP_ERROR':
      return categoryOfStatus(statusCode ?? 0);
    case 'REDIRECT_REFUSED':
      return 'REDIRECT';
    case 'TIMEOUT':
      return transportFailure ?? 'TIMEOUT_ANSWER';
    case 'DNS_ERROR':
      return transportFailure ?? 'DNS_NOT_FOUND';
    case 'CONNECTION_ERROR':
      return transportFailure ?? 'CONNECTION_LOST';
    case 'TLS_ERROR':
      return transportFailure ?? 'TLS_HANDSHAKE';
    case 'BLOCKED_ADDRESS':
    case 'RESPONSE_TOO_LARGE':
    case 'PROTOCOL_ERROR':
    case 'ABORTED':
      return outcome;
  }
}

function categoryOfStatus(statusCode: number): FailureCategory {
  switch (statusCode) {
    case 401:
    case 403:
      return 'UNAUTHORIZED';
    case 404:
      return 'NOT_FOUND';
    case 410:
      return 'GONE';
    case 413:
      return 'PAYLOAD_TOO_LARGE';
    case 429:
      return 'TOO_MANY_REQUESTS';
    default:
      if (statusCode >= 500 && statusCode <= 599) return 'SERVER_ERROR';
      return statusCode >= 400 && statusCode <= 499 ? 'CLIENT_ERROR' : 'UNUSUAL_STATUS';
  }
}
