/**
 * Batched look-ups by id, so that a page of fifty deliveries costs a few statements and not a few hundred.
 * One set per operation; a subscription's set forgets at once, because it lives long. What its items need is looked up
 * by `live-batch.ts`, with a set for each batch.
 */
import DataLoader from 'dataloader';
import type { Database } from '../../database/database.ts';
import { AttemptEntity, type AttemptRow } from '../../database/entities/attempt.ts';
import { DeliveryEntity, type DeliveryRow } from '../../database/entities/delivery.ts';
import { eventCasts, EventEntity, type EventRow } from '../../database/entities/event.ts';
import { SigningSecretEntity, type SigningSecretRow } from '../../database/entities/signing-secret.ts';
import { WebhookEntity, type WebhookRow } from '../../database/entities/webhook.ts';
import { selectList } from '../../database/select-list.ts';
import type { Statement } from '../../database/sql.ts';
import type { ShownHoldReason } from '../../domain/hold-reason.ts';
import type { Scope } from '../../domain/scope.ts';
import { readEnd } from '../../live/read-changes.ts';
import type { StreamPosition } from '../../live/stream-position.ts';

/** An attempt by its delivery and number. */
export interface AttemptKey {
  readonly deliveryId: string;
  readonly number: number;
}

export interface HeldKey {
  readonly webhookId: string;
  readonly deliveryId: string;
}

export interface Loaders {
  readonly webhook: DataLoader<string, WebhookRow | undefined>;
  readonly event: DataLoader<string, EventRow | undefined>;
  readonly delivery: DataLoader<string, DeliveryRow | undefined>;
  readonly attempt: DataLoader<AttemptKey, AttemptRow | undefined, string>;
  /** All of a delivery, oldest first: a retry policy allows few. */
  readonly attempts: DataLoader<string, AttemptRow[]>;
  /** Why a delivery is held now; undefined when it is not. */
  readonly holdReason: DataLoader<HeldKey, ShownHoldReason | undefined, string>;
  /** Secrets of a webhook that sign now, newest first. */
  readonly signingSecrets: DataLoader<string, SigningSecretRow[]>;
  /** Where the change log ends now; those who ask at the same time are told the same. */
  streamEnd(): Promise<StreamPosition>;
}

/**
 * Written by hand because planning them takes longer than running them, with a partition for every day: these are
 * planned once per connection. One by one, so that each row is sought in the partition of its own day only.
 */
const eventsById = {
  name: 'load-events',
  text: `select ${selectList(EventEntity, 'd', eventCasts)} from unnest($1::uuid[]) i(id)
    cross join lateral (select * from dockhook.event where id = i.id limit 1) d`,
};
const deliveriesById = {
  name: 'load-deliveries',
  text: `select ${selectList(DeliveryEntity, 'd')} from unnest($1::uuid[]) i(id)
    cross join lateral (select * from dockhook.delivery where id = i.id limit 1) d`,
};
const attemptsByKey = {
  name: 'load-attempts',
  text: `select ${selectList(AttemptEntity, 'd')} from unnest($1::uuid[], $2::int[]) k(id, number)
    cross join lateral (
      select * from dockhook.attempt where delivery_id = k.id and number = k.number limit 1) d`,
};
const holdReasons = {
  name: 'load-hold-reasons',
  text: `select h.delivery_id as "deliveryId", h.reason from unnest($1::uuid[], $2::uuid[]) k(webhook_id, delivery_id)
    cross join lateral (
      select delivery_id, reason from dockhook.held_delivery
      where webhook_id = k.webhook_id and delivery_id = k.delivery_id and reason <> 'PARKED' limit 1) h`,
};
const attemptsOfDeliveries = {
  name: 'load-attempts-of-deliveries',
  text: `select ${selectList(AttemptEntity, 'd')} from unnest($1::uuid[]) i(id)
    cross join lateral (select * from dockhook.attempt where delivery_id = i.id) d
    order by d.number`,
};

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
  const ask = <Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> =>
    database.tenantRead(scope, (sql) => sql.query<Row>(statement, values));
  const attemptKey = ({ deliveryId, number }: AttemptKey) => `${deliveryId} ${number}`;

  const streamEnd = new DataLoader<number, StreamPosition>(
    async (asked) => {
      const position = await readEnd(database.systemReads);
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
      async (ids) => inOrder(ids, await ask<EventRow>(eventsById, [[...new Set(ids)]]), (row) => row.id),
      { ...options, cache: rememberEvents },
    ),
    delivery: new DataLoader(
      async (ids) => inOrder(ids, await ask<DeliveryRow>(deliveriesById, [ids]), (row) => row.id),
      options,
    ),
    attempt: new DataLoader(
      async (keys) => {
        const rows = await ask<AttemptRow>(attemptsByKey, [
          keys.map(({ deliveryId }) => deliveryId),
          keys.map(({ number }) => number),
        ]);
        return inOrder(keys.map(attemptKey), rows, attemptKey);
      },
      { ...options, cacheKeyFn: attemptKey },
    ),
    attempts: new DataLoader(async (ids) => {
      const rows = await ask<AttemptRow>(attemptsOfDeliveries, [ids]);
      const byDelivery = Map.groupBy(rows, (row) => row.deliveryId);
      return ids.map((id) => byDelivery.get(id) ?? []);
    }, options),
    holdReason: new DataLoader(
      async (keys) => {
        const rows = await ask<{ deliveryId: string; reason: ShownHoldReason }>(holdReasons, [
          keys.map(({ webhookId }) => webhookId),
          keys.map(({ deliveryId }) => deliveryId),
        ]);
        const found = inOrder(
          keys.map(({ deliveryId }) => deliveryId),
          rows,
          (row) => row.deliveryId,
        );
        return found.map((row) => row?.reason);
      },
      { ...options, cacheKeyFn: ({ deliveryId }) => deliveryId },
    ),
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
