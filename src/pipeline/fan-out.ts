/**
 * Which webhooks an event goes to. Asks nobody: publish reads the webhooks inside its transaction, so that no
 * webhook created before the event can miss it.
 */
import { evaluateCondition, factsOf } from '../catalogue/conditions/conditions.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import type { CircuitState } from '../domain/circuit.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { beginTurn, type Turn } from './turn.ts';

/** What fan-out needs to know of a webhook. */
export interface FanOutWebhook {
  readonly id: string;
  readonly eventTypes: readonly string[];
  /** What the payload must meet; `null`: every event. */
  readonly condition: string | null;
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

/**
 * The webhooks that each event goes to. A disabled one gets nothing; a paused one is included and held. A payload is
 * read only where somebody has a condition, and then once. Hundreds of the dearest conditions keep nobody else waiting.
 */
export async function fanOut<W extends FanOutWebhook>(
  events: readonly (FanOutEvent & { readonly payload: string })[],
  webhooks: readonly W[],
): Promise<W[][]> {
  const turn = beginTurn();
  const found: W[][] = [];
  for (const event of events) {
    const asking = webhooks.filter((webhook) => asksFor(webhook, event));
    found.push(await meetingConditions(event.type, event.payload, asking, turn));
  }
  return found;
}

/** All rules but the condition: those that need no payload. */
export const asksFor = (webhook: Omit<FanOutWebhook, 'id' | 'condition' | 'circuit'>, event: FanOutEvent): boolean =>
  webhook.status !== 'DISABLED' &&
  matchesEventType(webhook.eventTypes, event.type) &&
  covers(webhook.companyId, event.companyId) &&
  covers(webhook.fulfillmentCenterId, event.fulfillmentCenterId);

/**
 * Those of the webhooks that have no condition, or one that the payload meets.
 * @param turn of the work that this is a part of
 */
export async function meetingConditions<W extends Pick<FanOutWebhook, 'condition'>>(
  type: string,
  payload: string,
  webhooks: readonly W[],
  turn: Turn = beginTurn(),
): Promise<W[]> {
  const facts = factsOf(type, payload);
  const meeting: W[] = [];
  for (const webhook of webhooks) {
    if (webhook.condition === null) meeting.push(webhook);
    else {
      if (evaluateCondition(webhook.condition, facts) === 'TRUE') meeting.push(webhook);
      if (turn.isOver()) await turn.next();
    }
  }
  return meeting;
}

const covers = (wanted: string | null, actual: string | null): boolean => wanted === null || wanted === actual;
