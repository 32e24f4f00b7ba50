/** Batched look-ups of what stands beside a webhook, so that a page of fifty costs a statement for each kind. */
import DataLoader from 'dataloader';
import type { Database } from '../../database/database.ts';
import { ApiKeyEntity, type ApiKeyRow } from '../../database/entities/api-key.ts';
import { WebhookCircuitEntity, type WebhookCircuitRow } from '../../database/entities/webhook-circuit.ts';
import type { Scope } from '../../domain/scope.ts';
import type { WebhookHealth } from '../../domain/webhook-health.ts';
import type { StatusChange } from '../../pipeline/explain-fan-out.ts';
import { readHealth } from '../../webhooks/webhook-health.ts';

export type KeyName = Pick<ApiKeyRow, 'id' | 'name' | 'role'>;

/** All by UUID: of the webhook, or of the key. */
export interface WebhookLoaders {
  readonly circuit: DataLoader<string, WebhookCircuitRow | undefined>;
  readonly health: DataLoader<string, WebhookHealth>;
  readonly apiKey: DataLoader<string, KeyName | undefined>;
  /** Statuses that it has had, as far back as they are kept, oldest first. */
  readonly statuses: DataLoader<string, StatusChange[]>;
}

/** @param remember whether a row is kept for the rest of the operation */
export function createWebhookLoaders(database: Database, scope: Scope, remember: boolean): WebhookLoaders {
  const options = { cache: remember, maxBatchSize: 1_000 };
  return {
    circuit: new DataLoader(async (ids) => {
      const rows = await database.forTenant(scope).find(WebhookCircuitEntity, { webhookId: { $in: [...ids] } });
      const byId = new Map(rows.map((row) => [row.webhookId, row]));
      return ids.map((id) => byId.get(id));
    }, options),
    health: new DataLoader(async (ids) => {
      const healths = await readHealth(database, scope, ids);
      return ids.map((id) => healths.get(id) ?? 'UNKNOWN');
    }, options),
    apiKey: new DataLoader(async (ids) => {
      const rows = await database
        .forTenant(scope)
        .find(ApiKeyEntity, { id: { $in: [...ids] } }, { fields: ['id', 'name', 'role'] });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id));
    }, options),
    statuses: new DataLoader(async (ids) => {
      const rows = await database.tenantRead(scope, (sql) =>
        sql.query<StatusChange & { id: string }>({ name: 'webhook-statuses', text: statuses }, [ids]),
      );
      const byId = Map.groupBy(rows, (row) => row.id);
      return ids.map((id) => byId.get(id) ?? []);
    }, options),
  };
}

const statuses = `
select webhook_id as id, status, changed_at as "changedAt" from dockhook.webhook_status_change
where webhook_id = any($1::uuid[]) order by webhook_id, changed_at`;
