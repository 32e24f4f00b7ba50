/**
 * The events that carry a business key. Asked as the system, with the scope named: row-level security would keep
 * PostgreSQL from using the index on the keys' numbers, because its operator is not "leakproof".
 */
import type { Database } from '../../database/database.ts';
import { businessKeyHash } from '../../domain/business-key-hash.ts';
import type { Scope } from '../../domain/scope.ts';

/** A key that more events carry is not looked up: it is common enough to be met while going through the history. */
const LOOKED_UP = 2_000;

/**
 * The index is read before anything is limited (a plan for a few rows would go through the whole table instead) and
 * before the tenant is compared (it is in the number already; its own index would only be read in vain).
 */
const statement = {
  name: 'history-events-of-key',
  text: `
    with found as materialized (
      select id, tenant_id, company_id, fulfillment_center_id from dockhook.event where key_hashes @> array[$1::bigint]
    )
    select id, tenant_id = $2 and ($3::text is null or company_id is not distinct from $3)
      and ($4::text is null or fulfillment_center_id is not distinct from $4) as "isVisible"
    from found limit ${LOOKED_UP + 1}`,
};

/** @returns UUIDs of all events in the scope that carry the key, newest first; `undefined` when the key is too common */
export async function findBusinessKeyEvents(
  database: Database,
  { tenantId, companyId, fulfillmentCenterId }: Scope,
  value: string,
): Promise<string[] | undefined> {
  const rows = await database.systemReads.query<{ id: string; isVisible: boolean }>(statement, [
    keyHash(tenantId, value),
    tenantId,
    companyId,
    fulfillmentCenterId,
  ]);
  if (rows.length > LOOKED_UP) return undefined;
  return rows
    .flatMap((row) => (row.isVisible ? [row.id] : []))
    .sort()
    .reverse();
}

/** As the database takes it. */
export const keyHash = (tenantId: string, value: string): string => String(businessKeyHash(tenantId, value));
