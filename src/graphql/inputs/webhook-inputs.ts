/** Inputs about webhooks. */
import { Field, Float, InputType, Int } from 'type-graphql';
import type { WebhookStatus } from '../../domain/webhook-status.ts';
import type { WebhookInput } from '../../webhooks/check-webhook.ts';
import { WebhookStatusEnum } from '../enums.ts';
import {
  DurationScalar,
  EventTypeNameScalar,
  EventTypePatternScalar,
  HttpsUrlScalar,
  JsonObjectScalar,
} from '../scalars.ts';
import { OneOf } from './one-of.ts';
import { ScopeInput } from './shared-inputs.ts';

@InputType({ description: 'A custom header.' })
export class HttpHeaderInput {
  @Field(() => String, { description: 'Name; hop-by-hop, Host, Content-* and webhook-* names are refused.' })
  name!: string;

  @Field(() => String, { description: 'Value.' })
  value!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Write-only when true.' })
  isSensitive!: boolean;
}

@InputType({ description: 'Retry behaviour; omitted fields take server defaults.' })
export class RetryPolicyInput {
  @Field(() => Int, { nullable: true, description: 'Attempts in total.' })
  maxAttempts?: number | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Delay before the second attempt.' })
  initialDelay?: number | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Upper bound of one delay.' })
  maxDelay?: number | null;

  @Field(() => Float, { nullable: true, description: 'Growth factor.' })
  multiplier?: number | null;
}

@InputType({ description: 'Fields of a new webhook.' })
export class CreateWebhookInput {
  @Field(() => String, {
    nullable: true,
    description: 'Caller-chosen key; creating with a key that exists gives TAKEN.',
  })
  key?: string | null;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Free text.' })
  description?: string | null;

  @Field(() => HttpsUrlScalar, { description: 'Target.' })
  url!: string;

  @Field(() => ScopeInput, { nullable: true, description: 'Owner scope; omitted levels mean all.' })
  scope?: ScopeInput | null;

  @Field(() => [EventTypePatternScalar], { description: 'At least one pattern.' })
  eventTypes!: string[];

  @Field(() => [HttpHeaderInput], { nullable: true, description: 'Custom headers.' })
  headers?: HttpHeaderInput[] | null;

  @Field(() => RetryPolicyInput, { nullable: true, description: 'Retry behaviour.' })
  retryPolicy?: RetryPolicyInput | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Time limit of one attempt; 1 to 30 seconds.' })
  timeout?: number | null;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'Labels.' })
  metadata?: Record<string, unknown> | null;
}

export const toWebhookInput = (input: CreateWebhookInput): WebhookInput => ({
  key: input.key,
  name: input.name,
  description: input.description,
  url: input.url,
  companyId: input.scope?.companyId,
  fulfillmentCenterId: input.scope?.fulfillmentCenterId,
  eventTypes: input.eventTypes,
  headers: input.headers,
  timeoutMs: input.timeout,
  retryPolicy:
    input.retryPolicy == null
      ? null
      : {
          maxAttempts: input.retryPolicy.maxAttempts,
          initialDelayMs: input.retryPolicy.initialDelay,
          maxDelayMs: input.retryPolicy.maxDelay,
          multiplier: input.retryPolicy.multiplier,
        },
  metadata: input.metadata,
});

@InputType({ description: 'Filter for webhooks: fields are ANDed, list members are ORed.' })
export class WebhookFilter {
  @Field(() => [WebhookStatusEnum], { nullable: true, description: 'Statuses.' })
  status?: WebhookStatus[] | null;

  @Field(() => [EventTypeNameScalar], { nullable: true, description: 'Receives any of these types.' })
  eventTypes?: string[] | null;

  @Field(() => ScopeInput, { nullable: true, description: 'Inside this scope.' })
  scope?: ScopeInput | null;

  @Field(() => String, { nullable: true, description: 'Substring of name, key or URL; case-insensitive.' })
  search?: string | null;
}

@InputType({ description: 'Ad-hoc sample.' })
export class CustomSampleInput {
  @Field(() => EventTypeNameScalar, { description: 'Type.' })
  type!: string;

  @Field(() => String, { description: 'Payload as JSON text.' })
  payloadText!: string;
}

@OneOf()
@InputType({ description: 'What a test or preview should send.' })
export class SampleEventInput {
  @Field(() => EventTypeNameScalar, { nullable: true, description: 'The example of this event type.' })
  eventType?: string | null;

  @Field(() => CustomSampleInput, { nullable: true, description: 'Ad-hoc data of a type.' })
  custom?: CustomSampleInput | null;
}
