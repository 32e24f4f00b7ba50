/**
 * What stands beside the items of the live stream, looked up once for a batch of changes and shared by all subscribers
 * of the same scope. The rows are read after the changes were, so they are at least as new; they go with the batch.
 */
import { raw } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { Database } from '../../database/database.ts';
import type { DeliveryRow } from '../../database/entities/delivery.ts';
import { EventEntity, type EventRow } from '../../database/entities/event.ts';
import type { Scope } from '../../domain/scope.ts';
import type { DeliveryChange } from '../../live/delivery-change.ts';
import type { GraphqlContext } from '../context.ts';
import { once } from '../once.ts';
import { createLoaders, type Loaders } from './loaders.ts';

interface BatchLoaders {
  readonly loaders: Loaders;
  readonly deliveries: () => Promise<unknown>;
  readonly attempts: () => Promise<unknown>;
  /** When they began to remember, in milliseconds. */
  readonly since: number;
}

/** What was erased meanwhile must not be told for long to a subscriber that is behind. */
const FRESH_MS = 10_000;
/** Payloads up to this size are kept with a batch. */
const SMALL_PAYLOAD_BYTES = 8 * 1024;

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
  let shared = scopes.get(key);
  if (shared === undefined || performance.now() - shared.since > FRESH_MS) {
    shared = createBatchLoaders(services.database, scopeOf(viewer), changes);
    scopes.set(key, shared);
  }
  await shared[what]();
  return shared.loaders;
}

function createBatchLoaders(database: Database, scope: Scope, changes: readonly DeliveryChange[]): BatchLoaders {
  const loaders = createLoaders(database, scope, true, false);
  const ours = changes.filter(({ tenantId }) => tenantId === scope.tenantId);
  const causes = ours.flatMap(({ deliveryId, attemptNumber: number }) =>
    number === null ? [] : [{ deliveryId, number }],
  );
  const deliveries = once(() => Promise.all(ours.map(({ deliveryId }) => loaders.delivery.load(deliveryId))));
  // Whoever asks for one of the batch gets it with all others, however it came to ask.
  const delivery = new DataLoader<string, DeliveryRow | undefined>(
    async (ids) => {
      await deliveries();
      return loaders.delivery.loadMany(ids);
    },
    { cache: false },
  );
  const smallEvents = once(async () => {
    const ids = new Set((await deliveries()).flatMap((row) => (row === undefined ? [] : [row.eventId])));
    return readSmallEvents(database, scope, [...ids]);
  });
  const event = new DataLoader<string, EventRow | undefined>(
    async (ids) => {
      const small = await smallEvents();
      // Of large ones nothing is kept; those who ask at the same time share a statement.
      return Promise.all(ids.map(async (id) => small.get(id) ?? loaders.event.load(id)));
    },
    { cache: false },
  );
  return {
    loaders: { ...loaders, delivery, event },
    deliveries,
    attempts: once(() => Promise.all(causes.map((cause) => loaders.attempt.load(cause)))),
    since: performance.now(),
  };
}

async function readSmallEvents(
  database: Database,
  scope: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, EventRow>> {
  const rows = await database.forTenant(scope).find(EventEntity, {
    id: { $in: [...ids] },
    [raw((alias) => `octet_length(${alias}.payload)`)]: { $lte: SMALL_PAYLOAD_BYTES },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Nothing else of the first caller may stay with the batch. */
const scopeOf = ({ tenantId, companyId, fulfillmentCenterId }: Scope): Scope => ({
  tenantId,
  companyId,
  fulfillmentCenterId,
});
