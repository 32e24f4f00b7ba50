/** What the mutations of webhooks return, and the preview. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../scalars.ts';
import { Delivery } from './delivery.ts';
import { HttpRequestRecord } from './delivery-attempt.ts';
import { MutationPayload } from './payloads.ts';
import { UserError } from './user-error.ts';
import { Webhook } from './webhook.ts';

@ObjectType({ description: 'Result of createWebhook.' })
export class CreateWebhookPayload extends MutationPayload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook; null on error.' })
  webhook!: Webhook | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The signing secret (whsec_...), shown only here. Null for ED25519, whose public key the webhook shows, and when ' +
      'an idempotency key was repeated.',
  })
  signingSecret!: string | null;
}

@ObjectType({ description: 'Result of updateWebhook and revokeWebhookSecret.' })
export class UpdateWebhookPayload extends MutationPayload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook after the change.' })
  webhook!: Webhook | null;
}

@ObjectType({ description: 'Result of deleteWebhook.' })
export class DeleteWebhookPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted webhook, for cache eviction.' })
  deletedWebhookId!: string | null;

  @Field(() => Int, { nullable: true, description: 'Unfinished deliveries that were cancelled.' })
  canceledDeliveryCount!: number | null;
}

@ObjectType({ description: 'Result of activateWebhook, pauseWebhook and disableWebhook.' })
export class SetWebhookStatusPayload extends MutationPayload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook.' })
  webhook!: Webhook | null;

  @Field(() => Int, { nullable: true, description: 'Held deliveries released or cancelled by the change.' })
  affectedDeliveryCount!: number | null;
}

@ObjectType({ description: 'Result of rotateWebhookSecret.' })
export class RotateWebhookSecretPayload extends MutationPayload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook.' })
  webhook!: Webhook | null;

  @Field(() => String, {
    nullable: true,
    description: 'The new secret, shown only here. Null for ED25519, whose public key the webhook shows.',
  })
  signingSecret!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the old secret also signs.' })
  previousExpiresAt!: Date | null;
}

@ObjectType({ description: 'Result of testWebhook.' })
export class TestWebhookPayload extends MutationPayload {
  @Field(() => Delivery, { nullable: true, description: 'The test delivery with its one attempt, finished.' })
  delivery!: Delivery | null;
}

@ObjectType({ description: 'What would be sent.' })
export class DeliveryPreview {
  @Field(() => Boolean, { description: 'Whether the event would match at all.' })
  matches!: boolean;

  @Field(() => [String], { description: 'The rules that decided, one sentence each.' })
  explanation!: string[];

  @Field(() => HttpRequestRecord, {
    nullable: true,
    description:
      'Exact request, the values of sensitive headers masked. Signed with the live secrets of a saved webhook when the ' +
      'caller is an administrator, else with a throw-away one. Null when there are errors.',
  })
  request!: HttpRequestRecord | null;

  @Field(() => [UserError], { description: 'Problems with a draft, as createWebhook would report them.' })
  errors!: UserError[];
}

@ObjectType({ description: 'Dry run of a condition over real traffic.' })
export class ConditionPreview {
  @Field(() => Int, { description: 'Events looked at.' })
  sampled!: number;

  @Field(() => Int, { description: 'Events that meet the condition.' })
  matched!: number;

  @Field(() => [String], {
    description: 'Why it could not be evaluated for some events: type, reason, how many and the newest of them.',
  })
  failures!: readonly string[];

  @Field(() => [UserError], { description: 'Problems with the condition itself, with position.' })
  errors!: UserError[];
}
