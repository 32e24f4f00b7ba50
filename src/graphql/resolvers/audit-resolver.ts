/** The audit log: reading. Nothing in the API changes it. */
import type { FilterQuery } from '@mikro-orm/core';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { AuditEntryEntity, type AuditEntryRow } from '../../database/entities/audit-entry.ts';
import { isUuid } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import { AuditFilter } from '../inputs/audit-inputs.ts';
import { AuditEntryConnection, toAuditEntry } from '../object-types/audit-entry.ts';
import { toConnection } from '../object-types/connection.ts';
import { byIdDescending, PageArgs, toPage, toPageQuery } from '../paging.ts';
import { timeRange } from '../reads/time-range.ts';
import { RequiresRole } from '../roles.ts';

type Where = FilterQuery<AuditEntryRow>;

@Resolver()
export class AuditResolver {
  @Query(() => AuditEntryConnection, { nullable: true, description: 'Who changed what, newest first.' })
  @RequiresRole('ADMINISTRATOR')
  async auditEntries(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditFilter, { nullable: true }) filter: AuditFilter | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<InstanceType<typeof AuditEntryConnection>> {
    const em = services.database.forTenant(viewer);
    const query = toPageQuery(page, isUuid);
    const conditions = toConditions(filter ?? {});
    const { where, ...options } = byIdDescending(query);
    const rows = await em.find(AuditEntryEntity, { $and: [...conditions, where] } as Where, options);
    const countUpTo = async (limit: number) =>
      (await em.find(AuditEntryEntity, { $and: conditions } as Where, { fields: ['id'], limit })).length;
    return toConnection(
      AuditEntryConnection,
      toPage(query, rows, (row) => row.id),
      toAuditEntry,
      countUpTo,
    );
  }
}

function toConditions({ actions, actorIds, targetTypes, targetIds, occurredAt }: AuditFilter): Where[] {
  const conditions: Where[] = [];
  if (actions != null) conditions.push({ action: { $in: actions } });
  if (actorIds != null) conditions.push({ actorId: { $in: actorIds } });
  if (targetTypes != null) conditions.push({ targetType: { $in: targetTypes } });
  if (targetIds != null) conditions.push({ targetId: { $in: targetIds } });
  if (occurredAt != null) conditions.push({ occurredAt: timeRange(occurredAt) });
  return conditions;
}
