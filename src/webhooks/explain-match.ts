/** Whether an event would go to a webhook as it is now, and which rules decide. Pure; the decision is fan-out's own. */
import { explainCondition, factsOf } from '../catalogue/conditions/conditions.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { describeUnmet } from '../pipeline/explain-fan-out.ts';
import { asksFor, meetingConditions, type FanOutEvent } from '../pipeline/fan-out.ts';

export interface MatchedWebhook {
  readonly status: WebhookStatus;
  readonly eventTypes: readonly string[];
  readonly condition: string | null;
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
}

export interface Match {
  readonly matches: boolean;
  /** One sentence per rule, in the order in which they are applied. */
  readonly explanation: string[];
}

/** @param showsPersonalData whether the caller may see names, addresses and contacts of people */
export async function explainMatch(
  event: FanOutEvent & { readonly payload: string },
  webhook: MatchedWebhook,
  showsPersonalData: boolean,
): Promise<Match> {
  const isMet = async () => (await meetingConditions(event.type, event.payload, [webhook])).length > 0;
  const matches = asksFor(webhook, event) && (await isMet());
  return {
    matches,
    explanation: [
      explainType(event.type, webhook.eventTypes),
      ...explainLevel('company', webhook.companyId, event.companyId),
      ...explainLevel('fulfillment center', webhook.fulfillmentCenterId, event.fulfillmentCenterId),
      ...explainConditionOf(event, webhook, showsPersonalData),
      ...explainStatus(webhook.status),
    ],
  };
}

/** Of a type that the webhook does not ask for, a condition says nothing. */
function explainConditionOf(
  { type, payload }: { readonly type: string; readonly payload: string },
  { condition, eventTypes }: MatchedWebhook,
  showsPersonalData: boolean,
): string[] {
  if (condition === null || !matchesEventType(eventTypes, type)) return [];
  const explained = explainCondition(condition, factsOf(type, payload), showsPersonalData);
  if (explained.result === 'TRUE') return ['The condition is met.'];
  return [`CONDITION_${explained.result}: ${describeUnmet(explained)}`];
}

function explainType(type: string, patterns: readonly string[]): string {
  const found = patterns.find((pattern) => matchesEventType([pattern], type));
  return found === undefined
    ? `No pattern matches ${type}: the webhook asks for ${patterns.join(', ')}.`
    : `The pattern ${found} matches ${type}.`;
}

function explainLevel(level: string, wanted: string | null, actual: string | null): string[] {
  if (wanted === null) return [];
  const found = actual === null ? `no ${level}` : `${level} ${actual}`;
  return [`The webhook is for ${level} ${wanted}; the event is of ${wanted === actual ? `that ${level}` : found}.`];
}

function explainStatus(status: WebhookStatus): string[] {
  switch (status) {
    case 'ACTIVE':
      return [];
    case 'PAUSED':
      return ['The webhook is paused: the delivery would be held until it is active again.'];
    case 'DISABLED':
      return ['The webhook is disabled: it gets no deliveries.'];
  }
}
