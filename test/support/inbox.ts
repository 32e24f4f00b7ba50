/** What arrives from elsewhere, kept in order, with ways to wait for it: no test needs to sleep. */

export interface Inbox<T> {
  /** Everything so far. Live: it grows. */
  readonly items: readonly T[];
  add(item: T): void;
  /** The oldest item not yet returned by this function. Rejects after `timeoutMs` or when closed. */
  next(timeoutMs: number): Promise<T>;
  /** Resolves to all items as soon as there are `count`. Rejects after `timeoutMs` or when closed. */
  waitFor(count: number, timeoutMs: number): Promise<readonly T[]>;
  /** Those who wait are rejected with the reason, and so is everyone who would have to wait from now on. */
  close(reason: string): void;
}

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** `noun` names an item in error messages. */
export function createInbox<T>(noun: string): Inbox<T> {
  const items: T[] = [];
  const waiters = new Set<Waiter>();
  let taken = 0;
  let closedBecause: string | undefined;

  async function waitFor(count: number, timeoutMs: number): Promise<readonly T[]> {
    if (items.length >= count) return items;
    if (closedBecause !== undefined) throw new Error(closedBecause);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { count, resolve, reject };
    waiters.add(waiter);
    const timer = setTimeout(() => {
      reject(new Error(`Waited ${timeoutMs} ms for ${noun} number ${count}; there are ${items.length}.`));
    }, timeoutMs);
    try {
      await promise;
      return items;
    } finally {
      clearTimeout(timer);
      waiters.delete(waiter);
    }
  }

  return {
    items,
    waitFor,
    add(item) {
      items.push(item);
      for (const waiter of waiters) if (items.length >= waiter.count) waiter.resolve();
    },
    async next(timeoutMs) {
      const index = taken++;
      try {
        await waitFor(index + 1, timeoutMs);
      } catch (error) {
        taken -= 1;
        throw error;
      }
      return items[index] as T;
    },
    close(reason) {
      closedBecause ??= reason;
      for (const waiter of waiters) waiter.reject(new Error(closedBecause));
    },
  };
}
