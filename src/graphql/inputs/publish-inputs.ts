/** Inputs of publishing. */
import { Field, InputType } from 'type-graphql';
import type { PayloadInput } from '../../catalogue/prepare-payload.ts';
import { EventTypeNameScalar, JsonObjectScalar } from '../scalars.ts';
import { OneOf } from './one-of.ts';

@OneOf()
@InputType({
  description: 'Exactly one: parsed JSON, or exact JSON text (keeps 64-bit digits and number forms).',
})
export class EventPayloadInput {
  @Field(() => String, { nullable: true, description: 'JSON text, kept as given apart from white space.' })
  text?: string | null;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'Parsed JSON; Long values beyond 2^53 must be strings.',
  })
  json?: Record<string, unknown> | null;
}

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
    description: 'Unique per tenant for 24 hours at least; a repeat returns the first event with isDuplicate true.',
  })
  idempotencyKey!: string;

  @Field(() => String, { nullable: true, description: 'Trace or correlation id.' })
  correlationId?: string | null;
}

export const toPayloadInput = (input: EventPayloadInput): PayloadInput =>
  input.text == null ? { json: input.json } : { text: input.text };
