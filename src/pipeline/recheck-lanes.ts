/**
 * What waits in the lanes goes by the webhooks as they are now: looked at when one changed, and from time to time in any
 * case, so that nothing begins for a webhook that was paused, disabled or deleted a second ago.
 */
import type { TargetLoader, TargetWebhook } from './load-targets.ts';
import type { WebhookLanes } from './webhook-lanes.ts';

export interface LaneRecheckOptions<Work> {
  readonly lanes: Pick<WebhookLanes<Work>, 'waiting' | 'take'>;
  readonly targets: Pick<TargetLoader, 'webhooks'>;
  /** Decides anew about work that waited; `undefined`: its webhook was deleted. */
  readonly decide: (work: Work, webhook: TargetWebhook | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/** @returns looks at all lanes in which something waits; asked again while it looks, it does nothing */
export function createLaneRecheck<Work>({ lanes, targets, decide, onError }: LaneRecheckOptions<Work>): () => void {
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const waiting = lanes.waiting();
    if (waiting.length === 0) return;
    const webhooks = await targets.webhooks(waiting);
    for (const webhookId of waiting) {
      for (const work of lanes.take(webhookId)) decide(work, webhooks.get(webhookId));
    }
  }

  return () => {
    looking ??= look()
      .catch(onError)
      .finally(() => {
        looking = undefined;
      });
  };
}
