/**
 * Follows a log that is ordered by (transaction, sequence): one reader per process and log, woken by a signal and by
 * the clock, and only while somebody listens. It never passes a transaction that still runs.
 */
import type { Signal, Signals } from '../database/signals.ts';
import type { StreamPosition } from './stream-position.ts';

export interface LogFollower {
  /** Where the log has been read to; follows it from its present end when nobody did. What comes after is announced. */
  join(): Promise<StreamPosition>;
  /** Resolves when nothing is being read any more. */
  close(): Promise<void>;
}

export interface LogFollowerOptions<Entry> {
  readonly signals: Signals;
  /** What says that there may be something new. */
  readonly signal: Signal;
  /** The present end: everything below has happened. */
  readonly readEnd: () => Promise<StreamPosition>;
  /** The next entries after a position, in order, at most a page. */
  readonly read: (after: StreamPosition) => Promise<readonly Entry[]>;
  readonly page: number;
  /** Told each entry once, in order. */
  readonly announce: (entry: Entry) => void;
  /** Whether anybody listens. */
  readonly isWanted: () => boolean;
  readonly onError: (error: unknown) => void;
}

const POLL_MS = 1_000;
/** Waits for transactions that were still open when a signal came, in milliseconds. */
const SETTLE_WAITS_MS = [2, 5, 10, 25, 50, 100];

export function createLogFollower<Entry extends { readonly position: StreamPosition }>(
  options: LogFollowerOptions<Entry>,
): LogFollower {
  const { signals, onError } = options;
  let position: StreamPosition | undefined;
  let starting: Promise<void> | undefined;
  let reading: Promise<void> | undefined;
  let readAgain = false;
  let closed = false;
  const stopListening = signals.on(options.signal, wake);
  const poll = setInterval(wake, POLL_MS);

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
        const entries = await options.read(position);
        if (entries.length > 0) quiet = 0;
        if (entries.length === options.page) readAgain = true;
        for (const entry of entries) {
          position = entry.position;
          options.announce(entry);
        }
      } catch (error) {
        onError(error);
        return; // the poll comes back to it
      }
    }
    if (!options.isWanted()) position = undefined;
  }

  async function start(): Promise<void> {
    starting ??= options.readEnd().then((end) => {
      position = end;
    });
    try {
      await starting;
    } finally {
      starting = undefined;
    }
  }

  return {
    async join() {
      if (position === undefined) await start();
      return position as StreamPosition;
    },
    async close() {
      closed = true;
      clearInterval(poll);
      stopListening();
      await reading;
    },
  };
}
