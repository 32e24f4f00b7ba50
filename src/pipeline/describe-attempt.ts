/** The wide log line of an attempt: every id, the outcome, the duration. No header, no body, no query string. */
import type { FinishedAttempt } from './attempt.ts';
import type { Transition } from './decide-transition.ts';

/** What the dispatcher reports; one wide line per attempt. */
export interface DispatchLog {
  attempted(fields: { readonly [name: string]: unknown }): void;
  fault(error: unknown, doing: string): void;
}

export function describeAttempt({ request, exchange }: FinishedAttempt, { status, retryDelayMs }: Transition) {
  return {
    tenantId: request.webhook.tenantId,
    eventId: request.event.id,
    eventType: request.event.type,
    webhookId: request.webhook.id,
    deliveryId: request.deliveryId,
    attempt: request.number,
    outcome: exchange.outcome,
    statusCode: exchange.response?.statusCode,
    durationMs: Math.round(exchange.timings.totalMs * 10) / 10,
    status,
    retryDelayMs,
  };
}
