/** Answers about one order, or one event and one webhook. */
import { GraphQLError } from 'graphql';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { DeliveryEntity, type DeliveryRow } from '../../database/entities/delivery.ts';
import type { EventRow } from '../../database/entities/event.ts';
import type { WebhookRow } from '../../database/entities/webhook.ts';
import { parsePublicId } from '../../domain/ids.ts';
import { tellingDelivery } from '../../pipeline/telling-delivery.ts';
import { beginTurn } from '../../pipeline/turn.ts';
import type { GraphqlContext } from '../context.ts';
import { ListSize } from '../cost-directives.ts';
import { WebhookRefInput } from '../inputs/shared-inputs.ts';
import { toEvent } from '../object-types/event.ts';
import { DeliveryExplanation, toExplanation, Trace, TraceStep } from '../object-types/trace.ts';
import { PAGE_LIMIT } from '../paging.ts';
import { loadConditionsThen, type ConditionsThen } from '../reads/conditions-then.ts';
import { findTrace } from '../reads/find-trace.ts';
import { findWebhookByRef } from '../reads/find-webhook-by-ref.ts';
import { RequiresRole } from '../roles.ts';

const TRACE_EVENTS = 50;

@Resolver()
export class HistoryTraceResolver {
  @Query(() => Trace, {
    nullable: true,
    description:
      'Everything that happened to one business key (an order, an LPN, a tracking number): its newest events (50 ' +
      'unless told otherwise) in order, and for each webhook delivered, failed, waiting or why not sent.',
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  @ListSize({ slicingArguments: ['first'], assumedSize: TRACE_EVENTS, sizedFields: ['events', 'steps'] })
  async trace(
    @Arg('businessKey', () => String) businessKey: string,
    @Arg('first', () => Int, {
      nullable: true,
      description: `So many of the newest events, 1 to ${PAGE_LIMIT}; ${TRACE_EVENTS} when not given.`,
    })
    first: number | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Trace> {
    const limit = first ?? TRACE_EVENTS;
    if (limit < 1 || limit > PAGE_LIMIT) {
      throw new GraphQLError(`A trace has 1 to ${PAGE_LIMIT} events.`, { extensions: { code: 'BAD_USER_INPUT' } });
    }
    const traced = await findTrace(context, businessKey, limit);
    const webhooksById = new Map(
      traced.flatMap(({ webhooks }) => webhooks.map(({ webhook }) => [webhook.id, webhook])),
    );
    const conditions = await loadConditionsThen(
      context,
      [...webhooksById.values()],
      traced.map(({ event }) => event),
    );
    const unsent = traced.flatMap(({ webhooks }) => webhooks.filter(({ delivery }) => delivery === undefined));
    await context.webhookLoaders.statuses.loadMany(unsent.map(({ webhook }) => webhook.id));
    // One after the other, because conditions may have much to look at.
    const turn = beginTurn();
    const steps: TraceStep[] = [];
    for (const { event, webhooks } of traced) {
      const explanations: DeliveryExplanation[] = [];
      for (const { webhook, delivery } of webhooks) {
        explanations.push(await explain(context, event, webhook, delivery, conditions));
        if (turn.isOver()) await turn.next();
      }
      steps.push(Object.assign(new TraceStep(), { event: toEvent(event), explanations }));
    }
    return Object.assign(new Trace(), { businessKey, events: steps.map((step) => step.event), steps });
  }

  @Query(() => DeliveryExplanation, {
    nullable: true,
    description: 'Why an event was, or was not, sent to a webhook; null when there is no such event or webhook.',
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async explainDelivery(
    @Arg('eventId', () => ID) eventId: string,
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryExplanation | null> {
    const { services, viewer, loaders } = context;
    const uuid = parsePublicId('event', eventId);
    const event = uuid === undefined ? undefined : await loaders.event.load(uuid);
    const webhook = await findWebhookByRef(context, by);
    if (event === undefined || webhook === null) return null;
    const deliveries = await services.database
      .forTenant(viewer)
      .find(DeliveryEntity, { eventId: event.id, webhookId: webhook.id }, { orderBy: { id: 'asc' } });
    const conditions = await loadConditionsThen(context, [webhook], [event]);
    return explain(context, event, webhook, tellingDelivery(deliveries), conditions);
  }
}

async function explain(
  { webhookLoaders }: GraphqlContext,
  event: EventRow,
  webhook: WebhookRow,
  delivery: DeliveryRow | undefined,
  conditions: ConditionsThen,
): Promise<DeliveryExplanation> {
  if (delivery !== undefined) return toExplanation(event, webhook, { delivery });
  const statuses = await webhookLoaders.statuses.load(webhook.id);
  return toExplanation(event, webhook, { asItWas: { ...conditions(webhook, event), statuses } });
}
