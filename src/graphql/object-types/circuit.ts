/** A webhook's circuit and outbound limits as the API shows them. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { WebhookCircuitRow } from '../../database/entities/webhook-circuit.ts';
import type { CircuitState } from '../../domain/circuit.ts';
import { DateTimeScalar } from '../scalars.ts';
import { CircuitStateEnum } from '../webhook-enums.ts';

@ObjectType({ description: 'Circuit breaker reading.' })
export class Circuit {
  @Field(() => CircuitStateEnum, { description: 'Current state.' })
  state!: CircuitState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the state last changed.' })
  changedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Next trial request while OPEN.' })
  nextProbeAt!: Date | null;

  @Field(() => Int, { description: 'Failures since the last success.' })
  consecutiveFailures!: number;
}

/** @param row missing for a webhook made by hand */
export const toCircuit = (row: WebhookCircuitRow | undefined): Circuit =>
  Object.assign(new Circuit(), {
    state: row?.state ?? 'CLOSED',
    changedAt: row?.changedAt ?? null,
    nextProbeAt: row?.state === 'OPEN' ? (row.nextProbeAt ?? null) : null,
    consecutiveFailures: row?.consecutiveFailures ?? 0,
  });

@ObjectType({ description: 'Outbound limits for one endpoint.' })
export class ThrottlePolicy {
  @Field(() => Float, {
    nullable: true,
    description: 'Requests begun per second by all workers together; null for as many as there are.',
  })
  maxPerSecond!: number | null;

  @Field(() => Int, { description: 'Requests in flight at once, from each worker.' })
  maxConcurrent!: number;
}

export const toThrottlePolicy = (maxConcurrent: number, maxPerSecond: number | null): ThrottlePolicy =>
  Object.assign(new ThrottlePolicy(), { maxConcurrent, maxPerSecond });
