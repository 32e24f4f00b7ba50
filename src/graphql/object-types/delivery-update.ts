/** The items of the live stream. */
import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { DeliveryStatus } from '../../domain/delivery-status.ts';
import type { FeedItem } from '../../live/feed-item.ts';
import type { DeliveryChange } from '../../live/delivery-change.ts';
import { encodePosition } from '../../live/stream-position.ts';
import { DeliveryStatusEnum, StreamResetReasonEnum } from '../enums.ts';
import { DateTimeScalar, StreamCursorScalar } from '../scalars.ts';

@ObjectType({ description: 'A delivery changed status or gained an attempt.' })
export class DeliveryChanged {
  /** For the field resolvers `delivery` and `attempt`. */
  change!: DeliveryChange;

  @Field(() => StreamCursorScalar, { description: 'Position; remember the last one.' })
  cursor!: string;

  @Field(() => DeliveryStatusEnum, { nullable: true, description: 'Status before; null when new.' })
  previousStatus!: DeliveryStatus | null;

  @Field(() => DeliveryStatusEnum, { description: 'Status after this change (not necessarily the newest one).' })
  status!: DeliveryStatus;

  @Field(() => DateTimeScalar, { description: 'When it changed.' })
  occurredAt!: Date;

  @Field(() => Boolean, { description: 'True while replaying history after a reconnect.' })
  isReplay!: boolean;
}

@ObjectType({
  description: 'The requested position is gone or the client was too slow: refetch, then go on from cursor.',
})
export class StreamReset {
  @Field(() => StreamCursorScalar, { description: 'Position to resume from.' })
  cursor!: string;

  @Field(() => StreamResetReasonEnum, { description: 'CURSOR_EXPIRED or BACKPRESSURE.' })
  reason!: 'CURSOR_EXPIRED' | 'BACKPRESSURE';
}

@ObjectType({
  description: 'History is done; what follows is live. Also sent as the first item when after was not given.',
})
export class StreamCaughtUp {
  @Field(() => StreamCursorScalar, { description: 'Position.' })
  cursor!: string;
}

export const DeliveryUpdate = createUnionType({
  name: 'DeliveryUpdate',
  description: 'An item of the delivery stream.',
  types: () => [DeliveryChanged, StreamReset, StreamCaughtUp] as const,
});

export function toDeliveryUpdate(item: FeedItem): typeof DeliveryUpdate {
  switch (item.kind) {
    case 'change': {
      const { change, isReplay } = item;
      return Object.assign(new DeliveryChanged(), {
        change,
        cursor: encodePosition(change.position),
        previousStatus: change.previousStatus,
        status: change.status,
        occurredAt: change.occurredAt,
        isReplay,
      });
    }
    case 'caught-up':
      return Object.assign(new StreamCaughtUp(), { cursor: encodePosition(item.position) });
    case 'reset':
      return Object.assign(new StreamReset(), { cursor: encodePosition(item.position), reason: item.reason });
  }
}
