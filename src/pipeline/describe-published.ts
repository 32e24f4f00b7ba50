/** The wide log line of a published event: its ids as the API has them, its type, and how many it goes to. No payload. */
import { toPublicId } from '../domain/ids.ts';
import type { StoredEvent } from './accept-events.ts';

/** @param durationMs of the call; the events of one call share it */
export const describePublished = ({ kind, event }: StoredEvent, durationMs: number) => ({
  tenantId: event.tenantId,
  eventId: toPublicId('event', event.id),
  eventType: event.type,
  isDuplicate: kind === 'duplicate' ? true : undefined,
  matchedWebhookCount: event.matchedWebhookCount,
  durationMs: Math.round(durationMs * 10) / 10,
});
