/** A webhook's retry behaviour as the API shows it. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { retrySchedule, type RetryPolicy as DomainRetryPolicy } from '../../domain/retry-policy.ts';
import { DurationScalar } from '../scalars.ts';

@ObjectType({
  description:
    'Retry behaviour: exponential backoff, 0 to 20 % jitter added, never early. ' +
    'Default 13 attempts, 5 s, x3, capped at 24 h: about 3.5 days.',
})
export class RetryPolicy {
  @Field(() => Int, { description: 'Attempts in total, 1 to 20.' })
  maxAttempts!: number;

  @Field(() => DurationScalar, { description: 'Delay before the second attempt.' })
  initialDelay!: number;

  @Field(() => DurationScalar, { description: 'Upper bound of one delay.' })
  maxDelay!: number;

  @Field(() => Float, { description: 'Growth factor.' })
  multiplier!: number;

  @Field(() => [DurationScalar], {
    description: 'Delays before each retry, without jitter, as the server will use them.',
  })
  schedule!: number[];
}

export const toRetryPolicyType = (policy: DomainRetryPolicy): RetryPolicy =>
  Object.assign(new RetryPolicy(), {
    maxAttempts: policy.maxAttempts,
    initialDelay: policy.initialDelayMs,
    maxDelay: policy.maxDelayMs,
    multiplier: policy.multiplier,
    schedule: retrySchedule(policy),
  });
