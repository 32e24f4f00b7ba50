/** Creating a webhook: checked, stored with its first signing secret, which is shown this once. */
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Database } from '../database/database.ts';
import { SigningSecretEntity } from '../database/entities/signing-secret.ts';
import { WebhookCircuitEntity } from '../database/entities/webhook-circuit.ts';
import { WebhookEntity, type StoredHeader, type WebhookRow } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import { newUuid, toPublicId } from '../domain/ids.ts';
import { isInScope, type Scope } from '../domain/scope.ts';
import { newSigningSecret } from '../domain/signing.ts';
import { checkWebhook, toRetryPolicy, type CheckUrl, type WebhookInput } from './check-webhook.ts';
import { webhookLimits } from './webhook-limits.ts';

export interface CreateWebhookDeps {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly checkUrl: CheckUrl;
  readonly headerPrefix: string;
}

export interface CreateWebhookRequest {
  /** The caller's own reach; the webhook may not reach further. */
  readonly scope: Scope;
  /** UUID of the key that asks. */
  readonly createdBy: string | null;
  readonly input: WebhookInput;
}

export interface CreatedWebhook {
  readonly webhook: WebhookRow;
  /** `whsec_…`, in clear only here. */
  readonly signingSecret: string;
}

/** @throws DomainError with every problem, paths relative to the input */
export type CreateWebhook = (request: CreateWebhookRequest) => Promise<CreatedWebhook>;

export function createCreateWebhook({ database, secretBox, checkUrl, headerPrefix }: CreateWebhookDeps): CreateWebhook {
  return async ({ scope, createdBy, input }) => {
    const owner: Scope = {
      tenantId: scope.tenantId,
      companyId: input.companyId ?? scope.companyId,
      fulfillmentCenterId: input.fulfillmentCenterId ?? scope.fulfillmentCenterId,
    };
    refuseAny([...(await checkWebhook(input, checkUrl, headerPrefix)), ...checkScope(scope, owner)]);

    const id = newUuid();
    const signingSecret = newSigningSecret();
    const [headers, sealedSecret] = await Promise.all([
      sealHeaders(input, id, secretBox),
      secretBox.seal(signingSecret, id),
    ]);
    const now = new Date();
    const retryPolicy = toRetryPolicy(input.retryPolicy);

    const store = async (em: EntityManager) => {
      await refuseTaken(em, input.key ?? null, owner.companyId);
      if ((await em.count(WebhookEntity, { deletedAt: null })) >= webhookLimits.webhooksPerTenant) {
        throw new DomainError({
          code: 'LIMIT_EXCEEDED',
          message: `A tenant can have ${webhookLimits.webhooksPerTenant} webhooks.`,
          limit: webhookLimits.webhooksPerTenant,
        });
      }
      const row = em.create(WebhookEntity, {
        id,
        ...owner,
        key: input.key ?? null,
        name: input.name.trim(),
        description: input.description ?? null,
        url: new URL(input.url).href,
        eventTypes: [...new Set(input.eventTypes)],
        headers,
        status: 'ACTIVE',
        statusReason: null,
        statusChangedAt: now,
        ...retryPolicy,
        maxConcurrent: webhookLimits.defaultConcurrent,
        maxPerSecond: null,
        timeoutMs: input.timeoutMs ?? webhookLimits.maxTimeoutMs,
        metadata: input.metadata ?? {},
        revision: 1,
        createdBy,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      });
      em.create(SigningSecretEntity, {
        id: newUuid(),
        tenantId: scope.tenantId,
        webhookId: id,
        secret: sealedSecret,
        hint: signingSecret.slice(-4),
        expiresAt: null,
        createdAt: now,
      });
      em.create(WebhookCircuitEntity, { webhookId: id, tenantId: scope.tenantId });
      return row;
    };
    try {
      return { webhook: await database.forTenant(scope.tenantId).transactional(store), signingSecret };
    } catch (error) {
      // Somebody else took the key between our look and our insert.
      if (error instanceof UniqueConstraintViolationException) {
        await refuseTaken(database.forTenant(scope.tenantId), input.key ?? null, owner.companyId);
      }
      throw error;
    }
  };
}

type EntityManager = ReturnType<Database['forTenant']>;

async function refuseTaken(em: EntityManager, key: string | null, companyId: string | null): Promise<void> {
  if (key === null) return;
  const taken = await em.findOne(WebhookEntity, { key, companyId, deletedAt: null }, { fields: ['id'] });
  if (taken === null) return;
  throw new DomainError({
    code: 'TAKEN',
    message: `A webhook with the key "${key}" exists.`,
    path: ['key'],
    conflictingId: toPublicId('webhook', taken.id),
  });
}

function checkScope(caller: Scope, owner: Scope): Problem[] {
  if (isInScope(caller, owner)) return [];
  const message = 'This key may not manage webhooks of that company or fulfillment center.';
  return [{ code: 'SCOPE_NOT_ALLOWED', message, path: ['scope'] }];
}

function sealHeaders(input: WebhookInput, id: string, secretBox: SecretBox): Promise<StoredHeader[]> {
  return Promise.all(
    (input.headers ?? []).map(async ({ name, value, isSensitive }) => ({
      name,
      value: isSensitive ? await secretBox.seal(value, id) : value,
      isSensitive,
    })),
  );
}

function refuseAny(problems: Problem[]): void {
  const [first, ...rest] = problems;
  if (first !== undefined) throw new DomainError(first, ...rest);
}
