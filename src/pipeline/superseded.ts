/** Whether an answer came from where a webhook does not lead any more: then it says nothing about the webhook as it is. */
import { isSealed, type DispatchWebhook, type TargetLoader } from './load-targets.ts';

/**
 * Whether the webhook got another URL, or was paused (as people do before they correct it), since it was loaded. Where that
 * cannot be told, it counts as superseded: all that follows is one more attempt.
 */
export async function isSuperseded(
  { id, url }: DispatchWebhook,
  targets: Pick<TargetLoader, 'webhooks'>,
): Promise<boolean> {
  const webhooks = await targets.webhooks([id]).catch(() => undefined);
  if (webhooks === undefined) return true;
  const webhook = webhooks.get(id);
  if (webhook === undefined || webhook.status === 'DISABLED') return false;
  return webhook.status === 'PAUSED' || isSealed(webhook) || webhook.url !== url;
}
