/** Rows of `audit_entry`: added with the change they tell of (see audit-log), never changed. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { AuditTargetType } from '../../domain/audit-target.ts';
import { roles } from '../../domain/role.ts';

export const AuditEntryEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    companyId: p.text().nullable(),
    fulfillmentCenterId: p.text().nullable(),
    occurredAt: p.datetime(),
    /** Public id. */
    actorId: p.text(),
    actorName: p.text(),
    actorRole: p.enum(roles).nativeEnumName('role').nullable(),
    action: p.text(),
    targetType: p.text().$type<AuditTargetType>(),
    /** Public id. */
    targetId: p.text(),
    before: p.json<object>().columnType('json').nullable(),
    after: p.json<object>().columnType('json').nullable(),
    operationName: p.text().nullable(),
    remoteAddress: p.text().nullable(),
    userAgent: p.text().nullable(),
  },
});

export type AuditEntryRow = InferEntity<typeof AuditEntryEntity>;
