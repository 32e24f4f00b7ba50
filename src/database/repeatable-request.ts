/** Mutations that may be repeated: a key given by the caller remembers what the first call made, and from what. */
import { createHash } from 'node:crypto';
import { DomainError } from '../domain/domain-error.ts';
import { checkCallersName } from '../domain/idempotency-key.ts';
import type { Database } from './database.ts';
import type { Sql } from './sql.ts';

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

/** What a key stands for. */
export interface RememberedRequest {
  readonly requestHash: Buffer;
  readonly resultId: string;
}

interface RequestName {
  readonly tenantId: string;
  readonly operation: RepeatableRequest['operation'] | 'createWebhook';
  readonly key: string;
}

/**
 * Claims the key in the transaction that makes the result.
 * @returns what an earlier call with the key made; `undefined` when this is the first, or there is no key
 * @throws DomainError when the key is malformed or was used with another content
 */
export async function claimRequest(sql: Sql, request: RepeatableRequest): Promise<string | undefined> {
  const { tenantId, operation, key, resultId } = request;
  if (key == null) return undefined;
  refuseMalformed(request);
  for (;;) {
    const values = [tenantId, operation, key, hashOf(request), resultId];
    const claimed = await sql.query(`${insertRow} ($1, $2, $3, $4, $5) on conflict do nothing returning key`, values);
    if (claimed.length > 0) return undefined;
    const first = await findRequest(sql, request);
    if (first !== undefined) return first;
    // Forgotten in this very moment, because it is old: then this is the first.
  }
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
  const first = await readRequest(sql, { tenantId, operation, key });
  if (first === undefined) return undefined;
  if (first.requestHash.equals(hashOf(request))) return first.resultId;
  const message = 'This idempotency key was used before with other arguments.';
  throw new DomainError({ code: 'IDEMPOTENCY_MISMATCH', message, path });
}

/** For those whose content is not to be compared by a bare hash. */
export async function readRequest(sql: Sql, name: RequestName): Promise<RememberedRequest | undefined> {
  const [row] = await sql.query<RememberedRequest>(
    `select request_hash as "requestHash", result_id as "resultId" from dockhook.repeatable_request
     where tenant_id = $1 and operation = $2 and key = $3`,
    [name.tenantId, name.operation, name.key],
  );
  return row;
}

/**
 * Remembers in a transaction of MikroORM.
 * @throws UniqueConstraintViolationException when the key is known
 */
export async function rememberRequestWith(
  em: ReturnType<Database['forTenant']>,
  { tenantId, operation, key }: RequestName,
  { requestHash, resultId }: RememberedRequest,
): Promise<void> {
  await em.execute(`${insertRow} (?, ?, ?, ?, ?)`, [tenantId, operation, key, requestHash, resultId]);
}

const insertRow = `insert into dockhook.repeatable_request (tenant_id, operation, key, request_hash, result_id) values`;

const hashOf = ({ content }: RepeatableRequest): Buffer =>
  createHash('sha256').update(JSON.stringify(content)).digest();

function refuseMalformed({ key, path }: RepeatableRequest): void {
  const [problem] = checkCallersName('idempotencyKey', key, path);
  if (problem !== undefined) throw new DomainError(problem);
}
