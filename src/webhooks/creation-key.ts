/** Repeat-safe creation: an idempotency key remembers the webhook that it made, and from what. */
import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { WebhookEntity, type WebhookRow } from '../database/entities/webhook.ts';
import { readRequest, rememberRequestWith } from '../database/repeatable-request.ts';
import type { SecretBox } from '../database/secret-box.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import { checkCallersName } from '../domain/idempotency-key.ts';
import type { Scope } from '../domain/scope.ts';
import type { NewWebhook } from './check-webhook.ts';
import { isVisibleTo, type EntityManager } from './find-webhook.ts';

export const checkCreationKey = ({ idempotencyKey }: NewWebhook): Problem[] =>
  checkCallersName('idempotencyKey', idempotencyKey);

/**
 * @returns the webhook that the key made; `undefined` when it has made none
 * @throws DomainError when the key made one from another input, or one that is deleted by now
 */
export async function findFirstCreation(
  database: Database,
  secretBox: SecretBox,
  scope: Scope,
  input: NewWebhook,
): Promise<WebhookRow | undefined> {
  const { idempotencyKey: key } = input;
  if (key == null || checkCreationKey(input).length > 0) return undefined;
  const name = { tenantId: scope.tenantId, operation: 'createWebhook' as const, key };
  const known = await database.tenantRead(scope, (sql) => readRequest(sql, name));
  if (known === undefined) return undefined;
  const row = await database.forTenant(scope).findOne(WebhookEntity, { id: known.resultId });
  const isSame = (await secretBox.open(known.requestHash.toString(), known.resultId)) === hashOf(input);
  if (!isSame || row === null || !isVisibleTo(scope, row)) {
    throw refusal('IDEMPOTENCY_MISMATCH', 'This idempotency key was used before to create another webhook.');
  }
  if (row.deletedAt != null)
    throw refusal('INVALID_STATE', 'The webhook that this idempotency key created was deleted.');
  return row;
}

/** Claims the key in the transaction that creates the webhook. */
export async function rememberCreation(
  em: EntityManager,
  secretBox: SecretBox,
  tenantId: string,
  webhookId: string,
  input: NewWebhook,
): Promise<void> {
  const { idempotencyKey: key } = input;
  if (key == null) return;
  // Sealed, because a bare hash would let whoever reads the table try out values of sensitive headers.
  const requestHash = Buffer.from(await secretBox.seal(hashOf(input), webhookId));
  await rememberRequestWith(em, { tenantId, operation: 'createWebhook', key }, { requestHash, resultId: webhookId });
}

const hashOf = (input: NewWebhook): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('hex');

/** The same content in the same order, whatever order it was given in; null is like left out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member != null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}

const refusal = (code: 'IDEMPOTENCY_MISMATCH' | 'INVALID_STATE', message: string) =>
  new DomainError({ code, message, path: ['idempotencyKey'] });
