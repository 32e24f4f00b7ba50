/** Webhooks of which this worker recorded failures within the window: for so long their successes count too. */
import { circuitLimits } from '../domain/circuit.ts';

export interface RecentFailures {
  has(webhookId: string): boolean;
  note(webhookId: string): void;
  /** How many it remembers: never more than failed within the window before the last failure. */
  readonly size: number;
}

export function createRecentFailures(): RecentFailures {
  /** The one that failed last is the last. */
  const failedAt = new Map<string, number>();
  const isRecent = (atMs: number): boolean => performance.now() - atMs < circuitLimits.windowMs;
  return {
    has(webhookId) {
      if (failedAt.size === 0) return false;
      const atMs = failedAt.get(webhookId);
      return atMs !== undefined && isRecent(atMs);
    },
    note(webhookId) {
      failedAt.delete(webhookId);
      failedAt.set(webhookId, performance.now());
      for (const [id, atMs] of failedAt) {
        if (isRecent(atMs)) break;
        failedAt.delete(id);
      }
    },
    get size() {
      return failedAt.size;
    },
  };
}
