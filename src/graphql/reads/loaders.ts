/**
 * Batched look-ups by id, so that a page of fifty deliveries costs a few statements and not a few hundred.
 * One set per operation; a subscription's set forgets at once, because it lives long. What its items need is looked up
 * by `live-batch.ts`, with a set for each batch.
 */
import DataLoader from 'dataloader';
import type { Database } from '../../database/database.ts';
import { AttemptEntity, type AttemptRow } from '../../database/entities/attempt.ts';
import { DeliveryEntity, type DeliveryRow } from '../../database/entities/delivery.ts';
import { EventEntity, type EventRow } from '../../database/entities/event.ts';
import { SigningSecretEntity, type SigningSecretRow } from '../../database/entities/signing-secret.ts';
import { WebhookEntity, type WebhookRow } from '../../database/entities/webhook.ts';
import type { Scope } from '../../domain/scope.ts';
import { readEnd } from '../../live/read-changes.ts';
import type { StreamPosition } from '../../live/stream-position.ts';

/** An attempt by its delivery and number. */
export interface AttemptKey {
  readonly deliveryId: string;
  readonly number: number;
}

export interface Loaders {
  readonly webhook: DataLoader<string, WebhookRow | undefined>;
  readonly event: DataLoader<string, EventRow | undefined>;
  readonly delivery: DataLoader<string, DeliveryRow | undefined>;
  readonly attempt: DataLoader<AttemptKey, AttemptRow | undefined, string>;
  /** All of a delivery, oldest first: a retry policy allows few. */
  readonly attempts: DataLoader<string, AttemptRow[]>;
  /** Secrets of a webhook that sign now, newest first. */
  readonly signingSecrets: DataLoader<string, SigningSecretRow[]>;
  /** Where the change log ends now; those who ask at the same time are told the same. */
  streamEnd(): Promise<StreamPosition>;
}

/**
 * @param remember whether a row is kept for the rest of the operation
 * @param rememberEvents the same for events, whose payloads may be large
 */
export function createLoaders(
  database: Database,
  scope: Scope,
  remember: boolean,
  rememberEvents: boolean = remember,
): Loaders {
  const options = { cache: remember, maxBatchSize: 1_000 };
  const em = () => database.forTenant(scope);
  const attemptKey = ({ deliveryId, number }: AttemptKey) => `${deliveryId} ${number}`;

  const streamEnd = new DataLoader<number, StreamPosition>(
    async (asked) => {
      const position = await readEnd(database.system);
      return asked.map(() => position);
    },
    { cache: false },
  );

  return {
    webhook: new DataLoader(
      async (ids) => inOrder(ids, await em().find(WebhookEntity, { id: { $in: [...ids] } }), (row) => row.id),
      options,
    ),
    event: new DataLoader(
      async (ids) => inOrder(ids, await em().find(EventEntity, { id: { $in: [...new Set(ids)] } }), (row) => row.id),
      { ...options, cache: rememberEvents },
    ),
    delivery: new DataLoader(
      async (ids) => inOrder(ids, await em().find(DeliveryEntity, { id: { $in: [...ids] } }), (row) => row.id),
      options,
    ),
    attempt: new DataLoader(
      async (keys) => {
        // A few too many rows cost less than a condition for each, in every partition.
        const rows = await em().find(AttemptEntity, {
          deliveryId: { $in: [...new Set(keys.map(({ deliveryId }) => deliveryId))] },
          number: { $in: [...new Set(keys.map(({ number }) => number))] },
        });
        return inOrder(keys.map(attemptKey), rows, attemptKey);
      },
      { ...options, cacheKeyFn: attemptKey },
    ),
    attempts: new DataLoader(async (ids) => {
      const rows = await em().find(AttemptEntity, { deliveryId: { $in: [...ids] } }, { orderBy: { number: 'asc' } });
      const byDelivery = Map.groupBy(rows, (row) => row.deliveryId);
      return ids.map((id) => byDelivery.get(id) ?? []);
    }, options),
    signingSecrets: new DataLoader(async (ids) => {
      const rows = await em().find(
        SigningSecretEntity,
        { webhookId: { $in: [...ids] }, $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }] },
        { orderBy: { id: 'desc' } },
      );
      return ids.map((id) => rows.filter((row) => row.webhookId === id));
    }, options),
    streamEnd: () => streamEnd.load(0),
  };
}

function inOrder<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): (Row | undefined)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key));
}
