/** Webhooks: reading. */
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { eventTypes } from '../../catalogue/event-types.ts';
import { matchesEventType } from '../../domain/event-type-pattern.ts';
import type { WebhookHealth } from '../../domain/webhook-health.ts';
import type { GraphqlContext } from '../context.ts';
import { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import { WebhookRefInput } from '../inputs/shared-inputs.ts';
import { WebhookFilter, WebhookOrder } from '../inputs/webhook-list-inputs.ts';
import { Actor, toActor } from '../object-types/actor.ts';
import { Circuit, toCircuit } from '../object-types/circuit.ts';
import { toConnection } from '../object-types/connection.ts';
import { DeliveryConnection } from '../object-types/delivery.ts';
import { EventType, toEventType } from '../object-types/event-type.ts';
import { SigningSecret, toSigningSecrets } from '../object-types/signing-secret.ts';
import { toWebhook, Webhook, WebhookConnection } from '../object-types/webhook.ts';
import { PageArgs } from '../paging.ts';
import { findWebhookByRef } from '../reads/find-webhook-by-ref.ts';
import { findWebhooks } from '../reads/find-webhooks.ts';
import { RequiresRole } from '../roles.ts';
import { WebhookHealthEnum } from '../webhook-enums.ts';
import { readDeliveryConnection } from './delivery-connection.ts';

@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => Webhook, { nullable: true, description: 'One webhook.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async webhook(
    @Arg('by', () => WebhookRefInput) by: WebhookRefInput,
    @Ctx() context: GraphqlContext,
  ): Promise<Webhook | null> {
    const row = await findWebhookByRef(context, by);
    return row === null ? null : toWebhook(row);
  }

  @Query(() => WebhookConnection, { nullable: true, description: 'Webhooks, newest first unless ordered otherwise.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async webhooks(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => WebhookFilter, { nullable: true }) filter: WebhookFilter | null,
    @Arg('orderBy', () => WebhookOrder, { nullable: true }) orderBy: WebhookOrder | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<InstanceType<typeof WebhookConnection>> {
    const found = await findWebhooks(services.database, viewer, page, filter, orderBy);
    return toConnection(WebhookConnection, found, toWebhook, found.countUpTo);
  }

  @FieldResolver(() => [EventType], { description: 'Concrete event types those patterns match now.' })
  matchedEventTypes(@Root() webhook: Webhook): EventType[] {
    return eventTypes.filter((type) => matchesEventType(webhook.eventTypes, type.name)).map(toEventType);
  }

  @FieldResolver(() => [SigningSecret], { description: 'Active and expiring secrets, newest first.' })
  async signingSecrets(@Root() webhook: Webhook, @Ctx() { loaders }: GraphqlContext): Promise<SigningSecret[]> {
    return toSigningSecrets(await loaders.signingSecrets.load(webhook.uuid));
  }

  @FieldResolver(() => WebhookHealthEnum, { description: 'Observed condition.' })
  health(@Root() webhook: Webhook, @Ctx() { webhookLoaders }: GraphqlContext): Promise<WebhookHealth> {
    return webhookLoaders.health.load(webhook.uuid);
  }

  @FieldResolver(() => Circuit, { description: 'Circuit breaker reading.' })
  async circuit(@Root() webhook: Webhook, @Ctx() { webhookLoaders }: GraphqlContext): Promise<Circuit> {
    return toCircuit(await webhookLoaders.circuit.load(webhook.uuid));
  }

  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'The key that made it; null when it was somebody with a token of an OIDC issuer: see auditEntries.',
  })
  async createdBy(@Root() webhook: Webhook, @Ctx() { webhookLoaders }: GraphqlContext): Promise<Actor | null> {
    if (webhook.createdByKey === null) return null;
    const key = await webhookLoaders.apiKey.load(webhook.createdByKey);
    return key === undefined ? null : toActor(key);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the caller may change it (drives buttons in a front end).' })
  viewerCanManage(@Root() webhook: Webhook, @Ctx() { viewer }: GraphqlContext): boolean {
    return viewer.role === 'ADMINISTRATOR' && webhook.deletedAt === null;
  }

  @FieldResolver(() => DeliveryConnection, { nullable: true, description: 'Deliveries to this webhook.' })
  async deliveries(
    @Root() webhook: Webhook,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DeliveryFilter, { nullable: true }) filter: DeliveryFilter | null,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryConnection> {
    return readDeliveryConnection(context, page, filter, { webhookId: webhook.uuid });
  }
}
