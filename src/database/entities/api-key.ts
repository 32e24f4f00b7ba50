/** Rows of `api_key`. The token itself is never stored, only its SHA-256. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { roles } from '../../domain/role.ts';

export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    name: p.text(),
    prefix: p.text(),
    tokenHash: p.blob(),
    role: p.enum(roles).nativeEnumName('role'),
    companyId: p.text().nullable(),
    fulfillmentCenterId: p.text().nullable(),
    allowedEventTypes: p.array(),
    mayReadPersonalData: p.boolean().default(false),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    /** The key that made it. */
    createdBy: p.uuid().nullable(),
    /** Of the token before the last rotation. */
    previousTokenHash: p.blob().nullable(),
    previousTokenExpiresAt: p.datetime().nullable(),
  },
});

export type ApiKeyRow = InferEntity<typeof ApiKeyEntity>;
