/** What the mutations of deliveries return. */
import { Field, ObjectType } from 'type-graphql';
import { Delivery } from './delivery.ts';
import { MutationPayload } from './payloads.ts';

@ObjectType({ description: 'Result of redeliver.' })
export class RedeliverPayload extends MutationPayload {
  @Field(() => Delivery, { nullable: true, description: 'The new delivery (redeliveryOf points at the old one).' })
  delivery!: Delivery | null;
}

@ObjectType({ description: 'Result of cancelDelivery.' })
export class CancelDeliveryPayload extends MutationPayload {
  @Field(() => Delivery, { nullable: true, description: 'The delivery.' })
  delivery!: Delivery | null;
}
