/** Live streams that need no cursor: running numbers, and the webhooks themselves. */
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphqlContext } from '../context.ts';
import { Cost } from '../cost-directives.ts';
import { ScopeInput } from '../inputs/shared-inputs.ts';
import { DeliveryStatsTick } from '../object-types/delivery-stats.ts';
import { WebhookChanged } from '../object-types/webhook-changed.ts';
import { statsTicks, type StatsTicksArgs } from '../reads/stats-ticks.ts';
import { webhookChanges, type WebhookChangesArgs } from '../reads/webhook-changes.ts';
import { RequiresRole } from '../roles.ts';
import { DurationScalar } from '../scalars.ts';

interface Subscribing<Args> {
  readonly args: Args;
  readonly context: GraphqlContext;
}

@Resolver()
export class LiveNumbersResolver {
  @Subscription(() => DeliveryStatsTick, {
    description: 'Running numbers, a full snapshot each time, so nothing needs resuming.',
    subscribe: ({ args, context }: Subscribing<StatsTicksArgs>) => statsTicks(context, args),
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  @Cost(20)
  deliveryStatsTicks(
    @Root() tick: DeliveryStatsTick,
    @Arg('window', () => DurationScalar, {
      defaultValue: 300_000,
      description: 'PT1M to PT24H; widened to whole minutes.',
    })
    _window: number,
    @Arg('every', () => DurationScalar, { defaultValue: 2_000, description: 'PT1S to PT1H, at most the window.' })
    _every: number,
    @Arg('webhookIds', () => [ID], { nullable: true, description: 'Only of these webhooks.' })
    _webhookIds: string[] | null,
    @Arg('scope', () => ScopeInput, { nullable: true, description: 'Only inside this scope.' })
    _scope: ScopeInput | null,
  ): DeliveryStatsTick {
    return tick;
  }

  @Subscription(() => WebhookChanged, {
    description:
      'Status, health, circuit or configuration changes of webhooks. A slow reader gets the newest state of each. ' +
      'With withCurrent each webhook comes first as it is, so that nothing has to be fetched again after a lost connection.',
    subscribe: ({ args, context }: Subscribing<WebhookChangesArgs>) => webhookChanges(context, args),
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  webhookChanges(
    @Root() change: WebhookChanged,
    @Arg('webhookIds', () => [ID], { nullable: true, description: 'Only of these webhooks.' })
    _webhookIds: string[] | null,
    @Arg('scope', () => ScopeInput, { nullable: true, description: 'Only inside this scope.' })
    _scope: ScopeInput | null,
    @Arg('withCurrent', () => Boolean, { defaultValue: false, description: 'First each webhook as it is.' })
    _withCurrent: boolean,
  ): WebhookChanged {
    return change;
  }
}
