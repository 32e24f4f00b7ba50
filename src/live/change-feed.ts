/**
 * The live feed: one reader per process follows the change log and hands each change to the subscribers of
 * its tenant. A subscriber that names a position first gets everything since, then what follows, with no gap
 * and no repeat; one that reads too slowly is told so instead of filling memory.
 */
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import { createRecentBatches } from './change-batch.ts';
import type { DeliveryChange } from './delivery-change.ts';
import type { FeedItem } from './feed-item.ts';
import { createLogFollower } from './log-follower.ts';
import { isResumable, readChanges, readEnd, readHistory } from './read-changes.ts';
import { createSubscriberQueue, WAITING_LIMIT, type SubscriberQueue } from './subscriber-queue.ts';
import { isAfter, type StreamPosition } from './stream-position.ts';

export interface SubscribeOptions {
  readonly tenantId: string;
  /** Send everything after this position first. */
  readonly after?: StreamPosition | undefined;
  /** Only these changes. */
  readonly wants: (change: DeliveryChange) => boolean;
}

export interface ChangeFeed {
  /** Ends when the consumer returns or the feed closes. */
  subscribe(options: SubscribeOptions): AsyncGenerator<FeedItem, void>;
  close(): Promise<void>;
}

export interface ChangeFeedOptions {
  readonly sql: Sql;
  readonly signals: Signals;
  readonly onError: (error: unknown) => void;
}

const PAGE = 1_000;

export function createChangeFeed({ sql, signals, onError }: ChangeFeedOptions): ChangeFeed {
  const subscribers = new Map<string, Set<SubscriberQueue>>();
  // What may wait for a subscriber, and as much that it took to send: only one that leaves out much outlives its batches.
  const noteBatch = createRecentBatches(2 * WAITING_LIMIT);
  const follower = createLogFollower<DeliveryChange>({
    signals,
    signal: 'changes',
    readEnd: () => readEnd(sql),
    read: (after) => readChanges(sql, after, PAGE),
    page: PAGE,
    announce(change) {
      noteBatch(change);
      for (const queue of subscribers.get(change.tenantId) ?? []) queue.push(change);
    },
    isWanted: () => subscribers.size > 0,
    onError,
  });

  /** @returns the position above which the queue receives everything, in order */
  function join(queue: SubscriberQueue): Promise<StreamPosition> {
    const queues = subscribers.get(queue.tenantId) ?? new Set();
    subscribers.set(queue.tenantId, queues.add(queue));
    return follower.join();
  }

  function leave(queue: SubscriberQueue): void {
    const queues = subscribers.get(queue.tenantId);
    queues?.delete(queue);
    if (queues?.size === 0) subscribers.delete(queue.tenantId);
  }

  async function* itemsFor(queue: SubscriberQueue, { after, wants }: SubscribeOptions) {
    let reached = after;
    /** Read at the subscriber's own pace, page by page: a long history fills no memory, however slow the reader. */
    async function* history(upTo?: StreamPosition) {
      for (let isAll = false; !isAll && reached !== undefined && !queue.hasEnded;) {
        const page = await readHistory(sql, { after: reached, upTo, tenantId: queue.tenantId, limit: PAGE });
        // Looked at afterwards: what was not cleared away by then was there when the page was read.
        if (!(await isResumable(sql, reached))) {
          reached = await readEnd(sql);
          yield { kind: 'reset', position: reached, reason: 'CURSOR_EXPIRED' } as const;
          continue;
        }
        for (const change of page.changes) {
          if (wants(change)) yield { kind: 'change', change, isReplay: true } as const;
        }
        reached = page.reached;
        isAll = page.isAll;
      }
    }

    try {
      // Almost all of it before joining, so that nothing has to wait in memory meanwhile.
      yield* history();
      const joinedAt = await join(queue);
      if (reached !== undefined && isAfter(joinedAt, reached)) yield* history(joinedAt);
      const position = reached !== undefined && isAfter(reached, joinedAt) ? reached : joinedAt;
      yield { kind: 'caught-up', position } as const;
      for await (const item of queue.items()) {
        // A client may know a position that this process has not reached yet.
        if (item.kind === 'change' && !isAfter(item.change.position, position)) continue;
        yield item;
      }
    } finally {
      leave(queue);
      queue.end();
    }
  }

  return {
    subscribe(options) {
      const queue = createSubscriberQueue(options.tenantId, options.wants);
      const items = itemsFor(queue, options);
      const finish = items.return.bind(items);
      // A generator that waits for its next item does not hear `return` before that item comes: wake it.
      items.return = (value) => {
        queue.end();
        return finish(value);
      };
      return items;
    },
    async close() {
      for (const queues of subscribers.values()) for (const queue of queues) queue.end();
      await follower.close();
    },
  };
}
