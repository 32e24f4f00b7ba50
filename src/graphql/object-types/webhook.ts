/** A webhook as the API shows it: never a secret, never a live entity. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { WebhookRow } from '../../database/entities/webhook.ts';
import type { WebhookStatus, WebhookStatusReason } from '../../domain/webhook-status.ts';
import { toPublicId } from '../../domain/ids.ts';
import { WebhookStatusEnum, WebhookStatusReasonEnum } from '../enums.ts';
import {
  DateTimeScalar,
  DurationScalar,
  EventTypePatternScalar,
  HttpsUrlScalar,
  JsonObjectScalar,
} from '../scalars.ts';
import { ThrottlePolicy, toThrottlePolicy } from './circuit.ts';
import { connectionOf } from './connection.ts';
import { HttpHeader, toHttpHeader } from './http-header.ts';
import { Node } from './node.ts';
import { RetryPolicy, toRetryPolicyType } from './retry-policy.ts';
import { Scope, toScope } from './scope.ts';

@ObjectType({ implements: Node, description: 'A subscription of one HTTPS endpoint to event types.' })
export class Webhook extends Node {
  /** UUID, for field resolvers. */
  uuid!: string;

  /** UUID of the key that made it, for the field resolver `createdBy`. */
  createdByKey!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Caller-chosen key, unique per tenant and company; for infrastructure as code.',
  })
  key!: string | null;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Free text.' })
  description!: string | null;

  @Field(() => HttpsUrlScalar, { description: 'Target URL.' })
  url!: string;

  @Field(() => Scope, { description: 'Owner scope; also filters which events match.' })
  scope!: Scope;

  @Field(() => [EventTypePatternScalar], { description: 'Patterns subscribed to.' })
  eventTypes!: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'CEL condition over the payload, e.g. lines.exists(l, l.quantityShort > 0): only events that meet it are sent; ' +
      'null for all. What it may say: docs/conditions.md.',
  })
  condition!: string | null;

  @Field(() => [HttpHeader], { description: 'Custom headers.' })
  headers!: HttpHeader[];

  @Field(() => WebhookStatusEnum, { description: 'Operator intent.' })
  status!: WebhookStatus;

  @Field(() => WebhookStatusReasonEnum, { nullable: true, description: 'Why status is not ACTIVE.' })
  statusReason!: WebhookStatusReason | null;

  @Field(() => String, { nullable: true, description: 'What the person who changed the status said about it.' })
  statusNote!: string | null;

  @Field(() => DateTimeScalar, { description: 'When status last changed.' })
  statusChangedAt!: Date;

  @Field(() => RetryPolicy, { description: 'Retry behaviour.' })
  retryPolicy!: RetryPolicy;

  @Field(() => DurationScalar, { description: 'Time limit of one attempt.' })
  timeout!: number;

  @Field(() => ThrottlePolicy, { description: 'Outbound limits.' })
  throttle!: ThrottlePolicy;

  @Field(() => JsonObjectScalar, { description: "Free key-value labels for the caller's own use." })
  metadata!: object;

  @Field(() => Int, { description: 'Increases by one on every change; pass it as expectedRevision.' })
  revision!: number;

  @Field(() => DateTimeScalar, { description: 'Creation time.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Last change.' })
  updatedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was deleted; only its history shows it then.' })
  deletedAt!: Date | null;
}

export const WebhookConnection = connectionOf(Webhook, 'Webhooks, paged.');

export const toWebhook = (row: WebhookRow): Webhook =>
  Object.assign(new Webhook(), {
    uuid: row.id,
    id: toPublicId('webhook', row.id),
    key: row.key ?? null,
    name: row.name,
    description: row.description ?? null,
    url: row.url,
    scope: toScope(row),
    eventTypes: [...row.eventTypes],
    condition: row.condition ?? null,
    headers: row.headers.map(({ name, value, isSensitive }) => toHttpHeader(name, isSensitive ? null : value, 'sent')),
    status: row.status,
    statusReason: row.statusReason ?? null,
    statusNote: row.statusNote ?? null,
    statusChangedAt: row.statusChangedAt,
    retryPolicy: toRetryPolicyType({
      maxAttempts: row.maxAttempts,
      initialDelayMs: row.initialDelayMs,
      maxDelayMs: row.maxDelayMs,
      multiplier: row.multiplier,
    }),
    timeout: row.timeoutMs,
    throttle: toThrottlePolicy(row.maxConcurrent, row.maxPerSecond ?? null),
    metadata: row.metadata,
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    deletedAt: row.deletedAt ?? null,
    createdByKey: row.createdBy ?? null,
  });
