/** The input that makes a webhook. */
import { Field, Float, InputType, Int } from 'type-graphql';
import type { SigningAlgorithm } from '../../domain/signing.ts';
import type { WebhookStatus } from '../../domain/webhook-status.ts';
import type { NewWebhook } from '../../webhooks/check-webhook.ts';
import { WebhookStatusEnum } from '../enums.ts';
import { DurationScalar, EventTypePatternScalar, HttpsUrlScalar, JsonObjectScalar } from '../scalars.ts';
import { SigningAlgorithmEnum } from '../webhook-enums.ts';
import { ScopeInput } from './shared-inputs.ts';

@InputType({ description: 'A custom header.' })
export class HttpHeaderInput {
  @Field(() => String, { description: 'Name; hop-by-hop, Host, Content-* and webhook-* names are refused.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Value. Required, but for a sensitive header in updateWebhook that keeps the value it has.',
  })
  value?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Write-only when true: encrypted, and shown to nobody. Always so for a name that tells of a secret, such as ' +
      'Authorization, X-Api-Key or X-Access-Token.',
  })
  isSensitive!: boolean;
}

@InputType({
  description: 'Retry behaviour; omitted fields take server defaults, or in updateWebhook keep their value.',
})
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

@InputType({ description: 'Outbound limits.' })
export class ThrottlePolicyInput {
  @Field(() => Float, {
    nullable: true,
    description: 'Requests begun per second by all workers together, 0.1 to 1000; null for no limit.',
  })
  maxPerSecond?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Requests in flight at once, from each worker, 1 to 100; 10 unless given.',
  })
  maxConcurrent?: number | null;
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

  @Field(() => [EventTypePatternScalar], { description: 'At least one pattern; each must match an event type.' })
  eventTypes!: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'CEL condition over the payload, e.g. lines.exists(l, l.quantityShort > 0). It must fit every type that the ' +
      'patterns ask for; a problem names line, column and type.',
  })
  condition?: string | null;

  @Field(() => [HttpHeaderInput], { nullable: true, description: 'Custom headers.' })
  headers?: HttpHeaderInput[] | null;

  @Field(() => WebhookStatusEnum, { defaultValue: 'ACTIVE', description: 'Initial status.' })
  status!: WebhookStatus;

  @Field(() => RetryPolicyInput, { nullable: true, description: 'Retry behaviour.' })
  retryPolicy?: RetryPolicyInput | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Time limit of one attempt; 1 to 30 seconds.' })
  timeout?: number | null;

  @Field(() => ThrottlePolicyInput, { nullable: true, description: 'Outbound limits.' })
  throttle?: ThrottlePolicyInput | null;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'Labels.' })
  metadata?: Record<string, unknown> | null;

  @Field(() => SigningAlgorithmEnum, { defaultValue: 'HMAC_SHA256', description: 'How its deliveries are signed.' })
  signingAlgorithm!: SigningAlgorithm;

  @Field(() => String, {
    nullable: true,
    description:
      'Repeat-safe creation, for seven days: same key and input returns the first webhook (without the secret).',
  })
  idempotencyKey?: string | null;
}

export const toNewWebhook = (input: CreateWebhookInput): NewWebhook => ({
  key: input.key,
  name: input.name,
  description: input.description,
  url: input.url,
  companyId: input.scope?.companyId,
  fulfillmentCenterId: input.scope?.fulfillmentCenterId,
  eventTypes: input.eventTypes,
  condition: input.condition,
  headers: input.headers,
  timeoutMs: input.timeout,
  retryPolicy: toRetryPolicyInput(input.retryPolicy),
  throttle: input.throttle,
  metadata: input.metadata,
  status: input.status,
  signingAlgorithm: input.signingAlgorithm,
  idempotencyKey: input.idempotencyKey,
});

/** Null and left out stay what they are: they differ in an update. */
export const toRetryPolicyInput = (input: RetryPolicyInput | null | undefined) =>
  input && {
    maxAttempts: input.maxAttempts,
    initialDelayMs: input.initialDelay,
    maxDelayMs: input.maxDelay,
    multiplier: input.multiplier,
  };
