/** Having personal data forgotten. */
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { toPublicId } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import { MutationPayload } from '../object-types/payloads.ts';
import { orErrors } from '../or-errors.ts';
import { RequiresRole } from '../roles.ts';

@ObjectType({ description: 'Events that carry the value in one field.' })
export class BusinessKeyCount {
  @Field(() => String, { description: 'Name of the payload field, e.g. salesOrderId.' })
  name!: string;

  @Field(() => Int, { description: 'Events whose payload has the value there.' })
  eventCount!: number;
}

@ObjectType({ description: 'Result of eraseByBusinessKey.' })
export class ErasePayload extends MutationPayload {
  @Field(() => Int, { nullable: true, description: 'Events that carry the key.' })
  eventCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Deliveries of them that had not ended and were cancelled.' })
  canceledDeliveryCount!: number | null;

  @Field(() => [BusinessKeyCount], {
    nullable: true,
    description: 'By which fields the events carry the key. Only with dryRun or keyName.',
  })
  keyCounts!: readonly BusinessKeyCount[] | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of the events, the first 100, oldest first.' })
  eventIds!: readonly string[] | null;
}

@Resolver()
export class PersonalDataResolver {
  @Mutation(() => ErasePayload, {
    nullable: true,
    description:
      'Removes the payloads of all events that carry a business key, what receivers answered to them, and what they ' +
      'are found by. That they happened, and the outcomes, stay. Deliveries that have not ended are cancelled.',
  })
  @RequiresRole('ADMINISTRATOR')
  eraseByBusinessKey(
    @Arg('businessKey', () => String, { description: 'Exact value, e.g. a sales order.' }) businessKey: string,
    @Arg('keyName', () => String, {
      nullable: true,
      description:
        'Payload field that must have the value, as BusinessKey.name, e.g. salesOrderId; without it, any field. ' +
        'With it, events whose payload is gone already are left as they are.',
    })
    keyName: string | null,
    @Arg('dryRun', () => Boolean, { defaultValue: false, description: 'Only count, and say which.' }) dryRun: boolean,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<ErasePayload> {
    const nothing = { eventCount: null, canceledDeliveryCount: null, keyCounts: null, eventIds: null };
    return orErrors(ErasePayload, nothing, async () => {
      const erasure = await services.eraseByBusinessKey(viewer, { value: businessKey, keyName, dryRun });
      return { ...erasure, eventIds: erasure.eventIds.map((id) => toPublicId('event', id)) };
    });
  }
}
