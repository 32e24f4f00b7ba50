/** Delivery numbers as the API shows them. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { percentileOf } from '../../domain/duration-histogram.ts';
import { ListSize } from '../cost-directives.ts';
import type { StatsNumbers } from '../reads/find-stats.ts';
import { DateTimeScalar, DurationScalar } from '../scalars.ts';

@ObjectType({ description: 'Sums.' })
export class DeliveryStatsTotals {
  @Field(() => Int, { description: 'Deliveries created.' })
  created!: number;

  @Field(() => Int, { description: 'Deliveries succeeded.' })
  succeeded!: number;

  @Field(() => Int, { description: 'Deliveries failed for good.' })
  failed!: number;

  @Field(() => Int, { description: 'HTTP attempts that ended.' })
  attempts!: number;

  @Field(() => Float, { nullable: true, description: 'succeeded / (succeeded + failed); null when none.' })
  successRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Median attempt time, to within 5 %.' })
  p50DurationMs!: number | null;

  @Field(() => Float, { nullable: true, description: '95th percentile attempt time, to within 5 %.' })
  p95DurationMs!: number | null;

  @Field(() => Float, { nullable: true, description: '99th percentile attempt time, to within 5 %.' })
  p99DurationMs!: number | null;
}

@ObjectType({ description: 'One interval.' })
export class DeliveryStatsBucket {
  @Field(() => DateTimeScalar, { description: 'Start of the interval.' })
  startsAt!: Date;

  @Field(() => DeliveryStatsTotals, { description: 'Sums.' })
  totals!: DeliveryStatsTotals;
}

@ObjectType({
  description: 'Delivery numbers for a time range, exact to the last commit. Test deliveries are not counted.',
})
export class DeliveryStats {
  @Field(() => DeliveryStatsTotals, { description: 'Totals over the range, widened to whole intervals.' })
  totals!: DeliveryStatsTotals;

  @ListSize({ assumedSize: 100 })
  @Field(() => [DeliveryStatsBucket], { description: 'One entry per interval, zero-filled, oldest first.' })
  buckets!: DeliveryStatsBucket[];

  @Field(() => Int, { description: 'Deliveries not yet final right now, of every event type.' })
  backlog!: number;

  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'Age of the oldest due delivery, the truest health signal. Held deliveries and retries to come are not due.',
  })
  oldestPendingAge!: number | null;
}

@ObjectType({ description: 'A snapshot of running numbers.' })
export class DeliveryStatsTick {
  @Field(() => DateTimeScalar, { description: 'When it was taken.' })
  at!: Date;

  @Field(() => DeliveryStatsTotals, { description: 'Sums over the window, widened to whole minutes.' })
  totals!: DeliveryStatsTotals;

  @Field(() => Int, { description: 'Deliveries not yet final.' })
  backlog!: number;

  @Field(() => Float, { description: 'Attempts per second since the last tick; at the first, over the window.' })
  attemptsPerSecond!: number;
}

export const toStatsTotals = (numbers: StatsNumbers): DeliveryStatsTotals => {
  const { created, succeeded, failed, attempts, durations } = numbers;
  return Object.assign(new DeliveryStatsTotals(), {
    created,
    succeeded,
    failed,
    attempts,
    successRate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
    p50DurationMs: percentileOf(durations, 0.5),
    p95DurationMs: percentileOf(durations, 0.95),
    p99DurationMs: percentileOf(durations, 0.99),
  });
};
