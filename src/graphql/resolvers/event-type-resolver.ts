/** What of an event type depends on who asks. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ownExample } from '../../catalogue/own-example.ts';
import type { GraphqlContext } from '../context.ts';
import { Cost } from '../cost-directives.ts';
import { EventType } from '../object-types/event-type.ts';

@Resolver(() => EventType)
export class EventTypeResolver {
  @FieldResolver(() => String, {
    description:
      'Realistic sample, valid against jsonSchema, as JSON text, with the tenant of the caller, and its company and ' +
      'fulfillment center when it is limited to them: it can be published as it stands.',
  })
  @Cost(5) // up to 10 KB
  exampleText(@Root() { definition }: EventType, @Ctx() { viewer }: GraphqlContext): string {
    return ownExample(definition, viewer);
  }
}
