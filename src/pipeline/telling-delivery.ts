/**
 * Of several deliveries of one event to one webhook, the one that tells what became of it. What arrived has arrived,
 * whatever was sent again later; else the newest counts. A test tells only when there is nothing else. Pure.
 */
import type { DeliveryStatus, DeliveryTrigger } from '../domain/delivery-status.ts';

interface Told {
  readonly trigger: DeliveryTrigger;
  readonly status: DeliveryStatus;
}

/** @param deliveries oldest first */
export function tellingDelivery<D extends Told>(deliveries: readonly D[]): D | undefined {
  const real = deliveries.filter(({ trigger }) => trigger !== 'TEST');
  const candidates = real.length > 0 ? real : deliveries;
  return candidates.findLast(({ status }) => status === 'SUCCEEDED') ?? candidates.at(-1);
}
