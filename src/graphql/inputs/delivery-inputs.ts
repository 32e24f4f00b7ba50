/** Inputs about deliveries. */
import { Field, ID, InputType } from 'type-graphql';
import type { DeliveryStatus, DeliveryTrigger } from '../../domain/delivery-status.ts';
import type { AttemptOutcome } from '../../domain/outcome.ts';
import { AttemptOutcomeEnum, DeliveryStatusEnum, DeliveryTriggerEnum } from '../enums.ts';
import { EventTypePatternScalar } from '../scalars.ts';
import { DateTimeRangeInput, IntRangeInput, ScopeInput } from './shared-inputs.ts';

@InputType({ description: 'Filter for deliveries: fields are ANDed, list members are ORed.' })
export class DeliveryFilter {
  @Field(() => [DeliveryStatusEnum], { nullable: true, description: 'Statuses.' })
  status?: DeliveryStatus[] | null;

  @Field(() => [ID], { nullable: true, description: 'Webhooks.' })
  webhookIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Events.' })
  eventIds?: string[] | null;

  @Field(() => [EventTypePatternScalar], { nullable: true, description: 'Types or patterns.' })
  eventTypes?: string[] | null;

  @Field(() => [DeliveryTriggerEnum], { nullable: true, description: 'Causes.' })
  trigger?: DeliveryTrigger[] | null;

  @Field(() => [AttemptOutcomeEnum], { nullable: true, description: 'Outcome of the last attempt.' })
  lastOutcome?: AttemptOutcome[] | null;

  @Field(() => IntRangeInput, { nullable: true, description: 'Status code of the last attempt.' })
  lastStatusCode?: IntRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: 'Created in this range.' })
  createdAt?: DateTimeRangeInput | null;

  @Field(() => IntRangeInput, { nullable: true, description: 'Attempts made.' })
  attemptCount?: IntRangeInput | null;

  @Field(() => ID, { nullable: true, description: 'Made by this replay.' })
  replayId?: string | null;

  @Field(() => ScopeInput, { nullable: true, description: 'Of events inside this scope.' })
  scope?: ScopeInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Exact business key value, e.g. a sales order or tracking number.',
  })
  businessKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Exact id of a delivery or an event, or an event's correlation id.",
  })
  search?: string | null;
}

@InputType({ description: 'Filter for live delivery updates.' })
export class DeliveryUpdateFilter {
  @Field(() => [ID], { nullable: true, description: 'Webhooks.' })
  webhookIds?: string[] | null;

  @Field(() => [EventTypePatternScalar], { nullable: true, description: 'Types or patterns.' })
  eventTypes?: string[] | null;

  @Field(() => [DeliveryStatusEnum], { nullable: true, description: 'Only changes into one of these statuses.' })
  status?: DeliveryStatus[] | null;

  @Field(() => [DeliveryTriggerEnum], { nullable: true, description: 'Causes.' })
  trigger?: DeliveryTrigger[] | null;

  @Field(() => ID, { nullable: true, description: 'One replay job.' })
  replayId?: string | null;

  @Field(() => ScopeInput, { nullable: true, description: 'Webhooks inside this scope.' })
  scope?: ScopeInput | null;
}

@InputType({ description: 'Filter for events.' })
export class EventFilterBy {
  @Field(() => [EventTypePatternScalar], { nullable: true, description: 'Types or patterns.' })
  eventTypes?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Exact business key value, e.g. a sales order or tracking number.',
  })
  businessKey?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact correlation id.' })
  correlationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Exact idempotency key, for as long as keys are remembered: seven days.',
  })
  idempotencyKey?: string | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: 'Received in this range.' })
  receivedAt?: DateTimeRangeInput | null;

  @Field(() => ScopeInput, { nullable: true, description: 'Inside this scope.' })
  scope?: ScopeInput | null;
}
