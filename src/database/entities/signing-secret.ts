/** Rows of `signing_secret`: encrypted, bound to their webhook, readable by nobody after creation. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { signingAlgorithms } from '../../domain/signing.ts';

export const SigningSecretEntity = defineEntity({
  name: 'SigningSecret',
  tableName: 'signing_secret',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.text(),
    webhookId: p.uuid(),
    /** JWE of the `whsec_…` or `whsk_…` text; empty once its webhook is deleted or it was revoked. */
    secret: p.text(),
    algorithm: p.enum(signingAlgorithms).nativeEnumName('signing_algorithm'),
    /** `whpk_…`, of an ed25519 secret only. */
    publicKey: p.text().nullable(),
    /** Last four characters, for recognition. */
    hint: p.text(),
    expiresAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

export type SigningSecretRow = InferEntity<typeof SigningSecretEntity>;
