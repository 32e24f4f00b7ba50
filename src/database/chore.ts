/** Housekeeping goes on, whatever becomes of one part of it. */
import { isConnectionLost } from './database-faults.ts';

/** How a round of housekeeping is watched over. */
export interface Chore {
  /** Asked between statements; then the round ends. */
  readonly isStopped: () => boolean;
  /** Told of each part that failed. The others go on. */
  readonly onError: (error: unknown) => void;
}

/** Does one part: `name` is what an error says has failed. */
export type DoPart = (name: string, work: () => Promise<unknown>) => Promise<void>;

/** Does the parts of one round. When the database is away the rest is left to the next round: it would wait for the same. */
export function partsOf({ isStopped, onError }: Chore): DoPart {
  let isAway = false;
  return async (name, work) => {
    if (isStopped() || isAway) return;
    try {
      await work();
    } catch (cause) {
      isAway = isConnectionLost(cause);
      onError(new Error(`${name} failed`, { cause }));
    }
  };
}
