/** Which webhooks, and in which order. */
import { Field, InputType } from 'type-graphql';
import type { WebhookHealth } from '../../domain/webhook-health.ts';
import type { WebhookStatus } from '../../domain/webhook-status.ts';
import { WebhookStatusEnum } from '../enums.ts';
import { EventTypeNameScalar } from '../scalars.ts';
import { SortDirectionEnum, WebhookHealthEnum, WebhookSortFieldEnum, type WebhookSortField } from '../webhook-enums.ts';
import { ScopeInput } from './shared-inputs.ts';

@InputType({ description: 'Filter for webhooks: fields are ANDed, list members are ORed.' })
export class WebhookFilter {
  @Field(() => [WebhookStatusEnum], { nullable: true, description: 'Statuses.' })
  status?: WebhookStatus[] | null;

  @Field(() => [WebhookHealthEnum], { nullable: true, description: 'Conditions.' })
  health?: WebhookHealth[] | null;

  @Field(() => [EventTypeNameScalar], { nullable: true, description: 'Receives any of these types.' })
  eventTypes?: string[] | null;

  @Field(() => ScopeInput, { nullable: true, description: 'Inside this scope.' })
  scope?: ScopeInput | null;

  @Field(() => String, { nullable: true, description: 'Substring of name, key or URL; case-insensitive.' })
  search?: string | null;
}

@InputType({ description: 'Webhook order; id breaks ties.' })
export class WebhookOrder {
  @Field(() => WebhookSortFieldEnum, { description: 'Key.' })
  field!: WebhookSortField;

  @Field(() => SortDirectionEnum, { defaultValue: 'DESC', description: 'Direction.' })
  direction!: 'ASC' | 'DESC';
}
