/**
 * Why an event went, or did not go, to a webhook: the rules of fan-out, asked afterwards. Pure. What a webhook was
 * like at that time is not kept, only when it was made and last changed; the sentence says so where it matters.
 */
import { matchesEventType } from '../domain/event-type-pattern.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';

export const deliveryVerdicts = [
  'MATCHED',
  'TYPE_NOT_SUBSCRIBED',
  'OUT_OF_SCOPE',
  'CONDITION_FALSE',
  'CONDITION_ERROR',
  'WEBHOOK_DISABLED',
  'WEBHOOK_CREATED_LATER',
] as const;

export type DeliveryVerdict = (typeof deliveryVerdicts)[number];

export interface ExplainedEvent {
  readonly type: string;
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  readonly receivedAt: Date;
}

export interface ExplainedWebhook {
  readonly eventTypes: readonly string[];
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  readonly status: WebhookStatus;
  readonly statusChangedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Verdict {
  readonly verdict: DeliveryVerdict;
  /** One plain sentence, with the value that decided. */
  readonly explanation: string;
}

/** The rules in the order in which they decide, for an event that has no delivery to the webhook. */
export function explainMissing(event: ExplainedEvent, webhook: ExplainedWebhook): Verdict {
  const at = event.receivedAt.toISOString();
  if (webhook.createdAt > event.receivedAt) {
    const explanation = `The webhook was created at ${webhook.createdAt.toISOString()}, after the event came at ${at}.`;
    return { verdict: 'WEBHOOK_CREATED_LATER', explanation };
  }
  if (!matchesEventType(webhook.eventTypes, event.type)) {
    const explanation = `The webhook asks for ${webhook.eventTypes.join(', ')}; the event is a ${event.type}.`;
    return { verdict: 'TYPE_NOT_SUBSCRIBED', explanation };
  }
  const outside =
    outsideOf('company', webhook.companyId, event.companyId) ??
    outsideOf('fulfillment center', webhook.fulfillmentCenterId, event.fulfillmentCenterId);
  if (outside !== undefined) return { verdict: 'OUT_OF_SCOPE', explanation: outside };
  const since = webhook.statusChangedAt.toISOString();
  if (webhook.statusChangedAt <= event.receivedAt && webhook.status === 'DISABLED') {
    const explanation = `The webhook has been disabled since ${since}; the event came at ${at}.`;
    return { verdict: 'WEBHOOK_DISABLED', explanation };
  }
  if (webhook.statusChangedAt > event.receivedAt && webhook.status !== 'DISABLED') {
    const explanation = `The webhook was disabled when the event came at ${at}: it has been ${webhook.status} only since ${since}.`;
    return { verdict: 'WEBHOOK_DISABLED', explanation };
  }
  const changed = webhook.updatedAt.toISOString();
  const explanation = `The webhook was changed at ${changed}; when the event came at ${at} it did not ask for ${event.type} in this scope.`;
  return { verdict: 'TYPE_NOT_SUBSCRIBED', explanation };
}

function outsideOf(level: string, wanted: string | null | undefined, actual: string | null | undefined) {
  if (wanted == null || wanted === actual) return undefined;
  return `The webhook is for ${level} ${wanted}; the event is of ${actual == null ? `no ${level}` : `${level} ${actual}`}.`;
}
