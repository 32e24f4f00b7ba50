/**
 * Rounds of work that cost something however little they do (a transaction, a fetch). When they follow each other
 * closely, each waits as long after the last as that one took, so that a busy service does few large rounds
 * instead of many small ones; an idle one waits for nothing.
 */

export interface Pacer {
  /** Milliseconds to wait before the next round; 0: begin now. */
  waitMs(): number;
  /** A round begins. Returns what to call at its end. */
  begin(): () => void;
}

/** @param longestMs the longest rest */
export function createPacer(longestMs: number, now: () => number = () => performance.now()): Pacer {
  let restUntil = 0;
  return {
    waitMs: () => Math.max(0, restUntil - now()),
    begin() {
      const start = now();
      return () => {
        const end = now();
        restUntil = end + Math.min(longestMs, end - start);
      };
    },
  };
}
