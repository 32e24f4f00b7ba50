/** Events and event types: reading and publishing. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { eventTypes, findEventType } from '../../catalogue/event-types.ts';
import { parsePublicId } from '../../domain/ids.ts';
import { readEnd } from '../../live/read-changes.ts';
import type { PublishResult } from '../../pipeline/publish-event.ts';
import type { GraphqlContext } from '../context.ts';
import { EventTypeOriginEnum } from '../enums.ts';
import { DeliveryFilter, EventFilterBy } from '../inputs/delivery-inputs.ts';
import { PublishEventInput, toPayloadInput } from '../inputs/publish-inputs.ts';
import { toConnection } from '../object-types/connection.ts';
import { DeliveryConnection, toDelivery } from '../object-types/delivery.ts';
import { Event, EventConnection, toEvent } from '../object-types/event.ts';
import { EventType, EventTypeConnection, toEventType } from '../object-types/event-type.ts';
import { payload, PublishEventPayload, PublishEventsPayload } from '../object-types/payloads.ts';
import { toUserErrors } from '../object-types/user-error.ts';
import { isUuid, PageArgs, toPage, toPageQuery } from '../paging.ts';
import { findDeliveries } from '../reads/find-deliveries.ts';
import { findEvents } from '../reads/find-events.ts';
import { RequiresRole } from '../roles.ts';
import { EventTypeNameScalar } from '../scalars.ts';

/** Events in one call of publishEvents at most. */
const BATCH_LIMIT = 500;

@Resolver(() => Event)
export class EventResolver {
  @Query(() => EventType, { nullable: true, description: 'One event type.' })
  eventType(@Arg('name', () => EventTypeNameScalar) name: string): EventType | null {
    const definition = findEventType(name);
    return definition === undefined ? null : toEventType(definition);
  }

  @Query(() => EventTypeConnection, { nullable: true, description: 'Event types the caller may see.' })
  eventTypes(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('origin', () => EventTypeOriginEnum, { nullable: true }) origin: string | null,
    @Arg('search', () => String, { nullable: true }) search: string | null,
  ): InstanceType<typeof EventTypeConnection> {
    const query = toPageQuery(page, (key) => findEventType(key) !== undefined);
    const wanted = eventTypes.filter(
      (type) =>
        (origin == null || type.origin === origin) &&
        (search == null || `${type.name} ${type.description}`.toLowerCase().includes(search.toLowerCase())),
    );
    const from = query.after === undefined ? 0 : wanted.findIndex((type) => type.name === query.after) + 1;
    const to = query.before === undefined ? wanted.length : wanted.findIndex((type) => type.name === query.before);
    const range = wanted.slice(from, to);
    const rows = (query.backwards ? range.reverse() : range).slice(0, query.limit);
    return toConnection(
      EventTypeConnection,
      toPage(query, rows, (type) => type.name),
      toEventType,
      async () => wanted.length,
    );
  }

  @Query(() => Event, { nullable: true, description: 'One event.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async event(@Arg('id', () => ID) id: string, @Ctx() { loaders }: GraphqlContext): Promise<Event | null> {
    const uuid = parsePublicId('event', id);
    const row = uuid === undefined ? undefined : await loaders.event.load(uuid);
    return row === undefined ? null : toEvent(row);
  }

  @Query(() => EventConnection, { nullable: true, description: 'Events, newest first.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async events(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => EventFilterBy, { nullable: true }) filter: EventFilterBy | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<InstanceType<typeof EventConnection>> {
    const em = services.database.forTenant(viewer.tenantId);
    const found = await findEvents(em, toPageQuery(page, isUuid), filter);
    return toConnection(EventConnection, found, toEvent, found.countUpTo);
  }

  @FieldResolver(() => EventType, { description: 'Its type.' })
  type(@Root() event: Event): EventType {
    const definition = findEventType(event.typeName);
    if (definition === undefined) throw new Error(`a stored event has the unknown type ${event.typeName}`);
    return toEventType(definition);
  }

  @FieldResolver(() => DeliveryConnection, { nullable: true, description: 'Its deliveries.' })
  async deliveries(
    @Root() event: Event,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DeliveryFilter, { nullable: true }) filter: DeliveryFilter | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<DeliveryConnection> {
    const position = await readEnd(services.database.system);
    const em = services.database.forTenant(viewer.tenantId);
    const found = await findDeliveries(em, toPageQuery(page, isUuid), filter, { eventId: event.uuid });
    return Object.assign(toConnection(DeliveryConnection, found, toDelivery, found.countUpTo), { position });
  }

  @Mutation(() => PublishEventPayload, { nullable: true, description: 'Publishes one event.' })
  @RequiresRole('ADMINISTRATOR', 'PUBLISHER')
  async publishEvent(
    @Arg('input', () => PublishEventInput) input: PublishEventInput,
    @Ctx() context: GraphqlContext,
  ): Promise<PublishEventPayload> {
    const [result] = await publish(context, [input]);
    return toPublishPayload(result as PublishResult, ['input']);
  }

  @Mutation(() => PublishEventsPayload, {
    nullable: true,
    description: `Publishes up to ${BATCH_LIMIT} events in one transaction; an event with errors stops only itself.`,
  })
  @RequiresRole('ADMINISTRATOR', 'PUBLISHER')
  async publishEvents(
    @Arg('inputs', () => [PublishEventInput]) inputs: PublishEventInput[],
    @Ctx() context: GraphqlContext,
  ): Promise<PublishEventsPayload> {
    if (inputs.length > BATCH_LIMIT) {
      const message = `One call publishes at most ${BATCH_LIMIT} events.`;
      const errors = toUserErrors([{ code: 'LIMIT_EXCEEDED', message, limit: BATCH_LIMIT }], ['inputs']);
      return payload(PublishEventsPayload, { results: [], acceptedCount: 0, errors });
    }
    const results = await publish(context, inputs);
    return payload(PublishEventsPayload, {
      results: results.map((result, index) => toPublishPayload(result, ['inputs', String(index)])),
      acceptedCount: results.filter((result) => result.ok).length,
    });
  }
}

function publish({ services, viewer }: GraphqlContext, inputs: readonly PublishEventInput[]): Promise<PublishResult[]> {
  return services.publisher.publish(
    viewer,
    inputs.map((input) => ({
      type: input.type,
      payload: toPayloadInput(input.payload),
      idempotencyKey: input.idempotencyKey,
      correlationId: input.correlationId,
    })),
  );
}

function toPublishPayload(result: PublishResult, path: readonly string[]): PublishEventPayload {
  return result.ok
    ? payload(PublishEventPayload, { event: toEvent(result.event), isDuplicate: result.isDuplicate })
    : payload(PublishEventPayload, { event: null, isDuplicate: false, errors: toUserErrors(result.problems, path) });
}
