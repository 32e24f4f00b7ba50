/** The input that changes a webhook. */
import { Field, InputType } from 'type-graphql';
import type { WebhookChanges } from '../../webhooks/update-webhook.ts';
import { DurationScalar, EventTypePatternScalar, HttpsUrlScalar, JsonObjectScalar } from '../scalars.ts';
import { HttpHeaderInput, RetryPolicyInput, ThrottlePolicyInput, toRetryPolicyInput } from './webhook-inputs.ts';

@InputType({
  description: 'Changes; omitted fields keep their value, null clears a nullable one or takes the default.',
})
export class UpdateWebhookInput {
  @Field(() => String, { nullable: true, description: 'Display name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Free text.' })
  description?: string | null;

  @Field(() => HttpsUrlScalar, { nullable: true, description: 'Target; pending retries use it from then on.' })
  url?: string | null;

  @Field(() => [EventTypePatternScalar], { nullable: true, description: 'Patterns, replacing the old list.' })
  eventTypes?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'CEL condition over the payload; null takes it away. It is checked again when eventTypes change.',
  })
  condition?: string | null;

  @Field(() => [HttpHeaderInput], {
    nullable: true,
    description: 'Headers, replacing the old list; a sensitive one without a value keeps the value it has.',
  })
  headers?: HttpHeaderInput[] | null;

  @Field(() => RetryPolicyInput, { nullable: true, description: 'Retry behaviour.' })
  retryPolicy?: RetryPolicyInput | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Time limit of one attempt; 1 to 30 seconds.' })
  timeout?: number | null;

  @Field(() => ThrottlePolicyInput, { nullable: true, description: 'Outbound limits.' })
  throttle?: ThrottlePolicyInput | null;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'Labels, replacing the old map.' })
  metadata?: Record<string, unknown> | null;
}

export const toWebhookChanges = (input: UpdateWebhookInput): WebhookChanges => ({
  name: input.name,
  description: input.description,
  url: input.url,
  eventTypes: input.eventTypes,
  condition: input.condition,
  headers: input.headers,
  retryPolicy: toRetryPolicyInput(input.retryPolicy),
  timeoutMs: input.timeout,
  throttle: input.throttle,
  metadata: input.metadata,
});
