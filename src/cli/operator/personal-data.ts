/** `personal-data`: how long a tenant's payloads and records are kept, and erasing by business key. */
import { parseArgs } from 'node:util';
import { operatorOf } from '../../access/operator.ts';
import { loadConfig } from '../../config.ts';
import { recordAudit } from '../../database/audit-log.ts';
import type { Database } from '../../database/database.ts';
import { toPublicId } from '../../domain/ids.ts';
import { wholeTenant } from '../../domain/scope.ts';
import { createEraseByBusinessKey } from '../../pipeline/erase-by-business-key.ts';
import { UsageError, type Terminal } from '../terminal.ts';
import { withDatabase } from './with-database.ts';

const text = { type: 'string' } as const;

export async function erasePersonalData(args: readonly string[], { env, print, explain }: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { tenant: text, 'business-key': text, 'key-name': text, 'dry-run': { type: 'boolean' } },
  });
  const tenantId = values.tenant ?? missing('tenant');
  const businessKey = values['business-key'] ?? missing('business-key');
  const isDryRun = values['dry-run'] ?? false;
  const request = { value: businessKey, keyName: values['key-name'], dryRun: isDryRun };
  const { eventCount, canceledDeliveryCount, keyCounts, eventIds } = await withDatabase(
    loadConfig(env),
    explain,
    async (database) => {
      await requireTenant(database, tenantId);
      const caller = { ...operatorOf(tenantId), ...wholeTenant(tenantId) };
      return createEraseByBusinessKey(database)(caller, request);
    },
  );
  print(
    isDryRun
      ? `${eventCount} event(s) carry this key. Nothing was changed.`
      : `${eventCount} event(s) erased, ${canceledDeliveryCount} delivery(ies) cancelled.`,
  );
  for (const { name, eventCount: count } of keyCounts ?? []) print(`  ${count} by ${name}`);
  if (isDryRun) for (const id of eventIds) print(`  ${toPublicId('event', id)}`);
  return 0;
}

/** Without days it shows what holds. `default` goes back to the configuration. */
export async function changeRetention(args: readonly string[], { env, print, explain }: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { tenant: text, 'payload-days': text, 'record-days': text },
  });
  const tenantId = values.tenant ?? missing('tenant');
  const payloadDays = daysOf('payload-days', values['payload-days']);
  const recordDays = daysOf('record-days', values['record-days']);
  const config = loadConfig(env);
  const [row] = await withDatabase(config, explain, (database) =>
    database.systemTransaction(async (sql) => {
      const rows = await sql.query<{ payload: number | null; record: number | null }>(
        `update dockhook.tenant set
           payload_days = case when $2 then $3::int else payload_days end,
           record_days = case when $4 then $5::int else record_days end
         where id = $1 returning payload_days as payload, record_days as record`,
        [tenantId, payloadDays !== undefined, payloadDays, recordDays !== undefined, recordDays],
      );
      const [after] = rows;
      if (after !== undefined && (payloadDays !== undefined || recordDays !== undefined)) {
        const target = { targetType: 'TENANT', targetId: tenantId } as const;
        await recordAudit(sql, operatorOf(tenantId), { action: 'changeRetention', ...target, after });
      }
      return rows;
    }),
  );
  if (row === undefined) throw noSuchTenant(tenantId);
  const payload = row.payload ?? config.payloadRetentionDays;
  const record = row.record ?? config.recordRetentionDays;
  print(`${tenantId}: payloads ${Math.min(payload, record)} days, records ${record} days.`);
  return 0;
}

/** A misspelt one has no events either, and "0 events erased" would be taken for done. */
async function requireTenant(database: Database, tenantId: string): Promise<void> {
  const rows = await database.system.query(`select from dockhook.tenant where id = $1`, [tenantId]);
  if (rows.length === 0) throw noSuchTenant(tenantId);
}

const noSuchTenant = (tenantId: string): Error => new Error(`There is no tenant ${tenantId}.`);

function daysOf(option: string, value: string | undefined): number | null | undefined {
  if (value === undefined) return undefined;
  if (value === 'default') return null;
  const days = Number(value);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new UsageError(`--${option} must be 1 to 3650, or default.`);
}

function missing(option: string): never {
  throw new UsageError(`--${option} is missing.`);
}
