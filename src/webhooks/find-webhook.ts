/** Which webhook a caller means, among those it may see: other tenants', and those outside its scope, do not exist. */
import { LockMode, type FilterQuery } from '@mikro-orm/core';
import type { Database } from '../database/database.ts';
import { WebhookEntity, type WebhookRow } from '../database/entities/webhook.ts';
import { DomainError } from '../domain/domain-error.ts';
import { parsePublicId } from '../domain/ids.ts';
import { isInScope, type Scope } from '../domain/scope.ts';

export type EntityManager = ReturnType<Database['forTenant']>;

/** By public id or by the caller's key. */
export interface WebhookRef {
  readonly id?: string | null | undefined;
  readonly key?: string | null | undefined;
}

/** The webhooks that a caller may see, as far as they exist. */
export const visibleTo = (scope: Scope): FilterQuery<WebhookRow> => ({
  deletedAt: null,
  ...(scope.companyId === null ? {} : { companyId: scope.companyId }),
  ...(scope.fulfillmentCenterId === null ? {} : { fulfillmentCenterId: scope.fulfillmentCenterId }),
});

/** Whether a caller may see a webhook that was read without asking. */
export const isVisibleTo = (scope: Scope, row: WebhookRow): boolean =>
  isInScope(scope, {
    tenantId: row.tenantId,
    companyId: row.companyId ?? null,
    fulfillmentCenterId: row.fulfillmentCenterId ?? null,
  });

/**
 * A key is unique in a company only: the caller's own level comes first, and one that several companies use names
 * none of their webhooks.
 */
export async function findWebhook(em: EntityManager, scope: Scope, ref: WebhookRef): Promise<WebhookRow | null> {
  if (ref.key == null) {
    const id = parsePublicId('webhook', ref.id ?? '');
    return id === undefined ? null : em.findOne(WebhookEntity, { $and: [{ id }, visibleTo(scope)] });
  }
  const rows = await em.find(WebhookEntity, { $and: [{ key: ref.key }, visibleTo(scope)] }, { limit: 100 });
  const own = rows.find((row) => (row.companyId ?? null) === scope.companyId);
  return own ?? (rows.length === 1 ? (rows[0] ?? null) : null);
}

export const noSuchWebhook = (path: readonly string[] = ['webhook'], byKey = false): DomainError =>
  new DomainError({
    code: 'NOT_FOUND',
    message: byKey
      ? 'There is no webhook with this key, or several companies use it: name it by its id.'
      : 'There is no such webhook.',
    path,
  });

/** @throws DomainError NOT_FOUND */
export async function requireWebhook(
  em: EntityManager,
  scope: Scope,
  ref: WebhookRef,
  path?: readonly string[],
): Promise<WebhookRow> {
  const row = await findWebhook(em, scope, ref);
  if (row === null) throw noSuchWebhook(path, ref.key != null);
  return row;
}

/**
 * Does something to a webhook while nobody else can change it; all of it or nothing.
 * @throws DomainError NOT_FOUND
 */
export async function changeWebhook<T>(
  database: Database,
  scope: Scope,
  webhookId: string,
  change: (em: EntityManager, row: WebhookRow) => Promise<T>,
): Promise<T> {
  return database.forTenant(scope).transactional(async (em) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const row = await em.findOne(WebhookEntity, { id: webhookId, deletedAt: null }, { lockMode });
    if (row === null) throw noSuchWebhook();
    return change(em, row);
  });
}
