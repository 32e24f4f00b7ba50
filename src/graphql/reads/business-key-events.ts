/**
 * The events that carry a business key. Asked as the system, with the scope named: row-level security would keep
 * PostgreSQL from using the index on the keys' numbers, because its operator is not "leakproof".
 */
import type { Database } from '../../database/database.ts';
import { businessKeyHash } from '../../domain/business-key-hash.ts';
import type { Scope } from '../../domain/scope.ts';

/** @returns UUIDs of the newest `limit` events that carry the key, newest first */
export async function findBusinessKeyEvents(
  database: Database,
  { tenantId, companyId, fulfillmentCenterId }: Scope,
  value: string,
  limit: number,
): Promise<string[]> {
  const rows = await database.system.query<{ id: string }>(
    `select id from dockhook.event
     where key_hashes @> array[$1::bigint] and tenant_id = $2
       and ($3::text is null or company_id = $3) and ($4::text is null or fulfillment_center_id = $4)
     order by id desc limit $5`,
    [String(businessKeyHash(tenantId, value)), tenantId, companyId, fulfillmentCenterId, limit],
  );
  return rows.map((row) => row.id);
}
