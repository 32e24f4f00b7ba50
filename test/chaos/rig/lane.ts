/** One direction of a connection through the proxy: what comes goes in its turn, however long each was to wait. */

export interface Lane {
  /** Has this happen so much later, or after all that was pushed before it, whichever is later. */
  push(act: () => void, delayMs: number): void;
  /** Has this happen before all that waits. */
  putBack(act: () => void): void;
  /** Goes on after a stall. */
  flush(): void;
  /** Forgets what waits. */
  drop(): void;
}

/** @param isStalled while it is, nothing goes */
export function createLane(isStalled: () => boolean): Lane {
  const waiting: { readonly act: () => void; readonly dueMs: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    for (let next = waiting[0]; next !== undefined && !isStalled(); next = waiting[0]) {
      const restMs = next.dueMs - performance.now();
      if (restMs > 0) {
        timer = setTimeout(flush, Math.ceil(restMs));
        return;
      }
      waiting.shift();
      next.act();
    }
  }

  return {
    push(act, delayMs) {
      waiting.push({ act, dueMs: performance.now() + delayMs });
      if (waiting.length === 1) flush();
    },
    putBack: (act) => void waiting.unshift({ act, dueMs: 0 }),
    flush,
    drop() {
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
