/** Making, rotating and revoking API keys for a caller, or for an operator. Every change is in the audit log. */
import { recordAudit, type AuditActor } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { announce } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import { newUuid, parsePublicId } from '../domain/ids.ts';
import type { Role } from '../domain/role.ts';
import { isInScope, type Scope } from '../domain/scope.ts';
import { checkNewKey, KEYS_PER_TENANT, MAX_OVERLAP_MS, type NewKey } from './check-new-key.ts';
import { describeKey } from './describe-key.ts';
import { insertKey } from './insert-key.ts';
import { hashOf, newToken, shownPrefix } from './token.ts';

export interface KeyWithToken {
  /** UUID. */
  readonly keyId: string;
  /** In clear only here. */
  readonly token: string;
}

/** Somebody of a scope, or an operator: then of the whole tenant. */
export type KeyManager = AuditActor & Scope;

export interface ManageApiKeys {
  /** @throws DomainError with every problem, paths relative to the input */
  create(caller: Caller, input: NewKey): Promise<KeyWithToken>;
  /**
   * Gives a key a new token; the old one works until the overlap ends.
   * @param id public
   * @throws DomainError when there is no such key in scope, it is not valid any more, or the overlap is out of range
   */
  rotate(by: KeyManager, id: string, overlapMs: number): Promise<KeyWithToken>;
  /**
   * Ends a key now. Repeating it changes nothing.
   * @param id public
   * @returns UUID of the key
   * @throws DomainError when there is no such key in scope, or it is the tenant's last administrator's
   */
  revoke(by: KeyManager, id: string, options?: { mayBeLastAdministrator: boolean }): Promise<string>;
}

interface LockedKey {
  id: string;
  name: string;
  role: Role;
  companyId: string | null;
  fulfillmentCenterId: string | null;
  isRevoked: boolean;
  isValid: boolean;
  /** While the token before the present one still works. */
  overlapEndsAt: Date | null;
}

export function createManageApiKeys(database: Database): ManageApiKeys {
  return {
    async create(caller, input) {
      const scope = {
        tenantId: caller.tenantId,
        companyId: input.companyId ?? caller.companyId,
        fulfillmentCenterId: input.fulfillmentCenterId ?? caller.fulfillmentCenterId,
      };
      const problems: Problem[] = checkNewKey(input);
      if (!isInScope(caller, scope)) problems.push(scopeNotAllowed());
      const [problem, ...more] = problems;
      if (problem !== undefined) throw new DomainError(problem, ...more);

      const token = newToken();
      const key = {
        ...input,
        ...scope,
        id: newUuid(),
        name: input.name.trim(),
        allowedEventTypes: [...new Set(input.allowedEventTypes ?? [])],
        token,
        createdBy: caller.keyId,
      };
      await database.systemTransaction(async (sql) => {
        await refuseTooMany(sql, caller.tenantId);
        await insertKey(sql, caller, key);
      });
      return { keyId: key.id, token };
    },

    async rotate(by, id, overlapMs) {
      if (!(overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS)) {
        const message = 'overlap must lie between PT0S and PT168H (7 days).';
        throw new DomainError({ code: 'INVALID', message, path: ['overlap'], rule: 'range' });
      }
      const token = newToken();
      return database.systemTransaction(async (sql) => {
        const key = await lockKey(sql, by, id);
        if (!key.isValid) throw invalidState('This key was revoked or has expired: make a new one.');
        if (key.overlapEndsAt !== null && overlapMs > 0) throw stillOverlapping(key.overlapEndsAt);
        const [done] = await sql.query<{ ends: Date }>(rotateKey, [
          key.id,
          hashOf(token),
          shownPrefix(token),
          overlapMs,
        ]);
        await recordAudit(sql, by, {
          action: 'rotateApiKey',
          ...describeKey(key),
          after: { name: key.name, previousTokenExpiresAt: done?.ends },
        });
        await announce(sql, 'credentials');
        return { keyId: key.id, token };
      });
    },

    revoke(by, id, { mayBeLastAdministrator } = { mayBeLastAdministrator: false }) {
      return database.systemTransaction(async (sql) => {
        // Before the key itself, so that two administrators cannot revoke each other's key at the same moment.
        const administrators = await sql.query<{ id: string }>(lockAdministrators, [by.tenantId]);
        const key = await lockKey(sql, by, id);
        if (key.isRevoked) return key.id;
        const isLast = administrators.length === 1 && administrators[0]?.id === key.id;
        if (isLast && !mayBeLastAdministrator) throw isLastAdministrator();
        await sql.query(`update dockhook.api_key set revoked_at = now() where id = $1`, [key.id]);
        await recordAudit(sql, by, {
          action: 'revokeApiKey',
          ...describeKey(key),
          before: { revoked: false },
          after: { revoked: true, name: key.name },
        });
        await announce(sql, 'credentials');
        return key.id;
      });
    },
  };
}

/** Says the same of another tenant's key, of one outside the caller's scope, and of one that never was. */
async function lockKey(sql: Sql, scope: Scope, publicId: string): Promise<LockedKey> {
  const uuid = parsePublicId('apiKey', publicId);
  const [row] = uuid === undefined ? [] : await sql.query<LockedKey>(lockOne, [uuid, scope.tenantId]);
  if (row === undefined || !isInScope(scope, { ...row, tenantId: scope.tenantId })) {
    throw new DomainError({ code: 'NOT_FOUND', message: 'There is no such API key.', path: ['id'] });
  }
  return row;
}

async function refuseTooMany(sql: Sql, tenantId: string): Promise<void> {
  const [row] = await sql.query<{ count: number }>(countKeys, [tenantId]);
  if ((row?.count ?? 0) < KEYS_PER_TENANT) return;
  const message = `A tenant can have ${KEYS_PER_TENANT} valid API keys: revoke one first.`;
  throw new DomainError({ code: 'LIMIT_EXCEEDED', message, limit: KEYS_PER_TENANT });
}

const invalidState = (message: string) => new DomainError({ code: 'INVALID_STATE', message, path: ['id'] });

/** A third token beside two that work would end the first at once, though it was promised its time. */
const stillOverlapping = (endsAt: Date) =>
  invalidState(
    `The token before the present one works until ${endsAt.toISOString()}. Wait for that, or rotate with the overlap ` +
      'PT0S, which ends both old tokens now.',
  );

const isLastAdministrator = () =>
  invalidState(
    'This is the last administrator key of the tenant: make another first. Only an operator may revoke it, with the ' +
      'command keys revoke.',
  );

const scopeNotAllowed = (): Problem => ({
  code: 'SCOPE_NOT_ALLOWED',
  message: 'A key may not reach further than the one that makes it.',
  path: ['scope'],
});

const isValid = `revoked_at is null and (expires_at is null or expires_at > now())`;

const countKeys = `select count(*)::int as count from dockhook.api_key where tenant_id = $1 and ${isValid}`;

const lockOne = `
select id, name, role, company_id as "companyId", fulfillment_center_id as "fulfillmentCenterId",
       revoked_at is not null as "isRevoked", ${isValid} as "isValid",
       case when previous_token_expires_at > now() then previous_token_expires_at end as "overlapEndsAt"
from dockhook.api_key where id = $1 and tenant_id = $2 for update`;

const lockAdministrators = `
select id from dockhook.api_key
where tenant_id = $1 and role = 'ADMINISTRATOR' and company_id is null and fulfillment_center_id is null and ${isValid}
order by id for update`;

const rotateKey = `
update dockhook.api_key
set previous_token_hash = token_hash, previous_token_expires_at = now() + $4 * interval '1 millisecond',
    token_hash = $2, prefix = $3
where id = $1 returning previous_token_expires_at as ends`;
