/** What waits for one subscriber: bounded, so that a slow reader costs the others and our memory nothing. */
import type { FeedItem } from './feed-item.ts';
import type { DeliveryChange } from './delivery-change.ts';

export interface SubscriberQueue {
  readonly tenantId: string;
  /** Adds a change if the subscriber wants it; beyond the limit everything waiting gives way to one reset. */
  push(change: DeliveryChange): void;
  /** What was pushed, in order, until `end`. */
  items(): AsyncGenerator<FeedItem, void>;
  readonly hasEnded: boolean;
  end(): void;
}

/** Changes that may wait for one subscriber. */
export const WAITING_LIMIT = 10_000;

export function createSubscriberQueue(tenantId: string, wants: (change: DeliveryChange) => boolean): SubscriberQueue {
  let waiting: FeedItem[] = [];
  let wakeReader: (() => void) | undefined;
  let ended = false;

  function wake(): void {
    wakeReader?.();
    wakeReader = undefined;
  }

  return {
    tenantId,
    push(change) {
      if (ended || !wants(change)) return;
      if (waiting.length >= WAITING_LIMIT) {
        waiting = [{ kind: 'reset', position: change.position, reason: 'BACKPRESSURE' }];
      } else {
        waiting.push({ kind: 'change', change, isReplay: false });
      }
      wake();
    },
    async *items() {
      while (!ended) {
        const batch = waiting;
        waiting = [];
        yield* batch;
        if (waiting.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
        }
      }
    },
    get hasEnded() {
      return ended;
    },
    end() {
      ended = true;
      wake();
    },
  };
}
