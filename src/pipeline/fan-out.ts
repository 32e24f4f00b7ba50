/**
 * Which webhooks an event goes to. Pure: publish reads the webhooks inside its transaction, so that no
 * webhook created before the event can miss it.
 */
import { matchesEventType } from '../domain/event-type-pattern.ts';
import type { CircuitState } from '../domain/circuit.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';

/** What fan-out needs to know of a webhook. */
export interface FanOutWebhook {
  readonly id: string;
  readonly eventTypes: readonly string[];
  readonly status: WebhookStatus;
  readonly circuit: CircuitState;
  /** `null`: events of every company. */
  readonly companyId: string | null;
  /** `null`: events of every fulfillment center. */
  readonly fulfillmentCenterId: string | null;
}

export interface FanOutEvent {
  readonly type: string;
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
}

/** The webhooks that asked for the event. A disabled one gets nothing; a paused one is included and held. */
export function fanOut<W extends FanOutWebhook>(event: FanOutEvent, webhooks: readonly W[]): W[] {
  return webhooks.filter(
    (webhook) =>
      webhook.status !== 'DISABLED' &&
      matchesEventType(webhook.eventTypes, event.type) &&
      covers(webhook.companyId, event.companyId) &&
      covers(webhook.fulfillmentCenterId, event.fulfillmentCenterId),
  );
}

const covers = (wanted: string | null, actual: string | null): boolean => wanted === null || wanted === actual;
