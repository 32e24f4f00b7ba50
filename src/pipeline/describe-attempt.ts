/**
 * The wide log line of an attempt: every id as the API and the headers have it, the outcome, the duration. No header, no
 * body, no query string.
 */
import { toPublicId } from '../domain/ids.ts';
import type { FinishedAttempt } from './attempt.ts';
import type { Transition } from './decide-transition.ts';

/** What the dispatcher reports; one wide line per attempt. */
export interface DispatchLog {
  attempted(fields: { readonly [name: string]: unknown }): void;
  /** An outcome disabled a webhook; one line for each. */
  disabled(fields: { readonly [name: string]: unknown }): void;
  fault(error: unknown, doing: string): void;
}

export function describeAttempt({ request, exchange }: FinishedAttempt, { status, retryDelayMs }: Transition) {
  return {
    tenantId: request.webhook.tenantId,
    eventId: toPublicId('event', request.event.id),
    eventType: request.event.type,
    webhookId: toPublicId('webhook', request.webhook.id),
    deliveryId: toPublicId('delivery', request.deliveryId),
    attempt: request.number,
    outcome: exchange.outcome,
    statusCode: exchange.response?.statusCode,
    durationMs: Math.round(exchange.timings.totalMs * 10) / 10,
    status,
    retryDelayMs,
  };
}
