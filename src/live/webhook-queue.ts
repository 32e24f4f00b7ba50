/** What waits for one subscriber of webhook changes: the latest per webhook, with all that changed about it. */
import type { WebhookChange, WebhookChangeKind } from './read-webhook-changes.ts';

export interface WebhookQueue {
  push(webhookId: string, kind: WebhookChangeKind, occurredAt: Date): void;
  /** What was pushed, until `end`. */
  readonly items: AsyncGenerator<WebhookChange, void>;
  end(): void;
}

/** @param onLeave the consumer does not want any more */
export function createWebhookQueue(onLeave: () => void): WebhookQueue {
  const waiting = new Map<string, { kinds: Set<WebhookChangeKind>; occurredAt: Date }>();
  let wakeReader: (() => void) | undefined;
  let ended = false;

  async function* read(): AsyncGenerator<WebhookChange, void> {
    while (!ended) {
      const [next] = waiting;
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
        continue;
      }
      const [webhookId, { kinds, occurredAt }] = next;
      waiting.delete(webhookId);
      yield { webhookId, kinds: [...kinds], occurredAt };
    }
  }

  function end(): void {
    ended = true;
    wakeReader?.();
  }

  const items = read();
  const finish = items.return.bind(items);
  // A generator that waits for its next item does not hear `return` before that item comes: wake it.
  items.return = (value) => {
    end();
    onLeave();
    return finish(value);
  };
  return {
    push(webhookId, kind, occurredAt) {
      if (ended) return;
      const entry = waiting.get(webhookId) ?? { kinds: new Set(), occurredAt };
      entry.kinds.add(kind);
      waiting.set(webhookId, Object.assign(entry, { occurredAt }));
      wakeReader?.();
    },
    items,
    end,
  };
}
