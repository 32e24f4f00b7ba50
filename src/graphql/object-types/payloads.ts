/** What the mutations return: the result, and the problems that the caller can put right. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Cost } from '../cost-directives.ts';
import { Event } from './event.ts';
import { UserError } from './user-error.ts';

@ObjectType()
export abstract class MutationPayload {
  @Field(() => [UserError], { description: 'Expected failures; empty on success.' })
  errors!: UserError[];
}

@ObjectType({ description: 'Result of publishEvent.' })
export class PublishEventPayload extends MutationPayload {
  @Field(() => Event, { nullable: true, description: 'The event.' })
  event!: Event | null;

  @Field(() => Boolean, { description: 'True when the idempotency key had been used with equal input.' })
  isDuplicate!: boolean;
}

@ObjectType({ description: 'Result of publishEvents: one entry per input, in order; entries fail alone.' })
export class PublishEventsPayload extends MutationPayload {
  @Field(() => [PublishEventPayload], { description: 'Per-event results.' })
  @Cost(0) // a batch of the largest size is paid for by the mutation and by what is asked of its events
  results!: PublishEventPayload[];

  @Field(() => Int, { description: 'Events accepted, duplicates included.' })
  acceptedCount!: number;
}

/** A payload without its errors: what the mutation says when there are none. */
export type PayloadFields<P extends MutationPayload> = Omit<P, 'errors'>;

/** A payload of the given class. */
export function payload<P extends MutationPayload>(
  Payload: new () => P,
  fields: PayloadFields<P>,
  errors: UserError[] = [],
): P {
  return Object.assign(new Payload(), { errors }, fields);
}
