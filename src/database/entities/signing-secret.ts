/** Rows of `signing_secret`: encrypted, bound to their webhook, readable by nobody after creation. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const SigningSecretEntity = defineEntity({
  name: 'SigningSecret',
  tableName: 'signing_secret',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    webhookId: p.uuid(),
    /** JWE of the `whsec_…` text. */
    secret: p.text(),
    /** Last four characters, for recognition. */
    hint: p.text(),
    expiresAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

export type SigningSecretRow = InferEntity<typeof SigningSecretEntity>;
