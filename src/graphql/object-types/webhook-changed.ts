/** An item of the live stream of webhooks. */
import { Field, ID, ObjectType } from 'type-graphql';
import type { WebhookRow } from '../../database/entities/webhook.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { WebhookChange, WebhookChangeKind } from '../../live/read-webhook-changes.ts';
import { DateTimeScalar } from '../scalars.ts';
import { WebhookChangeKindEnum } from '../webhook-enums.ts';
import { toWebhook, Webhook } from './webhook.ts';

@ObjectType({ description: "A webhook's status, health, circuit or configuration changed." })
export class WebhookChanged {
  @Field(() => Webhook, { nullable: true, description: 'The webhook as it is now; null when deleted.' })
  webhook!: Webhook | null;

  @Field(() => ID, { description: 'Its id.' })
  webhookId!: string;

  @Field(() => [WebhookChangeKindEnum], {
    description: 'What changed since the last item about it; empty for one that was only asked for by withCurrent.',
  })
  changes!: WebhookChangeKind[];

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  occurredAt!: Date;
}

export const toWebhookChanged = (row: WebhookRow, { kinds, occurredAt }: Omit<WebhookChange, 'webhookId'>) =>
  Object.assign(new WebhookChanged(), {
    webhook: row.deletedAt == null ? toWebhook(row) : null,
    webhookId: toPublicId('webhook', row.id),
    changes: [...kinds],
    occurredAt,
  });
