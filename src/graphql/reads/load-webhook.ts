/** A webhook as it is after a mutation changed it. */
import type { GraphqlContext } from '../context.ts';
import { toWebhook, type Webhook } from '../object-types/webhook.ts';

/** @param id UUID */
export async function loadWebhook({ loaders }: GraphqlContext, id: string): Promise<Webhook | null> {
  // One document may change a webhook several times.
  const row = await loaders.webhook.clear(id).load(id);
  return row === undefined ? null : toWebhook(row);
}
