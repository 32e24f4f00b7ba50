/** Where an order is, and why an event was or was not sent. */
import { Field, ObjectType } from 'type-graphql';
import type { DeliveryRow } from '../../database/entities/delivery.ts';
import type { EventRow } from '../../database/entities/event.ts';
import type { WebhookRow } from '../../database/entities/webhook.ts';
import { isFinal } from '../../domain/delivery-status.ts';
import { explainMissing, type DeliveryVerdict, type WebhookThen } from '../../pipeline/explain-fan-out.ts';
import { DeliveryVerdictEnum, TraceStateEnum, type TraceState } from '../history-enums.ts';
import { Delivery, toDelivery } from './delivery.ts';
import { Event } from './event.ts';
import { toWebhook, Webhook } from './webhook.ts';

@ObjectType({ description: 'Verdict for one event and one webhook.' })
export class DeliveryExplanation {
  @Field(() => Webhook, { description: 'The webhook.' })
  webhook!: Webhook;

  @Field(() => TraceStateEnum, { description: 'What became of the event for this webhook.' })
  state!: TraceState;

  @Field(() => Boolean, { description: 'Whether a delivery exists.' })
  delivered!: boolean;

  @Field(() => DeliveryVerdictEnum, { description: 'The rule that decided.' })
  verdict!: DeliveryVerdict;

  @Field(() => String, { description: 'One plain sentence, with the value that decided.' })
  explanation!: string;

  @Field(() => Delivery, {
    nullable: true,
    description: 'The delivery, if any; of several the one that arrived, else the newest.',
  })
  delivery!: Delivery | null;
}

@ObjectType({ description: 'One event of a trace, and what became of it for each webhook.' })
export class TraceStep {
  @Field(() => Event, { description: 'The event.' })
  event!: Event;

  @Field(() => [DeliveryExplanation], {
    description: 'One for each webhook of the tenant, at most 100: those with a delivery first.',
  })
  explanations!: DeliveryExplanation[];
}

@ObjectType({ description: 'The history of one business key.' })
export class Trace {
  @Field(() => String, { description: 'The key asked for.' })
  businessKey!: string;

  @Field(() => [Event], { description: 'Events carrying it, oldest first.' })
  events!: Event[];

  @Field(() => [TraceStep], { description: 'The same events, each with what became of it for every webhook.' })
  steps!: TraceStep[];
}

/** @param outcome the delivery that tells what became of the event, or what the webhook was like when there was none */
export function toExplanation(
  event: EventRow,
  webhook: WebhookRow,
  outcome: { readonly delivery: DeliveryRow } | { readonly asItWas: WebhookThen },
): DeliveryExplanation {
  const delivery = 'delivery' in outcome ? outcome.delivery : undefined;
  const fields =
    'asItWas' in outcome
      ? { state: 'NOT_SENT' as const, ...explainMissing(event, webhook, outcome.asItWas) }
      : {
          state: stateOf(outcome.delivery),
          verdict: 'MATCHED' as const,
          explanation: describe(outcome.delivery, webhook),
        };
  return Object.assign(new DeliveryExplanation(), {
    webhook: toWebhook(webhook),
    delivered: delivery !== undefined,
    delivery: delivery === undefined ? null : toDelivery(delivery),
    ...fields,
  });
}

function stateOf({ status }: DeliveryRow): TraceState {
  if (status === 'SUCCEEDED') return 'DELIVERED';
  if (status === 'FAILED' || status === 'CANCELED') return status;
  return 'WAITING';
}

function describe(delivery: DeliveryRow, webhook: WebhookRow): string {
  const { status, attemptCount, lastOutcome, lastStatusCode, nextAttemptAt, completedAt } = delivery;
  const attempts = attemptCount === 1 ? '1 attempt' : `${attemptCount} attempts`;
  const last = lastStatusCode == null ? lastOutcome : `HTTP ${lastStatusCode}`;
  if (isFinal(status)) {
    const at = completedAt?.toISOString();
    if (status === 'SUCCEEDED') return `Delivered at ${at} after ${attempts}, answered with ${last}.`;
    return status === 'FAILED'
      ? `Failed for good at ${at} after ${attempts}; the last ended with ${last}.`
      : `Cancelled at ${at} after ${attempts}.`;
  }
  if (status === 'HELD') {
    return `Held after ${attempts}, because the webhook is ${webhook.status === 'PAUSED' ? 'paused' : 'not reachable (its circuit is open)'}.`;
  }
  const due = nextAttemptAt == null ? 'soon' : `at ${nextAttemptAt.toISOString()}`;
  return attemptCount === 0
    ? `Matched and waiting for its first attempt, due ${due}.`
    : `Tried again ${due}: ${attempts} so far, the last ended with ${last}.`;
}
