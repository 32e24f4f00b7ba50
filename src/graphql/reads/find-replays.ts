/** Reading replays. The database shows a caller those whose webhooks all lie inside its scope. */
import DataLoader from 'dataloader';
import type { FilterQuery } from '@mikro-orm/core';
import type { Database } from '../../database/database.ts';
import { ReplayEntity, type ReplayRow } from '../../database/entities/replay.ts';
import type { ReplayStatus } from '../../domain/replay-status.ts';
import type { Scope } from '../../domain/scope.ts';
import { byIdDescending, toPage, type Page, type PageQuery } from '../paging.ts';

type Where = FilterQuery<ReplayRow>;

export interface ReplayPage extends Page<ReplayRow> {
  countUpTo(limit: number): Promise<number>;
}

/** What became of a replay's deliveries. */
export interface ReplayProgress {
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
}

/** By UUID. */
export interface ReplayLoaders {
  readonly replay: DataLoader<string, ReplayRow | undefined>;
  readonly progress: DataLoader<string, ReplayProgress>;
}

/** Newest first. */
export async function findReplays(
  database: Database,
  scope: Scope,
  query: PageQuery,
  statuses: readonly ReplayStatus[] | null,
): Promise<ReplayPage> {
  const em = database.forTenant(scope);
  const conditions: Where[] = [statuses === null ? {} : { status: { $in: [...statuses] } }];
  const { where, ...options } = byIdDescending(query);
  const rows = await em.find(ReplayEntity, { $and: [...conditions, where] } as Where, options);
  return {
    ...toPage(query, rows, (row) => row.id),
    countUpTo: async (limit) =>
      (await em.find(ReplayEntity, { $and: conditions } as Where, { fields: ['id'], limit })).length,
  };
}

/** @param remember whether a row is kept for the rest of the operation */
export function createReplayLoaders(database: Database, scope: Scope, remember: boolean): ReplayLoaders {
  const options = { cache: remember, maxBatchSize: 1_000 };
  return {
    replay: new DataLoader(async (ids) => {
      const rows = await database.forTenant(scope).find(ReplayEntity, { id: { $in: [...ids] } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id));
    }, options),
    progress: new DataLoader(async (ids) => {
      const rows = await database.tenantRead(scope, (sql) =>
        sql.query<ReplayProgress & { id: string }>({ name: 'replay-outcomes', text: outcomes }, [ids]),
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? { succeeded: 0, failed: 0, canceled: 0 });
    }, options),
  };
}

/** Counted when somebody asks: an index on the status would cost every delivery more than this costs. */
const outcomes = `
select i.id, c.succeeded, c.failed, c.canceled
from unnest($1::uuid[]) i(id)
cross join lateral (
  select count(*) filter (where d.status = 'SUCCEEDED')::int as succeeded,
         count(*) filter (where d.status = 'FAILED')::int as failed,
         count(*) filter (where d.status = 'CANCELED')::int as canceled
  from dockhook.delivery d where d.replay_id = i.id
) c`;
