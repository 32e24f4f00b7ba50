/**
 * Why an event went, or did not go, to a webhook: the rules of fan-out, asked afterwards. Pure. Which statuses and which
 * conditions a webhook has had is kept; what else it was like at that time is not, only when it was last changed, and
 * the sentence says so.
 */
import { explainCondition, factsOf, type ExplainedCondition } from '../catalogue/conditions/conditions.ts';
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
  'UNKNOWN',
] as const;

export type DeliveryVerdict = (typeof deliveryVerdicts)[number];

export interface ExplainedEvent {
  readonly type: string;
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  readonly receivedAt: Date;
  readonly payload: string;
  readonly payloadRemovedAt?: Date | null | undefined;
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

/** What a webhook's status became, and when. */
export interface StatusChange {
  readonly status: WebhookStatus;
  readonly changedAt: Date;
}

/** What the webhook asked of payloads when the event came. */
export interface ConditionThen {
  /** `null`: nothing. */
  readonly condition: string | null;
  /** False when it may have been another one then, and this is the present one. */
  readonly isCertain: boolean;
  /** Whether the reader may see names, addresses and contacts of people. */
  readonly showsPersonalData: boolean;
}

/** What a webhook was like when an event came. */
export interface WebhookThen extends ConditionThen {
  /** Of the webhook, as far back as they are kept, oldest first. */
  readonly statuses: readonly StatusChange[];
}

export interface Verdict {
  readonly verdict: DeliveryVerdict;
  /** One plain sentence, with the value that decided. */
  readonly explanation: string;
}

/** The rules in the order in which they decide, for an event that has no delivery to the webhook. */
export function explainMissing(event: ExplainedEvent, webhook: ExplainedWebhook, then: WebhookThen): Verdict {
  const at = event.receivedAt.toISOString();
  if (webhook.createdAt > event.receivedAt) {
    const explanation = `The webhook was created at ${webhook.createdAt.toISOString()}, after the event came at ${at}.`;
    return { verdict: 'WEBHOOK_CREATED_LATER', explanation };
  }
  const changed = webhook.updatedAt > event.receivedAt ? webhook.updatedAt.toISOString() : undefined;
  const doubt =
    changed === undefined
      ? ''
      : ` So it is since ${changed}: what else it was like when the event came at ${at} is not kept.`;
  if (!matchesEventType(webhook.eventTypes, event.type)) {
    const explanation = `The webhook asks for ${webhook.eventTypes.join(', ')}; the event is of type ${event.type}.${doubt}`;
    return { verdict: 'TYPE_NOT_SUBSCRIBED', explanation };
  }
  const outside =
    outsideOf('company', webhook.companyId, event.companyId) ??
    outsideOf('fulfillment center', webhook.fulfillmentCenterId, event.fulfillmentCenterId);
  if (outside !== undefined) return { verdict: 'OUT_OF_SCOPE', explanation: outside + doubt };
  const disabled = explainDisabled(event, webhook, then.statuses);
  if (disabled !== undefined) return { verdict: 'WEBHOOK_DISABLED', explanation: disabled };
  const unmet = explainUnmet(event, then, changed);
  if (unmet !== undefined) return unmet;
  if (!then.isCertain) {
    const explanation = `As the webhook is since ${changed} it would get the event, which came before that, at ${at}. Which types, scope and condition it had then is not kept.`;
    return { verdict: 'UNKNOWN', explanation };
  }
  const explanation = `The webhook was changed at ${webhook.updatedAt.toISOString()}; when the event came at ${at} it did not ask for ${event.type} in this scope.`;
  return { verdict: 'TYPE_NOT_SUBSCRIBED', explanation };
}

function explainDisabled(event: ExplainedEvent, webhook: ExplainedWebhook, statuses: readonly StatusChange[]) {
  const at = event.receivedAt.toISOString();
  const period = statuses.findLast(({ changedAt }) => changedAt <= event.receivedAt);
  if (period?.status === 'DISABLED') {
    const since = period.changedAt.toISOString();
    const next = statuses.find(({ changedAt }) => changedAt > event.receivedAt);
    return next === undefined
      ? `The webhook has been disabled since ${since}; the event came at ${at}.`
      : `The webhook was disabled from ${since} to ${next.changedAt.toISOString()}; the event came at ${at}.`;
  }
  // From before statuses were kept: what asks for the event now and did not get it can only have been disabled or changed.
  if (period !== undefined || webhook.statusChangedAt <= event.receivedAt || webhook.status === 'DISABLED') return;
  const since = webhook.statusChangedAt.toISOString();
  return `The webhook was disabled when the event came at ${at}: it has been ${webhook.status} only since ${since}.`;
}

/** @param changed when the webhook was changed, if after the event */
function explainUnmet(event: ExplainedEvent, then: ConditionThen, changed: string | undefined): Verdict | undefined {
  const { condition, isCertain, showsPersonalData } = then;
  if (condition === null) return undefined;
  if (event.payloadRemovedAt != null) {
    const removed = event.payloadRemovedAt.toISOString();
    if (changed === undefined) {
      const explanation = `The webhook has a condition that the event did not meet; its payload was removed at ${removed}, so the value that decided cannot be told.`;
      return { verdict: 'CONDITION_FALSE', explanation };
    }
    const had = isCertain ? 'had a condition when the event came' : 'has a condition';
    const explanation = `The webhook ${had} and was changed afterwards, at ${changed}. Whether it asked for ${event.type} in this scope then is not kept, and what the condition made of the event cannot be told, because its payload was removed at ${removed}.`;
    return { verdict: 'UNKNOWN', explanation };
  }
  const explained = explainCondition(condition, factsOf(event.type, event.payload), showsPersonalData);
  if (explained.result === 'TRUE') return undefined;
  const doubt = isCertain ? '' : ' This is the condition as it is now: changes as old as the event are not kept.';
  return { verdict: `CONDITION_${explained.result}`, explanation: describeUnmet(explained) + doubt };
}

/** Why a condition is not met, as a sentence. */
export const describeUnmet = ({ result, reason }: ExplainedCondition): string =>
  result === 'ERROR' ? `The condition could not be evaluated: ${reason}.` : `The condition was not met: ${reason}.`;

function outsideOf(level: string, wanted: string | null | undefined, actual: string | null | undefined) {
  if (wanted == null || wanted === actual) return undefined;
  return `The webhook is for ${level} ${wanted}; the event is of ${actual == null ? `no ${level}` : `${level} ${actual}`}.`;
}
