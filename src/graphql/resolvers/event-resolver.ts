/** Events and event types: reading. */
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { eventTypes, findEventType } from '../../catalogue/event-types.ts';
import { mayUseEventType } from '../../domain/event-type-pattern.ts';
import { isUuid, parsePublicId, timeOfUuid } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import { Cost, ListSize } from '../cost-directives.ts';
import { EventTypeOriginEnum } from '../enums.ts';
import { DeliveryFilter, EventFilterBy } from '../inputs/delivery-inputs.ts';
import { toConnection } from '../object-types/connection.ts';
import { DeliveryConnection } from '../object-types/delivery.ts';
import { Event, EventConnection, toEvent } from '../object-types/event.ts';
import { EventPayload, toEventPayload } from '../object-types/event-payload.ts';
import { EventType, EventTypeConnection, toEventType } from '../object-types/event-type.ts';
import { PageArgs, toPage, toPageQuery } from '../paging.ts';
import { shownPayload } from '../personal-data.ts';
import { findEvents } from '../reads/find-events.ts';
import { RequiresRole } from '../roles.ts';
import { EventTypeNameScalar } from '../scalars.ts';
import { readDeliveryConnection } from './delivery-connection.ts';

@Resolver(() => Event)
export class EventResolver {
  @Query(() => EventType, { nullable: true, description: 'One event type.' })
  eventType(@Arg('name', () => EventTypeNameScalar) name: string, @Ctx() { viewer }: GraphqlContext): EventType | null {
    const definition = findEventType(name);
    const isHidden = definition === undefined || !mayUseEventType(viewer.allowedEventTypes, name);
    return isHidden ? null : toEventType(definition);
  }

  @Query(() => EventTypeConnection, { nullable: true, description: 'Event types the caller may see.' })
  @ListSize({ slicingArguments: ['first', 'last'], maximum: eventTypes.length })
  eventTypes(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('origin', () => EventTypeOriginEnum, { nullable: true }) origin: string | null,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Ctx() { viewer }: GraphqlContext,
  ): InstanceType<typeof EventTypeConnection> {
    const query = toPageQuery(page, (key) => findEventType(key) !== undefined);
    const wanted = eventTypes.filter(
      (type) =>
        mayUseEventType(viewer.allowedEventTypes, type.name) &&
        (origin == null || type.origin === origin) &&
        (search == null || `${type.name} ${type.description}`.toLowerCase().includes(search.toLowerCase())),
    );
    // A cursor is a place in the whole catalogue: what it names need not be among those wanted.
    const place = ({ name }: { readonly name: string }) => eventTypes.findIndex((type) => type.name === name);
    const from = query.after === undefined ? -1 : place({ name: query.after });
    const to = query.before === undefined ? eventTypes.length : place({ name: query.before });
    const range = wanted.filter((type) => place(type) > from && place(type) < to);
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
  ): Promise<EventConnection> {
    const found = await findEvents(services.database, viewer, toPageQuery(page, isUuid), filter);
    const searchedUntil = found.stoppedAt === undefined ? null : timeOfUuid(found.stoppedAt);
    return Object.assign(toConnection(EventConnection, found, toEvent, found.countUpTo), { searchedUntil });
  }

  @FieldResolver(() => EventType, { description: 'Its type.' })
  type(@Root() event: Event): EventType {
    const definition = findEventType(event.typeName);
    if (definition === undefined) throw new Error(`a stored event has the unknown type ${event.typeName}`);
    return toEventType(definition);
  }

  @FieldResolver(() => EventPayload, {
    nullable: true,
    description: 'The payload as a typed object; null for types defined at run time.',
  })
  @Cost(5)
  payload(@Root() { typeName, payloadText }: Event, @Ctx() context: GraphqlContext): object | null {
    return payloadText === '' ? null : toEventPayload(typeName, shownPayload(context, typeName, payloadText));
  }

  @FieldResolver(() => String, {
    description:
      'The exact JSON text that is delivered, every digit kept; personal data masked for those who may not see it.',
  })
  @Cost(5)
  payloadText(@Root() event: Event, @Ctx() context: GraphqlContext): string {
    return shownPayload(context, event.typeName, event.payloadText);
  }

  @FieldResolver(() => DeliveryConnection, { nullable: true, description: 'Its deliveries.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER') // a publisher gets its event back, but sees no webhook through it
  async deliveries(
    @Root() event: Event,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DeliveryFilter, { nullable: true }) filter: DeliveryFilter | null,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryConnection> {
    return readDeliveryConnection(context, page, filter, { eventId: event.uuid });
  }
}
