/**
 * Percentiles without keeping every duration: attempts are counted in buckets whose bounds grow by a tenth, so that a
 * percentile is right to within five per cent. Bucket n holds 1.1^n to 1.1^(n+1) milliseconds.
 */

export const DURATION_BASE = 1.1;
/** 1.1^109 ms are 32 s: no attempt lasts longer. */
export const LAST_DURATION_BUCKET = 109;

/** Attempts by bucket. */
export type DurationHistogram = ReadonlyMap<number, number>;

/**
 * @param share in (0, 1], e.g. 0.95
 * @returns milliseconds; `null` for an empty histogram
 */
export function percentileOf(histogram: DurationHistogram, share: number): number | null {
  let left = Math.ceil([...histogram.values()].reduce((sum, count) => sum + count, 0) * share);
  if (left === 0) return null;
  const buckets = [...histogram.keys()].sort((a, b) => a - b);
  const found = buckets.find((bucket) => (left -= histogram.get(bucket) ?? 0) <= 0) ?? LAST_DURATION_BUCKET;
  // The middle of the bucket, by ratio.
  return Math.round(DURATION_BASE ** (found + 0.5) * 100) / 100;
}
