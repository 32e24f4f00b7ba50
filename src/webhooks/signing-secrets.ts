/** The signing secrets of a webhook: while one replaces another, both sign, so that no delivery goes unverified. */
import { recordAuditWith } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { SigningSecretEntity, type SigningSecretRow } from '../database/entities/signing-secret.ts';
import { WebhookEntity } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError } from '../domain/domain-error.ts';
import { newUuid, parsePublicId, toPublicId } from '../domain/ids.ts';
import { newSigningSecret, type SigningAlgorithm } from '../domain/signing.ts';
import { webhookTarget } from './describe-webhook.ts';
import { changeWebhook, isVisibleTo, requireWebhook, type EntityManager, type WebhookRef } from './find-webhook.ts';
import { webhookLimits as limits } from './webhook-limits.ts';

export interface RotatedSecret {
  /** UUID. */
  readonly webhookId: string;
  /** `whsec_…`, in clear only here; `null` for a key pair, whose private half nobody but us needs. */
  readonly signingSecret: string | null;
  /** Until when the secret that was primary also signs; without an overlap no older secret signs any more. */
  readonly previousExpiresAt: Date;
}

export interface Rotation {
  /** Milliseconds that the present primary goes on signing; 0 ends every older secret at once. */
  readonly overlapMs: number;
  /** Without it that of the present primary. */
  readonly algorithm?: SigningAlgorithm | null | undefined;
}

export interface SigningSecrets {
  /** @throws DomainError when there is no such webhook, the overlap is out of range or too many secrets are live */
  rotate(caller: Caller, ref: WebhookRef, rotation: Rotation): Promise<RotatedSecret>;
  /**
   * Ends a secret now. When it was the primary, the newest of the others takes its place.
   * @returns the UUID of the webhook
   * @throws DomainError when there is no such live secret, or it is the last
   */
  revoke(caller: Caller, secretId: string): Promise<string>;
}

export function createSigningSecrets(database: Database, secretBox: SecretBox): SigningSecrets {
  return {
    async rotate(caller, ref, { overlapMs, algorithm }) {
      checkOverlap(overlapMs);
      const { id } = await requireWebhook(database.forTenant(caller), caller, ref);
      return changeWebhook(database, caller, id, async (em, row) => {
        const now = new Date();
        const previousExpiresAt = new Date(now.getTime() + overlapMs);
        const live = await liveSecrets(em, id, now);
        const [primary] = live;
        if (overlapMs > 0) {
          if (live.length >= limits.liveSecrets) throw tooMany(live, now);
          if (primary !== undefined) primary.expiresAt = previousExpiresAt;
        } else {
          // Also those that an earlier rotation lets overlap: whoever rotates like this trusts none of them, or cannot open one.
          for (const secret of live) end(secret, now);
        }

        const made = newSigningSecret(algorithm ?? primary?.algorithm);
        await createSecret(em, secretBox, row, made, now);
        Object.assign(row, { updatedAt: now, revision: row.revision + 1 });
        await recordAuditWith(em, caller, {
          action: 'rotateWebhookSecret',
          ...webhookTarget(row),
          before: primary === undefined ? null : describeSecret(primary),
          after: {
            hint: (made.publicKey ?? made.secret).slice(-4),
            previousExpiresAt,
            ...(overlapMs > 0 ? {} : { endedSecrets: live.map(({ id: ended }) => toPublicId('secret', ended)) }),
          },
        });
        return { webhookId: id, signingSecret: made.publicKey === null ? made.secret : null, previousExpiresAt };
      });
    },

    async revoke(caller, secretId) {
      const uuid = parsePublicId('secret', secretId);
      const em = database.forTenant(caller);
      const found = uuid === undefined ? null : await em.findOne(SigningSecretEntity, { id: uuid });
      const webhook = found && (await em.findOne(WebhookEntity, { id: found.webhookId, deletedAt: null }));
      if (!webhook || !isVisibleTo(caller, webhook)) throw noSuchSecret();
      return changeWebhook(database, caller, webhook.id, async (own, row) => {
        const now = new Date();
        const live = await liveSecrets(own, webhook.id, now);
        const secret = live.find((candidate) => candidate.id === uuid);
        if (secret === undefined) throw noSuchSecret();
        const [heir] = live.filter((candidate) => candidate !== secret);
        if (heir === undefined) throw isLast();
        if (secret === live[0]) heir.expiresAt = null;
        const audit = { action: 'revokeWebhookSecret', ...webhookTarget(row), before: describeSecret(secret) };
        await recordAuditWith(own, caller, audit);
        end(secret, now);
        Object.assign(row, { updatedAt: now, revision: row.revision + 1 });
        return webhook.id;
      });
    },
  };
}

/** It signs no more, and nothing is left of it that a key would have to open. */
function end(secret: SigningSecretRow, now: Date): void {
  Object.assign(secret, { expiresAt: now, secret: '' });
}

/** How the audit log tells which one it was. */
const describeSecret = ({ id, algorithm, hint, expiresAt }: SigningSecretRow) => ({
  id: toPublicId('secret', id),
  algorithm,
  hint,
  expiresAt,
});

/** Adds a secret to a webhook, sealed; the caller's transaction stores it. */
export async function createSecret(
  em: EntityManager,
  secretBox: SecretBox,
  webhook: { readonly id: string; readonly tenantId: string },
  { secret, publicKey }: ReturnType<typeof newSigningSecret>,
  now: Date,
): Promise<void> {
  em.create(SigningSecretEntity, {
    id: newUuid(),
    tenantId: webhook.tenantId,
    webhookId: webhook.id,
    secret: await secretBox.seal(secret, webhook.id),
    algorithm: publicKey === null ? 'HMAC_SHA256' : 'ED25519',
    publicKey,
    hint: (publicKey ?? secret).slice(-4),
    expiresAt: null,
    createdAt: now,
  });
}

/** Newest first: the first is the primary. */
function liveSecrets(em: EntityManager, webhookId: string, now: Date): Promise<SigningSecretRow[]> {
  const isLive = { $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] };
  return em.find(SigningSecretEntity, { webhookId, ...isLive }, { orderBy: { id: 'desc' } });
}

function checkOverlap(overlapMs: number): void {
  if (overlapMs >= 0 && overlapMs <= limits.maxOverlapMs) return;
  const message = 'overlap must lie between PT0S and PT168H (7 days).';
  throw new DomainError({ code: 'INVALID', message, path: ['overlap'], rule: 'range' });
}

function tooMany(live: readonly SigningSecretRow[], now: Date): DomainError {
  const ends = live.flatMap(({ expiresAt }) => (expiresAt == null ? [] : [expiresAt.getTime() - now.getTime()]));
  return new DomainError({
    code: 'LIMIT_EXCEEDED',
    message: `A webhook can have ${limits.liveSecrets} live signing secrets: revoke one, or wait until one ends.`,
    path: ['webhook'],
    limit: limits.liveSecrets,
    ...(ends.length === 0 ? {} : { retryAfterMs: Math.min(...ends) }),
  });
}

const noSuchSecret = () =>
  new DomainError({ code: 'NOT_FOUND', message: 'There is no such live signing secret.', path: ['secretId'] });

const isLast = () =>
  new DomainError({
    code: 'INVALID_STATE',
    message: 'This is the only live signing secret of its webhook: rotate it first.',
    path: ['secretId'],
  });
