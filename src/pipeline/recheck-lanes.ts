/**
 * What waits in the lanes goes by the webhooks as they are now: looked at when one changed, and from time to time in any
 * case, so that nothing begins for a webhook that was paused, disabled or deleted a second ago.
 */
import { isSealed, type TargetWebhook, type TargetLoader } from './load-targets.ts';
import type { WebhookLanes } from './webhook-lanes.ts';

export interface LaneRecheckOptions<Work> {
  readonly lanes: Pick<WebhookLanes<Work>, 'waiting' | 'take' | 'full' | 'adjust'>;
  readonly targets: Pick<TargetLoader, 'webhooks'>;
  /** Decides anew about work that waited; `undefined`: its webhook was deleted. */
  readonly decide: (work: Work, webhook: TargetWebhook | undefined) => void;
  readonly onError: (error: unknown) => void;
}

export interface LaneRecheck {
  /** Looks at all lanes in which something waits; asked again while it looks, it does nothing. */
  look(): void;
  /** Webhooks have changed: also looks at lanes that are full, which may have more room now. */
  lookAtAll(): void;
}

export function createLaneRecheck<Work>({ lanes, targets, decide, onError }: LaneRecheckOptions<Work>): LaneRecheck {
  let looking: Promise<void> | undefined;
  let isAll = false;

  async function look(): Promise<void> {
    const waiting = lanes.waiting();
    const full = isAll ? lanes.full() : [];
    isAll = false;
    if (waiting.length === 0 && full.length === 0) return;
    const webhooks = await targets.webhooks([...waiting, ...full]);
    for (const webhookId of full) {
      const webhook = webhooks.get(webhookId);
      if (webhook !== undefined && !isSealed(webhook)) lanes.adjust(webhookId, webhook);
    }
    for (const webhookId of waiting) {
      for (const work of lanes.take(webhookId)) decide(work, webhooks.get(webhookId));
    }
  }

  function lookOnce(): void {
    looking ??= look()
      .catch(onError)
      .finally(() => {
        looking = undefined;
      });
  }

  return {
    look: lookOnce,
    lookAtAll() {
      isAll = true; // should it be looking already, the next time
      lookOnce();
    },
  };
}
