/** An entry of the audit log as the API shows it. */
import { Field, ID, ObjectType } from 'type-graphql';
import type { Role } from '../../access/viewer.ts';
import type { AuditEntryRow } from '../../database/entities/audit-entry.ts';
import { auditTargetTypes, type AuditTargetType } from '../../domain/audit-target.ts';
import { toPublicId } from '../../domain/ids.ts';
import { isWriteOnly } from '../../domain/shown-headers.ts';
import { register, RoleEnum } from '../enums.ts';
import { DateTimeScalar, JsonObjectScalar } from '../scalars.ts';
import { connectionOf } from './connection.ts';
import { Node } from './node.ts';
import { Scope, toScope } from './scope.ts';

export const AuditTargetTypeEnum = register('AuditTargetType', auditTargetTypes, 'What an audit entry is about.', {
  WEBHOOK: 'A webhook, or one of its secrets.',
  DELIVERY: 'A delivery.',
  REPLAY: 'A replay job.',
  EVENT_TYPE: 'An event type.',
  API_KEY: 'An API key.',
  TENANT: 'The tenant itself: its settings or its data.',
});

@ObjectType({ description: 'Who did something, as it was called then.' })
export class AuditActor {
  @Field(() => ID, { description: 'Id of the key (key_...) or person (usr_...); "operator" for the command line.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => RoleEnum, { nullable: true, description: 'Role used; null for an operator.' })
  role!: Role | null;
}

@ObjectType({ implements: Node, description: 'One change that somebody made. Entries are never altered.' })
export class AuditEntry extends Node {
  @Field(() => DateTimeScalar, { description: 'When.' })
  occurredAt!: Date;

  @Field(() => AuditActor, { description: 'Who.' })
  actor!: AuditActor;

  @Field(() => String, { description: 'Name of the mutation or command.' })
  action!: string;

  @Field(() => AuditTargetTypeEnum, { description: 'Kind of the thing it was done to.' })
  targetType!: AuditTargetType;

  @Field(() => ID, { description: 'Id of the thing it was done to; of an event type its name.' })
  targetId!: string;

  @Field(() => Scope, { description: 'Where the thing belongs.' })
  scope!: Scope;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'What was replaced. Never a secret.' })
  before!: object | null;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'What took its place. Never a secret.' })
  after!: object | null;

  @Field(() => String, { nullable: true, description: 'Name of the GraphQL operation, when it had one.' })
  operationName!: string | null;

  @Field(() => String, { nullable: true, description: "Address of the connection's other end." })
  remoteAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'Header User-Agent.' })
  userAgent!: string | null;
}

export const AuditEntryConnection = connectionOf(AuditEntry, 'Audit entries, paged.');

export function toAuditEntry(row: AuditEntryRow): AuditEntry {
  const actor = { id: row.actorId, name: row.actorName, role: row.actorRole ?? null };
  return Object.assign(new AuditEntry(), {
    id: toPublicId('auditEntry', row.id),
    occurredAt: row.occurredAt,
    actor: Object.assign(new AuditActor(), actor),
    action: row.action,
    targetType: row.targetType,
    targetId: row.targetId,
    scope: toScope(row),
    before: withoutSecrets(row.before ?? null),
    after: withoutSecrets(row.after ?? null),
    operationName: row.operationName ?? null,
    remoteAddress: row.remoteAddress ?? null,
    userAgent: row.userAgent ?? null,
  });
}

/** Entries written before every header was masked whose name tells of a secret still hold such values in clear. */
function withoutSecrets(details: object | null): object | null {
  if (details === null || !('headers' in details) || !Array.isArray(details.headers)) return details;
  const headers = (details.headers as { name: string; isSensitive: boolean }[]).map((header) =>
    isWriteOnly(header) ? { ...header, value: null } : header,
  );
  return { ...details, headers };
}
