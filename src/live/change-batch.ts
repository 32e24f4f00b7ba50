/**
 * Changes that were read together, so that what stands beside them can be looked up for all of them at once. A batch
 * lives as long as an item that refers to it waits for a subscriber, and no longer than it is recent.
 */
import type { ChangeBatch, DeliveryChange } from './delivery-change.ts';

/** Changes in a batch: one of the history is held for each subscriber that reads it. */
const BATCH = 100;

/** Puts changes, in order, into batches. */
export function inBatches(changes: readonly Omit<DeliveryChange, 'batch'>[]): DeliveryChange[] {
  const all: DeliveryChange[] = [];
  for (let from = 0; from < changes.length; from += BATCH) {
    const batch: ChangeBatch = { changes: [] };
    batch.changes = changes.slice(from, from + BATCH).map((change) => ({ ...change, batch }));
    all.push(...batch.changes);
  }
  return all;
}

/**
 * Keeps an eye on batches without holding them: a subscriber that is slow and wants few changes would otherwise keep,
 * with each that waits, everything that happened beside it.
 *
 * @param limit changes that stay together
 * @returns told each change in order
 */
export function createRecentBatches(limit: number): (change: DeliveryChange) => void {
  const recent: { readonly ref: WeakRef<ChangeBatch>; readonly size: number }[] = [];
  let total = 0;

  return ({ batch }) => {
    if (recent.at(-1)?.ref.deref() === batch) return;
    const size = batch.changes.length;
    recent.push({ ref: new WeakRef(batch), size });
    total += size;
    while (total > limit) {
      const oldest = recent.shift();
      if (oldest === undefined) return;
      total -= oldest.size;
      const old = oldest.ref.deref();
      if (old !== undefined) old.changes = [];
    }
  };
}
