/** A rate with a burst. No timers: what has been refilled is worked out when somebody takes. */

/** @returns false when there is nothing left just now */
export function createTokenBucket(burst: number, perSecond: number, now: () => number = () => performance.now()) {
  let tokens = burst;
  let filledAt = now();
  return (): boolean => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
