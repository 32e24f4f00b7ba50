/** Mutations that may be repeated: a key given by the caller remembers what the first call made, and from what. */
import { createHash } from 'node:crypto';
import type { Sql } from '../database/sql.ts';
import { DomainError } from '../domain/domain-error.ts';

/** 1 to 255 characters, none of them a control character. */
const KEY = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

export interface RepeatableRequest {
  readonly tenantId: string;
  readonly operation: 'redeliver' | 'startReplay';
  readonly key: string | null | undefined;
  /** Everything that the result depends on. */
  readonly content: unknown;
  /** Of what this call will make. */
  readonly resultId: string;
  /** Path of the key among the arguments. */
  readonly path: readonly string[];
}

/**
 * Claims the key in the transaction that makes the result.
 * @returns what an earlier call with the key made; `undefined` when this is the first, or there is no key
 * @throws DomainError when the key is malformed or was used with another content
 */
export async function claimRequest(sql: Sql, request: RepeatableRequest): Promise<string | undefined> {
  const { tenantId, operation, key } = request;
  if (key == null) return undefined;
  refuseMalformed(request);
  const hash = hashOf(request);
  const claimed = await sql.query(
    `insert into dockhook.repeatable_request (tenant_id, operation, key, request_hash, result_id)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning key`,
    [tenantId, operation, key, hash, request.resultId],
  );
  return claimed.length > 0 ? undefined : findRequest(sql, request);
}

/**
 * Looks without claiming, before work that a repetition need not do again.
 * @returns as `claimRequest`
 * @throws DomainError as `claimRequest`
 */
export async function findRequest(sql: Sql, request: RepeatableRequest): Promise<string | undefined> {
  const { tenantId, operation, key, path } = request;
  if (key == null) return undefined;
  refuseMalformed(request);
  const [first] = await sql.query<{ request_hash: Buffer; result_id: string }>(
    `select request_hash, result_id from dockhook.repeatable_request where tenant_id = $1 and operation = $2 and key = $3`,
    [tenantId, operation, key],
  );
  if (first === undefined) return undefined;
  if (first.request_hash.equals(hashOf(request))) return first.result_id;
  const message = 'This idempotency key was used before with other arguments.';
  throw new DomainError({ code: 'IDEMPOTENCY_MISMATCH', message, path });
}

const hashOf = ({ content }: RepeatableRequest): Buffer =>
  createHash('sha256').update(JSON.stringify(content)).digest();

function refuseMalformed({ key, path }: RepeatableRequest): void {
  if (key == null || KEY.test(key)) return;
  const message = 'idempotencyKey must have 1 to 255 characters, none of them a control character.';
  throw new DomainError({ code: 'INVALID', message, path, rule: 'format' });
}
