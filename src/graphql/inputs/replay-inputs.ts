/** The input that starts a replay. */
import { Field, Float, InputType, Int } from 'type-graphql';
import type { DeliveryStatus } from '../../domain/delivery-status.ts';
import { replayLimits } from '../../domain/replay-status.ts';
import type { ReplayInput } from '../../webhooks/check-replay.ts';
import { DeliveryStatusEnum } from '../enums.ts';
import { EventTypePatternScalar } from '../scalars.ts';
import { DateTimeRangeInput, WebhookRefInput } from './shared-inputs.ts';

@InputType({ description: 'Which past events to send again, to which webhooks, and how fast.' })
export class StartReplayInput {
  @Field(() => [WebhookRefInput], { description: `Only to these webhooks, at most ${replayLimits.webhooks}.` })
  webhooks!: WebhookRefInput[];

  @Field(() => DateTimeRangeInput, { description: 'Events received in this range; both ends required.' })
  receivedAt!: DateTimeRangeInput;

  @Field(() => [EventTypePatternScalar], { nullable: true, description: 'Types or patterns; all unless given.' })
  eventTypes?: string[] | null;

  @Field(() => [DeliveryStatusEnum], {
    nullable: true,
    description:
      'Only events whose newest delivery to the webhook has one of these statuses: SUCCEEDED, FAILED or CANCELED. ' +
      'Unless given: FAILED, and CANCELED for any reason but that a person cancelled it. ' +
      'What was sent again meanwhile, and succeeded, is no longer FAILED. Empty: only what includeMissing adds.',
  })
  status?: DeliveryStatus[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Also events that the webhook asks for now, its condition included, and that never had a delivery to it, because ' +
      'it was made later or disabled, or had another condition then.',
  })
  includeMissing!: boolean;

  @Field(() => Int, {
    defaultValue: replayLimits.defaultDeliveries,
    description: `Upper bound, at most ${replayLimits.maxDeliveries}; more matching ones give LIMIT_EXCEEDED.`,
  })
  maxDeliveries!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      `Deliveries made per second, ${replayLimits.minPerSecond} to ${replayLimits.maxPerSecond}; ` +
      `${replayLimits.defaultPerSecond} unless given. A replay also waits while its own deliveries pile up.`,
  })
  maxPerSecond?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Count only; nothing is made.' })
  dryRun!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Repeat-safe start, for seven days: the same key and input again give the first replay.',
  })
  idempotencyKey?: string | null;
}

export const toReplayInput = (input: StartReplayInput): ReplayInput => ({
  webhooks: input.webhooks,
  from: input.receivedAt.from ?? null,
  to: input.receivedAt.to ?? null,
  eventTypes: input.eventTypes ?? null,
  statuses: [...new Set(input.status ?? (['FAILED', 'CANCELED'] as const))],
  sparesStopped: input.status == null,
  includeMissing: input.includeMissing,
  maxDeliveries: input.maxDeliveries,
  maxPerSecond: input.maxPerSecond ?? replayLimits.defaultPerSecond,
  dryRun: input.dryRun,
  idempotencyKey: input.idempotencyKey ?? null,
});

/** The selection as its caller wrote it, with the defaults filled in: all but what only concerns the call. */
export const toSelection = (input: StartReplayInput): object => ({
  webhooks: input.webhooks,
  receivedAt: input.receivedAt,
  eventTypes: input.eventTypes ?? null,
  status: input.status ?? null,
  includeMissing: input.includeMissing,
  maxDeliveries: input.maxDeliveries,
  maxPerSecond: input.maxPerSecond ?? replayLimits.defaultPerSecond,
});
