/** Creating a webhook: checked, stored with its first signing secret, which is shown this once. */
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { recordAuditWith } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { WebhookCircuitEntity } from '../database/entities/webhook-circuit.ts';
import { WebhookEntity, type WebhookRow } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import { newUuid, toPublicId } from '../domain/ids.ts';
import { isInScope, type Scope } from '../domain/scope.ts';
import { newSigningSecret } from '../domain/signing.ts';
import {
  checkWebhook,
  toRetryPolicy,
  toThrottle,
  type CheckUrl,
  type NewWebhook,
  type WebhookInput,
} from './check-webhook.ts';
import { checkCreationKey, findFirstCreation, rememberCreation } from './creation-key.ts';
import { describeWebhook, webhookTarget } from './describe-webhook.ts';
import type { EntityManager } from './find-webhook.ts';
import { refuseTooMany } from './refuse-too-many.ts';
import { createSecret } from './signing-secrets.ts';
import { sealHeaders } from './stored-headers.ts';
import { webhookLimits } from './webhook-limits.ts';

export interface CreateWebhookDeps {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly checkUrl: CheckUrl;
  readonly headerPrefix: string;
}

export interface CreateWebhookRequest {
  /** The webhook may not reach further than its maker. */
  readonly caller: Caller;
  readonly input: NewWebhook;
}

export interface CreatedWebhook {
  readonly webhook: WebhookRow;
  /** `whsec_…`, in clear only here; `null` for a key pair, and when an idempotency key was repeated. */
  readonly signingSecret: string | null;
}

/** @throws DomainError with every problem, paths relative to the input */
export type CreateWebhook = (request: CreateWebhookRequest) => Promise<CreatedWebhook>;

export function createCreateWebhook({ database, secretBox, checkUrl, headerPrefix }: CreateWebhookDeps): CreateWebhook {
  async function create({ caller, input }: CreateWebhookRequest, isAgain = false): Promise<CreatedWebhook> {
    const scope: Scope = caller;
    const first = await findFirstCreation(database, secretBox, scope, input);
    if (first !== undefined) return { webhook: first, signingSecret: null };
    const owner = ownerOf(scope, input);
    refuseAny([
      ...(await checkWebhook(input, checkUrl, headerPrefix)),
      ...checkOwner(scope, owner),
      ...checkCreationKey(input),
    ]);

    const id = newUuid();
    const made = newSigningSecret(input.signingAlgorithm ?? 'HMAC_SHA256');
    const headers = await sealHeaders(input.headers, id, secretBox);
    const now = new Date();
    const status = input.status ?? 'ACTIVE';

    const store = async (em: EntityManager) => {
      await refuseTooMany(em, scope);
      await rememberCreation(em, secretBox, scope.tenantId, id, input);
      await refuseTaken(em, input.key ?? null, owner.companyId);
      const row = em.create(WebhookEntity, {
        id,
        ...owner,
        key: input.key ?? null,
        name: input.name.trim(),
        description: input.description ?? null,
        url: new URL(input.url).href,
        eventTypes: [...new Set(input.eventTypes)],
        condition: input.condition ?? null,
        headers,
        status,
        statusReason: status === 'ACTIVE' ? null : 'MANUAL',
        statusNote: null,
        statusChangedAt: now,
        ...toRetryPolicy(input.retryPolicy),
        ...toThrottle(input.throttle),
        timeoutMs: input.timeoutMs ?? webhookLimits.maxTimeoutMs,
        metadata: input.metadata ?? {},
        revision: 1,
        createdBy: caller.keyId,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      });
      // First: what stands beside a webhook is in a caller's scope because the webhook is.
      await em.flush();
      await createSecret(em, secretBox, row, made, now);
      em.create(WebhookCircuitEntity, { webhookId: id, tenantId: scope.tenantId });
      const audit = { action: 'createWebhook', ...webhookTarget(row), after: describeWebhook(row) };
      await recordAuditWith(em, caller, audit);
      return row;
    };
    try {
      const webhook = await database.forTenant(scope).transactional(store);
      return { webhook, signingSecret: made.publicKey === null ? made.secret : null };
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      // Somebody else took a key between our look and our insert.
      const earlier = await findFirstCreation(database, secretBox, scope, input);
      if (earlier !== undefined) return { webhook: earlier, signingSecret: null };
      await refuseTaken(database.forTenant(scope), input.key ?? null, owner.companyId);
      // Taken by a webhook of the same company that this caller does not see.
      if (input.key != null && error.message.includes('webhook_key_unique')) throw taken(input.key);
      // By an idempotency key that was forgotten meanwhile, being old: it makes another webhook now.
      if (!isAgain && error.message.includes('repeatable_request_pkey')) return create({ caller, input }, true);
      throw error;
    }
  }
  return (request) => create(request);
}

/** Levels that are not given are the caller's own. */
export const ownerOf = (scope: Scope, input: WebhookInput): Scope => ({
  tenantId: scope.tenantId,
  companyId: input.companyId ?? scope.companyId,
  fulfillmentCenterId: input.fulfillmentCenterId ?? scope.fulfillmentCenterId,
});

export function checkOwner(caller: Scope, owner: Scope): Problem[] {
  if (isInScope(caller, owner)) return [];
  const message = 'This key may not manage webhooks of that company or fulfillment center.';
  return [{ code: 'SCOPE_NOT_ALLOWED', message, path: ['scope'] }];
}

async function refuseTaken(em: EntityManager, key: string | null, companyId: string | null): Promise<void> {
  if (key === null) return;
  const other = await em.findOne(WebhookEntity, { key, companyId, deletedAt: null }, { fields: ['id'] });
  if (other !== null) throw taken(key, other.id);
}

const taken = (key: string, id?: string): DomainError =>
  new DomainError({
    code: 'TAKEN',
    message: `A webhook with the key "${key}" exists.`,
    path: ['key'],
    ...(id === undefined ? {} : { conflictingId: toPublicId('webhook', id) }),
  });

function refuseAny(problems: Problem[]): void {
  const [first, ...rest] = problems;
  if (first !== undefined) throw new DomainError(first, ...rest);
}
