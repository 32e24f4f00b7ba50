/** The one way in which an API key comes into being: its row, and what the audit log tells of it. */
import { recordAudit, type AuditActor } from '../database/audit-log.ts';
import type { Sql } from '../database/sql.ts';
import { describeKey, type DescribedKey } from './describe-key.ts';
import { hashOf, shownPrefix } from './token.ts';

export interface InsertedKey extends DescribedKey {
  readonly tenantId: string;
  /** In clear; what is kept is its hash. */
  readonly token: string;
  /** UUID of the key that makes it; absent when an operator does. */
  readonly createdBy?: string;
}

/**
 * In the caller's transaction.
 * @returns false when the token is or was another key's: then nothing was inserted
 */
export async function insertKey(sql: Sql, by: AuditActor, key: InsertedKey): Promise<boolean> {
  const rows = await sql.query(statement, [
    key.id,
    key.tenantId,
    key.name,
    shownPrefix(key.token),
    hashOf(key.token),
    key.role,
    key.companyId ?? null,
    key.fulfillmentCenterId ?? null,
    key.allowedEventTypes ?? [],
    key.expiresAt ?? null,
    key.mayReadPersonalData ?? false,
    key.createdBy ?? null,
  ]);
  if (rows.length === 0) return false;
  await recordAudit(sql, by, { action: 'createApiKey', ...describeKey(key) });
  return true;
}

const statement = `
insert into dockhook.api_key (id, tenant_id, name, prefix, token_hash, role, company_id, fulfillment_center_id,
  allowed_event_types, expires_at, may_read_personal_data, created_by)
select $1, $2, $3, $4, $5::bytea, $6, $7, $8, $9, $10, $11, $12
-- Of installations that rotated it before given tokens were remembered.
where not exists (select 1 from dockhook.api_key where previous_token_hash = $5::bytea)
on conflict (token_hash) do nothing returning id`;
