/** Inputs that several operations share. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../scalars.ts';
import { OneOf } from './one-of.ts';

@InputType({
  description: "Narrows to part of the caller's tenant; the tenant itself comes from the credential.",
})
export class ScopeInput {
  @Field(() => ID, { nullable: true, description: 'Company.' })
  companyId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Fulfillment center.' })
  fulfillmentCenterId?: string | null;
}

@InputType({ description: 'Half-open time range [from, to).' })
export class DateTimeRangeInput {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Inclusive start.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Exclusive end.' })
  to?: Date | null;
}

@InputType({ description: 'Inclusive integer range.' })
export class IntRangeInput {
  @Field(() => Int, { nullable: true, description: 'Lower bound.' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'Upper bound.' })
  max?: number | null;
}

@OneOf()
@InputType({ description: "Names a webhook by id or by the caller's key." })
export class WebhookRefInput {
  @Field(() => ID, { nullable: true, description: 'By id.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "By key, within the caller's company scope." })
  key?: string | null;
}
