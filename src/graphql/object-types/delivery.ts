/** A delivery as the API shows it. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { DeliveryRow } from '../../database/entities/delivery.ts';
import type { CancelReason } from '../../domain/cancel-reason.ts';
import type { DeliveryStatus, DeliveryTrigger } from '../../domain/delivery-status.ts';
import { toPublicId } from '../../domain/ids.ts';
import { encodePosition, type StreamPosition } from '../../live/stream-position.ts';
import { CancelReasonEnum, DeliveryStatusEnum, DeliveryTriggerEnum } from '../enums.ts';
import type { Loaders } from '../reads/loaders.ts';
import { DateTimeScalar, StreamCursorScalar } from '../scalars.ts';
import { connectionOf, SEARCHED_UNTIL } from './connection.ts';
import { Node } from './node.ts';

@ObjectType({ implements: Node, description: 'The obligation to bring one event to one webhook.' })
export class Delivery extends Node {
  /** For field resolvers. */
  row!: DeliveryRow;

  /** Look-ups that it shares with others, in place of the operation's own. */
  loaders?: Loaders;

  @Field(() => DeliveryStatusEnum, { description: 'Life-cycle state.' })
  status!: DeliveryStatus;

  @Field(() => DeliveryTriggerEnum, { description: 'What caused it.' })
  trigger!: DeliveryTrigger;

  @Field(() => Int, { description: 'Attempts made.' })
  attemptCount!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the next attempt is due.' })
  nextAttemptAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'Creation time.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Last change.' })
  updatedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it reached SUCCEEDED, FAILED or CANCELED.',
  })
  completedAt!: Date | null;

  @Field(() => CancelReasonEnum, {
    nullable: true,
    description: 'Why it is CANCELED; null when it is not, or was before reasons were kept.',
  })
  cancelReason!: CancelReason | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Time from when the delivery was made to its success, in milliseconds. That is when the event was accepted, or when ' +
      'it was sent again or replayed.',
  })
  latencyMs!: number | null;
}

@ObjectType('DeliveryConnection', { description: 'Deliveries, paged.' })
export class DeliveryConnection extends connectionOf(Delivery, 'Deliveries, paged.', 'DeliveryConnectionBase') {
  /** Where the change log ended before the page was read. */
  position!: StreamPosition;

  @Field(() => DateTimeScalar, { nullable: true, description: SEARCHED_UNTIL })
  searchedUntil!: Date | null;

  @Field(() => StreamCursorScalar, {
    description:
      'Stream position at which this page was read: pass as after to deliveryUpdates for a gap-free hand-over.',
  })
  streamCursor(): string {
    return encodePosition(this.position);
  }
}

export const toDelivery = (row: DeliveryRow): Delivery =>
  Object.assign(new Delivery(), {
    row,
    id: toPublicId('delivery', row.id),
    status: row.status,
    trigger: row.trigger,
    attemptCount: row.attemptCount,
    nextAttemptAt: row.nextAttemptAt ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    completedAt: row.completedAt ?? null,
    cancelReason: row.cancelReason ?? null,
    latencyMs:
      row.status === 'SUCCEEDED' && row.completedAt != null
        ? row.completedAt.getTime() - row.createdAt.getTime()
        : null,
  });
