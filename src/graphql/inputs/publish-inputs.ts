/** Inputs of publishing. */
import { Field, InputType } from 'type-graphql';
import { EventTypeNameScalar } from '../scalars.ts';
import { EventPayloadInput } from './event-payload-input.ts';

@InputType({ description: 'One event to publish.' })
export class PublishEventInput {
  @Field(() => EventTypeNameScalar, { description: 'Type; must exist.' })
  type!: string;

  @Field(() => EventPayloadInput, {
    description:
      "Payload; checked against the type's JSON Schema. tenantId, companyId, fulfillmentCenterId and timestamp inside " +
      "it are the event's scope and time.",
  })
  payload!: EventPayloadInput;

  @Field(() => String, {
    description: 'Unique per tenant for seven days; a repeat returns the first event with isDuplicate true.',
  })
  idempotencyKey!: string;

  @Field(() => String, { nullable: true, description: 'Trace or correlation id.' })
  correlationId?: string | null;
}
