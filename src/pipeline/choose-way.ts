/** Which way a delivery goes, by its webhook as it is now. Pure. */
import { isSealed, type DispatchWebhook, type TargetWebhook } from './load-targets.ts';
import type { HoldReason } from './hold-deliveries.ts';

export type Way =
  /** Its webhook is gone. */
  | { readonly kind: 'cancel' }
  /** Its webhook takes no delivery now. */
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly tenantId: string }
  | { readonly kind: 'send'; readonly webhook: DispatchWebhook };

/**
 * @param webhook `undefined`: it was deleted
 * @param isProbe whether the delivery is to find out how a webhook does whose circuit is open
 */
export function chooseWay(webhook: TargetWebhook | undefined, isProbe: boolean): Way {
  if (webhook === undefined || webhook.status === 'DISABLED') return { kind: 'cancel' };
  const hold = (reason: HoldReason): Way => ({ kind: 'hold', reason, tenantId: webhook.tenantId });
  if (webhook.status === 'PAUSED') return hold('PAUSED');
  if (isSealed(webhook)) return hold('SECRETS');
  return webhook.circuit === 'CLOSED' || isProbe ? { kind: 'send', webhook } : hold('CIRCUIT');
}
