/** The live stream of outcomes. */
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Resolver, Root, Subscription } from 'type-graphql';
import { matchesEventType } from '../../domain/event-type-pattern.ts';
import { parsePublicId } from '../../domain/ids.ts';
import { isWholeTenant } from '../../domain/scope.ts';
import type { FeedItem } from '../../live/feed-item.ts';
import type { DeliveryChange } from '../../live/delivery-change.ts';
import { decodePosition } from '../../live/stream-position.ts';
import type { GraphqlContext } from '../context.ts';
import { DeliveryUpdateFilter } from '../inputs/delivery-inputs.ts';
import { Delivery, toDelivery } from '../object-types/delivery.ts';
import { DeliveryAttempt, toDeliveryAttempt } from '../object-types/delivery-attempt.ts';
import { DeliveryChanged, DeliveryUpdate, toDeliveryUpdate } from '../object-types/delivery-update.ts';
import { loadWithBatch } from '../reads/live-batch.ts';
import { withinScope } from '../reads/within-scope.ts';
import { RequiresRole } from '../roles.ts';
import { StreamCursorScalar } from '../scalars.ts';

interface DeliveryUpdatesArgs {
  readonly filter?: DeliveryUpdateFilter | null;
  readonly after?: string | null;
}

@Resolver(() => DeliveryChanged)
export class LiveResolver {
  @Subscription(() => DeliveryUpdate, {
    description: 'Delivery outcomes. With after: first everything since that position, then live, without a gap.',
    subscribe: ({ args, context }: { args: DeliveryUpdatesArgs; context: GraphqlContext; info: GraphQLResolveInfo }) =>
      subscribe(args, context),
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  deliveryUpdates(
    @Root() item: FeedItem,
    @Arg('filter', () => DeliveryUpdateFilter, { nullable: true }) _filter: DeliveryUpdateFilter | null,
    @Arg('after', () => StreamCursorScalar, { nullable: true }) _after: string | null,
  ): typeof DeliveryUpdate {
    return toDeliveryUpdate(item);
  }

  @FieldResolver(() => Delivery, { description: 'The delivery as it is at this change or later.' })
  async delivery(@Root() { change }: DeliveryChanged, @Ctx() context: GraphqlContext): Promise<Delivery> {
    const loaders = await loadWithBatch(context, change, 'deliveries');
    const row = await loaders.delivery.load(change.deliveryId);
    if (row === undefined) throw new Error(`change of delivery ${change.deliveryId}, which does not exist`);
    return Object.assign(toDelivery(row), { loaders });
  }

  @FieldResolver(() => DeliveryAttempt, { nullable: true, description: 'The attempt that caused the change.' })
  async attempt(@Root() { change }: DeliveryChanged, @Ctx() context: GraphqlContext): Promise<DeliveryAttempt | null> {
    if (change.attemptNumber === null) return null;
    const loaders = await loadWithBatch(context, change, 'attempts');
    const row = await loaders.attempt.load({ deliveryId: change.deliveryId, number: change.attemptNumber });
    return row === undefined ? null : toDeliveryAttempt(row, loaders);
  }
}

function subscribe({ filter, after }: DeliveryUpdatesArgs, context: GraphqlContext) {
  const { viewer, services } = context;
  const position = after == null ? undefined : decodePosition(after);
  if (after != null && position === undefined) {
    throw new GraphQLError('after is not a stream cursor.', { extensions: { code: 'BAD_USER_INPUT' } });
  }
  const items = services.changeFeed.subscribe({
    tenantId: viewer.tenantId,
    after: position,
    wants: toPredicate(filter ?? {}),
  });
  return isWholeTenant(viewer) ? items : withinScope(items, context);
}

function toPredicate(filter: DeliveryUpdateFilter): (change: DeliveryChange) => boolean {
  const webhooks = filter.webhookIds == null ? undefined : new Set(filter.webhookIds.map(toWebhookUuid));
  const replay = filter.replayId == null ? null : parsePublicId('replay', filter.replayId);
  return (change) =>
    (webhooks === undefined || webhooks.has(change.webhookId)) &&
    (replay === null || change.replayId === replay) &&
    (filter.eventTypes == null || matchesEventType(filter.eventTypes, change.eventType)) &&
    (filter.status == null || filter.status.includes(change.status)) &&
    (filter.trigger == null || filter.trigger.includes(change.trigger)) &&
    (filter.scope?.companyId == null || filter.scope.companyId === change.companyId) &&
    (filter.scope?.fulfillmentCenterId == null || filter.scope.fulfillmentCenterId === change.fulfillmentCenterId);
}

const toWebhookUuid = (id: string): string | undefined => parsePublicId('webhook', id);
