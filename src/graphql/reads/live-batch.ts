/**
 * What stands beside the items of the live stream, looked up once for a batch of changes and shared by all subscribers
 * of the same scope. The rows are read after the changes were, so they are at least as new; they go with the batch.
 */
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../domain/scope.ts';
import type { DeliveryChange } from '../../live/delivery-change.ts';
import type { GraphqlContext } from '../context.ts';
import { createLoaders, type Loaders } from './loaders.ts';

interface BatchLoaders {
  readonly loaders: Loaders;
  readonly deliveries: () => Promise<unknown>;
  readonly attempts: () => Promise<unknown>;
}

/** By the changes of a batch, then by scope: what one scope may see is never shown to another. */
const batches = new WeakMap<readonly DeliveryChange[], Map<string, BatchLoaders>>();

/** @returns look-ups that have the deliveries, or the attempts, of everything that was read together with a change */
export async function loadWithBatch(
  { services, viewer, loaders }: GraphqlContext,
  { batch: { changes } }: DeliveryChange,
  what: 'deliveries' | 'attempts',
): Promise<Loaders> {
  if (changes.length === 0) return loaders;
  const scopes = batches.get(changes) ?? new Map<string, BatchLoaders>();
  batches.set(changes, scopes);
  const key = JSON.stringify([viewer.tenantId, viewer.companyId, viewer.fulfillmentCenterId]);
  const shared = scopes.get(key) ?? createBatchLoaders(services.database, scopeOf(viewer), changes);
  scopes.set(key, shared);
  await shared[what]();
  return shared.loaders;
}

function createBatchLoaders(database: Database, scope: Scope, changes: readonly DeliveryChange[]): BatchLoaders {
  // Of events nothing is kept; those who ask at the same time share a statement.
  const loaders = createLoaders(database, scope, true, false);
  const ours = changes.filter(({ tenantId }) => tenantId === scope.tenantId);
  const causes = ours.flatMap(({ deliveryId, attemptNumber: number }) =>
    number === null ? [] : [{ deliveryId, number }],
  );
  return {
    loaders,
    deliveries: once(() => Promise.all(ours.map(({ deliveryId }) => loaders.delivery.load(deliveryId)))),
    attempts: once(() => Promise.all(causes.map((cause) => loaders.attempt.load(cause)))),
  };
}

/** Nothing else of the first caller may stay with the batch. */
const scopeOf = ({ tenantId, companyId, fulfillmentCenterId }: Scope): Scope => ({
  tenantId,
  companyId,
  fulfillmentCenterId,
});

/** Does something the first time it is asked for, and again only after it failed. */
function once(work: () => Promise<unknown>): () => Promise<unknown> {
  let working: Promise<unknown> | undefined;
  return () =>
    (working ??= work().catch((error: unknown) => {
      working = undefined;
      throw error;
    }));
}
