/**
 * The live feed for a caller of one company or fulfillment center. The database decides what is in scope, by the same
 * policies as for every other read; the answer about a webhook is remembered, because its scope never changes.
 */
import type { FeedItem } from '../../live/feed-item.ts';
import type { DeliveryChange } from '../../live/delivery-change.ts';
import type { GraphqlContext } from '../context.ts';
import { loadWithBatch } from './live-batch.ts';

type Feed = AsyncGenerator<FeedItem, void>;

export function withinScope(items: Feed, context: GraphqlContext): Feed {
  const webhooks = new Map<string, boolean>();

  async function isVisible(change: DeliveryChange): Promise<boolean> {
    const { webhookId, deliveryId } = change;
    const known = webhooks.get(webhookId) ?? (await context.loaders.webhook.load(webhookId)) !== undefined;
    webhooks.set(webhookId, known);
    if (!known) return false;
    const loaders = await loadWithBatch(context, change, 'deliveries');
    return (await loaders.delivery.load(deliveryId)) !== undefined;
  }

  async function* visible(): Feed {
    for await (const item of items) {
      if (item.kind !== 'change' || (await isVisible(item.change))) yield item;
    }
  }

  const shown = visible();
  const finish = shown.return.bind(shown);
  // A generator that waits for its next item does not hear `return`: end what it waits for.
  shown.return = async (value) => {
    await items.return();
    return finish(value);
  };
  return shown;
}
