/** Long work in turns, so that everything else in this process goes on between them. */
import { setImmediate } from 'node:timers/promises';

const TURN_MS = 5;

export interface Turn {
  isOver(): boolean;
  /** Lets everybody else do something, and begins the next one. */
  next(): Promise<void>;
}

export function beginTurn(): Turn {
  let start = performance.now();
  return {
    isOver: () => performance.now() - start >= TURN_MS,
    async next() {
      await setImmediate();
      start = performance.now();
    },
  };
}
