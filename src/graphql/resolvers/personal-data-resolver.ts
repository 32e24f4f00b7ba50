/** Having personal data forgotten. */
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.ts';
import { MutationPayload } from '../object-types/payloads.ts';
import { orErrors } from '../or-errors.ts';
import { RequiresRole } from '../roles.ts';

@ObjectType({ description: 'Result of eraseByBusinessKey.' })
export class ErasePayload extends MutationPayload {
  @Field(() => Int, { nullable: true, description: 'Events that carry the key.' })
  eventCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Deliveries of them that had not ended and were cancelled.' })
  canceledDeliveryCount!: number | null;
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
    @Arg('dryRun', () => Boolean, { defaultValue: false, description: 'Only count.' }) dryRun: boolean,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<ErasePayload> {
    return orErrors(ErasePayload, { eventCount: null, canceledDeliveryCount: null }, () =>
      services.eraseByBusinessKey(viewer, businessKey, dryRun),
    );
  }
}
