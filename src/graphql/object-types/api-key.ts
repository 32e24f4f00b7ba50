/** An API key as the API shows it: how to recognise it and what it may do, never the token. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Role } from '../../access/viewer.ts';
import type { ApiKeyRow } from '../../database/entities/api-key.ts';
import { toPublicId } from '../../domain/ids.ts';
import { RoleEnum } from '../enums.ts';
import { DateTimeScalar, EventTypePatternScalar } from '../scalars.ts';
import { connectionOf } from './connection.ts';
import { Node } from './node.ts';
import { MutationPayload } from './payloads.ts';
import { Scope, toScope } from './scope.ts';

@ObjectType({ implements: Node, description: 'A key for this API; the token itself is shown once and never again.' })
export class ApiKey extends Node {
  /** UUID of the key that made it, for the field resolver `createdBy`. */
  createdByKey!: string | null;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => String, { description: 'First characters of the token, for recognition.' })
  prefix!: string;

  @Field(() => RoleEnum, { description: 'What it may do.' })
  role!: Role;

  @Field(() => Scope, { description: 'Where it may do it.' })
  scope!: Scope;

  @Field(() => [EventTypePatternScalar], {
    description: 'PUBLISHER only: types it may publish and see; empty means all.',
  })
  allowedEventTypes!: string[];

  @Field(() => Boolean, { description: 'Whether it sees personal data though it is a VIEWER; the other roles do.' })
  mayReadPersonalData!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Expiry.' })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the token before the last rotation works.' })
  previousTokenExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Last use, to the minute.' })
  lastUsedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Set when revoked.' })
  revokedAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'Creation time.' })
  createdAt!: Date;
}

export const ApiKeyConnection = connectionOf(ApiKey, 'API keys, paged.');

@ObjectType({ description: 'Result of createApiKey and rotateApiKey.' })
export class ApiKeyTokenPayload extends MutationPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key.' })
  apiKey!: ApiKey | null;

  @Field(() => String, { nullable: true, description: 'The token (dhk_...), shown only here.' })
  token!: string | null;
}

@ObjectType({ description: 'Result of revokeApiKey.' })
export class RevokeApiKeyPayload extends MutationPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key.' })
  apiKey!: ApiKey | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Live connections of the key that this server closed. Other servers close theirs within a second.',
  })
  closedConnectionCount!: number | null;
}

export const toApiKey = (row: ApiKeyRow): ApiKey =>
  Object.assign(new ApiKey(), {
    id: toPublicId('apiKey', row.id),
    createdByKey: row.createdBy ?? null,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    scope: toScope(row),
    allowedEventTypes: row.allowedEventTypes,
    mayReadPersonalData: row.mayReadPersonalData,
    expiresAt: row.expiresAt ?? null,
    previousTokenExpiresAt: row.previousTokenExpiresAt ?? null,
    lastUsedAt: row.lastUsedAt ?? null,
    revokedAt: row.revokedAt ?? null,
    createdAt: row.createdAt,
  });
