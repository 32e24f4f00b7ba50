/** Deliveries and their attempts: the history. */
import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { parsePublicId } from '../../domain/ids.ts';
import type { ShownHoldReason } from '../../domain/hold-reason.ts';
import type { GraphqlContext } from '../context.ts';
import { HoldReasonEnum } from '../enums.ts';
import { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import { toConnection } from '../object-types/connection.ts';
import { Delivery, DeliveryConnection, toDelivery } from '../object-types/delivery.ts';
import {
  DeliveryAttempt,
  DeliveryAttemptConnection,
  HttpRequestRecord,
  HttpResponseRecord,
  toDeliveryAttempt,
  toRequestRecord,
  toResponse,
} from '../object-types/delivery-attempt.ts';
import { Event, toEvent } from '../object-types/event.ts';
import { toWebhook, Webhook } from '../object-types/webhook.ts';
import { PageArgs, toPage, toPageQuery } from '../paging.ts';
import { shownPayload, shownResponse } from '../personal-data.ts';
import { RequiresRole } from '../roles.ts';
import { HttpsUrlScalar } from '../scalars.ts';
import { readDeliveryConnection } from './delivery-connection.ts';

@Resolver(() => Delivery)
export class DeliveryResolver {
  @Query(() => Delivery, { nullable: true, description: 'One delivery.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async delivery(@Arg('id', () => ID) id: string, @Ctx() { loaders }: GraphqlContext): Promise<Delivery | null> {
    const uuid = parsePublicId('delivery', id);
    const row = uuid === undefined ? undefined : await loaders.delivery.load(uuid);
    return row === undefined ? null : toDelivery(row);
  }

  @Query(() => DeliveryConnection, { nullable: true, description: 'Deliveries across webhooks, newest first.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async deliveries(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DeliveryFilter, { nullable: true }) filter: DeliveryFilter | null,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryConnection> {
    return readDeliveryConnection(context, page, filter);
  }

  @FieldResolver(() => Event, { description: 'The event.' })
  async event(@Ctx() context: GraphqlContext, @Root() { row, loaders = context.loaders }: Delivery): Promise<Event> {
    const event = await loaders.event.load(row.eventId);
    if (event === undefined) throw new Error(`delivery ${row.id} has no event`);
    return toEvent(event);
  }

  @FieldResolver(() => Webhook, { nullable: true, description: 'The webhook; null after it was purged.' })
  async webhook(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders = context.loaders }: Delivery,
  ): Promise<Webhook | null> {
    const webhook = await loaders.webhook.load(row.webhookId);
    return webhook === undefined ? null : toWebhook(webhook);
  }

  @FieldResolver(() => HoldReasonEnum, { nullable: true, description: 'Why it is HELD, now; null when it is not.' })
  async holdReason(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders = context.loaders }: Delivery,
  ): Promise<ShownHoldReason | null> {
    if (row.status !== 'HELD') return null;
    return (await loaders.holdReason.load({ webhookId: row.webhookId, deliveryId: row.id })) ?? null;
  }

  @FieldResolver(() => HttpsUrlScalar, {
    nullable: true,
    description: 'URL used by the next attempt, or by the last one once final.',
  })
  async url(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders = context.loaders }: Delivery,
  ): Promise<string | null> {
    if (row.completedAt != null && row.attemptCount > 0) {
      const attempt = await loaders.attempt.load({ deliveryId: row.id, number: row.attemptCount });
      if (attempt !== undefined) return attempt.requestUrl;
    }
    return (await loaders.webhook.load(row.webhookId))?.url ?? null;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Attempts allowed.' })
  async maxAttempts(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders = context.loaders }: Delivery,
  ): Promise<number | null> {
    if (row.trigger === 'TEST') return 1;
    return (await loaders.webhook.load(row.webhookId))?.maxAttempts ?? null;
  }

  @FieldResolver(() => Delivery, { nullable: true, description: 'Delivery this one repeats.' })
  async redeliveryOf(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders = context.loaders }: Delivery,
  ): Promise<Delivery | null> {
    const repeated = row.redeliveryOf == null ? undefined : await loaders.delivery.load(row.redeliveryOf);
    return repeated === undefined ? null : toDelivery(repeated);
  }

  @FieldResolver(() => DeliveryAttempt, { nullable: true, description: 'Most recent attempt.' })
  async lastAttempt(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders }: Delivery,
  ): Promise<DeliveryAttempt | null> {
    if (row.attemptCount === 0) return null;
    const { attempt } = loaders ?? context.loaders;
    const last = await attempt.load({ deliveryId: row.id, number: row.attemptCount });
    return last === undefined ? null : toDeliveryAttempt(last, loaders);
  }

  @FieldResolver(() => DeliveryAttemptConnection, { nullable: true, description: 'All attempts, oldest first.' })
  async attempts(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders }: Delivery,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<InstanceType<typeof DeliveryAttemptConnection>> {
    const query = toPageQuery(page, (key) => /^\d{1,3}$/.test(key));
    const { after = 0, before = Infinity } = query;
    const all = await (loaders ?? context.loaders).attempts.load(row.id);
    const range = all.filter(({ number }) => number > Number(after) && number < Number(before));
    const rows = (query.backwards ? range.reverse() : range).slice(0, query.limit);
    return toConnection(
      DeliveryAttemptConnection,
      toPage(query, rows, (attempt) => String(attempt.number)),
      (attempt) => toDeliveryAttempt(attempt, loaders),
      async () => all.length,
    );
  }
}

@Resolver(() => DeliveryAttempt)
export class DeliveryAttemptResolver {
  @FieldResolver(() => HttpRequestRecord, {
    nullable: true,
    description: 'Request as sent; secret header values masked.',
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async request(
    @Ctx() context: GraphqlContext,
    @Root() { row, loaders = context.loaders }: DeliveryAttempt,
  ): Promise<HttpRequestRecord> {
    const delivery = await loaders.delivery.load(row.deliveryId);
    const event = delivery === undefined ? undefined : await loaders.event.load(delivery.eventId);
    const isThere = event !== undefined && event.payload !== '';
    if (!isThere) return toRequestRecord(row, null, null);
    return toRequestRecord(row, shownPayload(context, event.type, event.payload), event.payload);
  }

  @FieldResolver(() => HttpResponseRecord, {
    nullable: true,
    description: 'Response as received, if any; its body masked for those who may not see personal data.',
  })
  response(@Root() { row }: DeliveryAttempt, @Ctx() context: GraphqlContext): HttpResponseRecord | null {
    return toResponse(row, shownResponse(context, row.responseBody ?? null));
  }
}
