/** Adds to the audit log, inside the transaction of the change that it tells of: both are stored, or neither. */
import type { AuditTargetType } from '../domain/audit-target.ts';
import type { RequestOrigin } from '../domain/caller.ts';
import { newUuid } from '../domain/ids.ts';
import type { Role } from '../domain/role.ts';
import type { Database } from './database.ts';
import type { Sql } from './sql.ts';

/** Who did it. A caller of the API is one; so is an operator at the command line, who has no role. */
export interface AuditActor {
  readonly tenantId: string;
  readonly actorId: string;
  readonly name: string;
  readonly role: Role | null;
  readonly origin: RequestOrigin;
}

export interface AuditRecord {
  /** Name of the mutation, or of the command. */
  readonly action: string;
  readonly targetType: AuditTargetType;
  /** Public id, or name of an event type. */
  readonly targetId: string;
  /** Where the target belongs; `null` for every company or fulfillment center. */
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  /** What the change replaced and what it left. Never a secret: see each caller. */
  readonly before?: object | null;
  readonly after?: object | null;
}

type EntityManager = ReturnType<Database['forTenant']>;

export async function recordAudit(sql: Sql, actor: AuditActor, record: AuditRecord): Promise<void> {
  await sql.query(insertRow('$1'), [toRow(actor, record)]);
}

/** The same in a transaction of MikroORM. */
export async function recordAuditWith(em: EntityManager, actor: AuditActor, record: AuditRecord): Promise<void> {
  await em.execute(insertRow('?'), [toRow(actor, record)]);
}

/** The fields in which two descriptions differ, as each has them. */
export function differences(before: object, after: object): { before: object; after: object } {
  const texts = [before, after].map((side) => new Map(Object.entries(side).map(([k, v]) => [k, JSON.stringify(v)])));
  const differs = ([key]: [string, unknown]) => texts[0]?.get(key) !== texts[1]?.get(key);
  return {
    before: Object.fromEntries(Object.entries(before).filter(differs)),
    after: Object.fromEntries(Object.entries(after).filter(differs)),
  };
}

const columns = `id, tenant_id, company_id, fulfillment_center_id, actor_id, actor_name, actor_role, action,
  target_type, target_id, before, after, operation_name, remote_address, user_agent`;

const insertRow = (parameter: string) => `
insert into dockhook.audit_entry (${columns})
select ${columns} from json_populate_record(null::dockhook.audit_entry, ${parameter}::json)`;

const TEXT_LIMIT = 500;
const cut = (text: string | null): string | null => text?.slice(0, TEXT_LIMIT).toWellFormed() ?? null;

function toRow({ tenantId, actorId, name, role, origin }: AuditActor, record: AuditRecord): string {
  return JSON.stringify({
    id: newUuid(),
    tenant_id: tenantId,
    company_id: record.companyId ?? null,
    fulfillment_center_id: record.fulfillmentCenterId ?? null,
    actor_id: actorId,
    actor_name: name,
    actor_role: role,
    action: record.action,
    target_type: record.targetType,
    target_id: record.targetId,
    before: record.before ?? null,
    after: record.after ?? null,
    operation_name: cut(origin.operationName),
    remote_address: cut(origin.remoteAddress),
    user_agent: cut(origin.userAgent),
  });
}
