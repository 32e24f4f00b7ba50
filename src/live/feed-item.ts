/** What a subscriber of the live feed is told. */
import type { DeliveryChange } from './delivery-change.ts';
import type { StreamPosition } from './stream-position.ts';

export type FeedItem =
  | { readonly kind: 'change'; readonly change: DeliveryChange; readonly isReplay: boolean }
  /** History is done; what follows is live. */
  | { readonly kind: 'caught-up'; readonly position: StreamPosition }
  /** Changes were left out: refetch, then go on from `position`. */
  | { readonly kind: 'reset'; readonly position: StreamPosition; readonly reason: 'CURSOR_EXPIRED' | 'BACKPRESSURE' };
