/**
 * The events that carry a business key. Asked as the system, with the tenant named: row-level security would keep
 * PostgreSQL from using the index on the keys' numbers, because its operator is not "leakproof".
 */
import type { Database } from '../../database/database.ts';
import { businessKeyHash } from '../../domain/business-key-hash.ts';

/** @returns UUIDs of the newest `limit` events that carry the key, newest first */
export async function findBusinessKeyEvents(
  database: Database,
  tenantId: string,
  value: string,
  limit: number,
): Promise<string[]> {
  const rows = await database.system.query<{ id: string }>(
    `select id from dockhook.event where key_hashes @> array[$1::bigint] and tenant_id = $2 order by id desc limit $3`,
    [String(businessKeyHash(tenantId, value)), tenantId, limit],
  );
  return rows.map((row) => row.id);
}
