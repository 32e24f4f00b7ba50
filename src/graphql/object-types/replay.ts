/** A replay as the API shows it. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { ReplayRow } from '../../database/entities/replay.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { ReplayStatus } from '../../domain/replay-status.ts';
import { ReplayStatusEnum } from '../history-enums.ts';
import { DateTimeScalar, JsonObjectScalar } from '../scalars.ts';
import { connectionOf, Count } from './connection.ts';
import { Node } from './node.ts';
import { MutationPayload } from './payloads.ts';

@ObjectType({ implements: Node, description: 'A job that sends many past events again.' })
export class Replay extends Node {
  /** For field resolvers. */
  row!: ReplayRow;

  @Field(() => ReplayStatusEnum, { description: 'State.' })
  status!: ReplayStatus;

  @Field(() => String, { nullable: true, description: 'Why it stopped, when it did not come to its end.' })
  statusNote!: string | null;

  @Field(() => JsonObjectScalar, { description: 'The selection, as given.' })
  selection!: object;

  @Field(() => Count, { description: 'Deliveries to make, counted at the start.' })
  total!: Count;

  @Field(() => Int, { description: 'Deliveries made so far.' })
  enqueuedCount!: number;

  @Field(() => Int, {
    description:
      'Events passed over, because they had been sent again meanwhile, their payload was removed, or their webhook was ' +
      'disabled or deleted.',
  })
  skippedCount!: number;

  @Field(() => DateTimeScalar, { description: 'Start.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last delivery was made, or the replay stopped. Deliveries may still be under way.',
  })
  completedAt!: Date | null;
}

export const ReplayConnection = connectionOf(Replay, 'Replays, paged.');

@ObjectType({ description: 'Result of startReplay and cancelReplay.' })
export class ReplayPayload extends MutationPayload {
  @Field(() => Replay, { nullable: true, description: 'The replay; null for a dry run.' })
  replay!: Replay | null;

  @Field(() => Count, { nullable: true, description: 'How many deliveries the selection matches.' })
  matching!: Count | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many more the selection would match if the payload of their event had not been removed, by retention or by ' +
      'an erasure: they cannot be sent. Null where nothing was counted.',
  })
  payloadRemovedCount!: number | null;
}

export const toReplay = (row: ReplayRow): Replay =>
  Object.assign(new Replay(), {
    row,
    id: toPublicId('replay', row.id),
    status: row.status,
    statusNote: row.statusNote ?? null,
    selection: row.selection,
    total: toCount(row.totalCount, true),
    enqueuedCount: row.enqueuedCount,
    skippedCount: row.skippedCount,
    createdAt: row.createdAt,
    completedAt: row.completedAt ?? null,
  });

export const toCount = (count: number, isExact: boolean): Count =>
  Object.assign(new Count(), { count, precision: isExact ? 'EXACT' : 'AT_LEAST' });
