/**
 * How many bytes of bodies the dispatcher has in hand. A body may have a megabyte, and thousands of deliveries may be
 * in hand. Light bodies are bounded by the number of deliveries; heavy ones are counted, and a webhook may have a
 * quarter of what is left: however many receivers are slow to take them, there is room for another's.
 */

export interface BodiesInHand {
  /** Bytes of heavy bodies that may be read now. */
  readable(): number;
  /** @returns whether there is room; then it is counted until `leave` */
  take(webhookId: string, bytes: number): boolean;
  leave(webhookId: string, bytes: number): void;
  /** How many more of a webhook's there is room for, judged by those it has in hand. */
  roomOf(webhookId: string): number;
}

/** A body of at most so many bytes is light: it always fits, and is not counted. */
export const LIGHT_BYTES = 16 * 1024;
const LIMIT_BYTES = 256 * 1024 * 1024;
/** Read at once; on its way from the database a body exists three times. */
const READ_BYTES = 32 * 1024 * 1024;

export function createBodiesInHand(): BodiesInHand {
  let total = 0;
  const byWebhook = new Map<string, { bytes: number; count: number }>();
  const share = (): number => (LIMIT_BYTES - total) / 4;

  return {
    readable: () => Math.max(0, Math.min(READ_BYTES, LIMIT_BYTES - total)),
    take(webhookId, bytes) {
      if (bytes <= LIGHT_BYTES) return true;
      const own = byWebhook.get(webhookId);
      if (total + bytes > LIMIT_BYTES || (own !== undefined && own.bytes + bytes > share())) return false;
      total += bytes;
      if (own === undefined) byWebhook.set(webhookId, { bytes, count: 1 });
      else Object.assign(own, { bytes: own.bytes + bytes, count: own.count + 1 });
      return true;
    },
    leave(webhookId, bytes) {
      const own = bytes <= LIGHT_BYTES ? undefined : byWebhook.get(webhookId);
      if (own === undefined) return;
      total -= bytes;
      own.bytes -= bytes;
      own.count -= 1;
      if (own.count === 0) byWebhook.delete(webhookId);
    },
    roomOf(webhookId) {
      const own = byWebhook.get(webhookId);
      return own === undefined ? Infinity : Math.max(0, Math.floor((share() - own.bytes) / (own.bytes / own.count)));
    },
  };
}
