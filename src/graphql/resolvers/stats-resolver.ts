/** Statistics: for all webhooks and for one. */
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { StatsGrain } from '../../domain/stats-grain.ts';
import type { GraphqlContext } from '../context.ts';
import { Cost } from '../cost-directives.ts';
import { StatsIntervalEnum } from '../history-enums.ts';
import { DateTimeRangeInput, ScopeInput } from '../inputs/shared-inputs.ts';
import { DeliveryStats, DeliveryStatsBucket, toStatsTotals } from '../object-types/delivery-stats.ts';
import { Webhook } from '../object-types/webhook.ts';
import { readBacklog, readStats } from '../reads/find-stats.ts';
import { readOldestPendingAge } from '../reads/oldest-pending.ts';
import { toStatsRange } from '../reads/stats-range.ts';
import { findWebhooksInScope } from '../reads/webhooks-in-scope.ts';
import { RequiresRole } from '../roles.ts';
import { EventTypePatternScalar } from '../scalars.ts';

@Resolver(() => Webhook)
export class StatsResolver {
  @Query(() => DeliveryStats, {
    nullable: true,
    description: 'Statistics across webhooks; scope is that of the webhooks. At most 1500 intervals.',
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  @Cost(20)
  async deliveryStats(
    @Arg('range', () => DateTimeRangeInput, { description: 'from is required; to is now if not given.' })
    range: DateTimeRangeInput,
    @Arg('interval', () => StatsIntervalEnum, { defaultValue: 'HOUR' }) interval: StatsGrain,
    @Arg('webhookIds', () => [ID], { nullable: true }) webhookIds: string[] | null,
    @Arg('eventTypes', () => [EventTypePatternScalar], { nullable: true }) eventTypes: string[] | null,
    @Arg('scope', () => ScopeInput, { nullable: true }) scope: ScopeInput | null,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryStats> {
    return statsOf(context, await findWebhooksInScope(context, webhookIds, scope), eventTypes, range, interval);
  }

  @FieldResolver(() => DeliveryStats, { nullable: true, description: 'Delivery statistics for a time range.' })
  @Cost(10)
  stats(
    @Root() webhook: Webhook,
    @Arg('range', () => DateTimeRangeInput, { description: 'from is required; to is now if not given.' })
    range: DateTimeRangeInput,
    @Arg('interval', () => StatsIntervalEnum, { defaultValue: 'HOUR' }) interval: StatsGrain,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryStats> {
    return statsOf(context, [webhook.uuid], null, range, interval);
  }
}

/** @param webhookIds UUIDs; `null` for every webhook of the tenant */
async function statsOf(
  { services: { database }, viewer }: GraphqlContext,
  webhookIds: readonly string[] | null,
  eventTypes: readonly string[] | null | undefined,
  given: DateTimeRangeInput,
  interval: StatsGrain,
): Promise<DeliveryStats> {
  const range = toStatsRange(given, interval);
  const [stats, waiting] = await Promise.all([
    readStats(database, { reach: viewer, webhookIds, eventTypes: eventTypes ?? null }, range),
    readBacklog(database, viewer, webhookIds),
  ]);
  return Object.assign(new DeliveryStats(), {
    totals: toStatsTotals(stats.totals),
    buckets: [...stats.buckets].map(([start, numbers]) =>
      Object.assign(new DeliveryStatsBucket(), { startsAt: new Date(start), totals: toStatsTotals(numbers) }),
    ),
    backlog: waiting.reduce((sum, { unfinished }) => sum + unfinished, 0),
    oldestPendingAge: await readOldestPendingAge(
      database,
      waiting.map((row) => row.webhook_id),
    ),
  });
}
