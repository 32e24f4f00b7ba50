/**
 * The live feed: one reader per process follows the change log and hands each change to the subscribers of
 * its tenant. A subscriber that names a position first gets everything since, then what follows, with no gap
 * and no repeat; one that reads too slowly is told so instead of filling memory.
 */
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import type { FeedItem } from './feed-item.ts';
import { isResumable, readChanges, readEnd, type DeliveryChange } from './read-changes.ts';
import { createSubscriberQueue, type SubscriberQueue } from './subscriber-queue.ts';
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
const POLL_MS = 1_000;
/** Waits for transactions that were still open when a signal came, in milliseconds. */
const SETTLE_WAITS_MS = [2, 5, 10, 25, 50, 100];

export function createChangeFeed({ sql, signals, onError }: ChangeFeedOptions): ChangeFeed {
  const subscribers = new Map<string, Set<SubscriberQueue>>();
  let position: StreamPosition | undefined;
  let starting: Promise<void> | undefined;
  let reading: Promise<void> | undefined;
  let readAgain = false;
  let closed = false;
  const stopListening = signals.on('changes', wake);
  const poll = setInterval(wake, POLL_MS);

  /** Begins to follow the log at its present end; nothing is read while nobody listens. */
  async function follow(): Promise<void> {
    starting ??= readEnd(sql).then((end) => {
      position = end;
    });
    try {
      await starting;
    } finally {
      starting = undefined;
    }
  }

  function wake(): void {
    if (closed || position === undefined) return;
    readAgain = true;
    reading ??= readOn().finally(() => {
      reading = undefined;
    });
  }

  async function readOn(): Promise<void> {
    let quiet = 0;
    while (!closed && position !== undefined && (readAgain || quiet < SETTLE_WAITS_MS.length)) {
      if (!readAgain) await new Promise((resolve) => setTimeout(resolve, SETTLE_WAITS_MS[quiet++]));
      readAgain = false;
      try {
        const changes = await readChanges(sql, { after: position, limit: PAGE });
        if (changes.length > 0) quiet = 0;
        if (changes.length === PAGE) readAgain = true;
        announce(changes);
      } catch (error) {
        onError(error);
        return; // the poll comes back to it
      }
    }
    if (subscribers.size === 0) position = undefined;
  }

  function announce(changes: readonly DeliveryChange[]): void {
    for (const change of changes) {
      position = change.position;
      for (const queue of subscribers.get(change.tenantId) ?? []) queue.push(change);
    }
  }

  async function join(queue: SubscriberQueue): Promise<StreamPosition> {
    const queues = subscribers.get(queue.tenantId) ?? new Set();
    subscribers.set(queue.tenantId, queues.add(queue));
    if (position === undefined) await follow();
    // From here on `queue` receives everything above this position, in order.
    return position as StreamPosition;
  }

  function leave(queue: SubscriberQueue): void {
    const queues = subscribers.get(queue.tenantId);
    queues?.delete(queue);
    if (queues?.size === 0) subscribers.delete(queue.tenantId);
  }

  async function* history(tenantId: string, after: StreamPosition, upTo: StreamPosition) {
    for (let from = after; ;) {
      const page = await readChanges(sql, { after: from, upTo, tenantId, limit: PAGE });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      from = last.position;
    }
  }

  async function* itemsFor(queue: SubscriberQueue, { after: wanted, wants }: SubscribeOptions) {
    let after = wanted;
    try {
      const joinedAt = await join(queue);
      if (after !== undefined && !(await isResumable(sql, after))) {
        yield { kind: 'reset', position: joinedAt, reason: 'CURSOR_EXPIRED' } as const;
        after = undefined;
      }
      if (after !== undefined && isAfter(joinedAt, after)) {
        for await (const change of history(queue.tenantId, after, joinedAt)) {
          if (wants(change)) yield { kind: 'change', change, isReplay: true } as const;
        }
      }
      const position = after !== undefined && isAfter(after, joinedAt) ? after : joinedAt;
      yield { kind: 'caught-up', position } as const;
      for await (const item of queue.items()) {
        // A client may know a position that this process has not reached yet.
        if (item.kind === 'change' && after !== undefined && !isAfter(item.change.position, after)) continue;
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
      closed = true;
      clearInterval(poll);
      stopListening();
      for (const queues of subscribers.values()) for (const queue of queues) queue.end();
      await reading;
    },
  };
}
