/** Tokens (JWT) of the configured OIDC issuer, turned into viewers. */
import { errors, jwtVerify } from 'jose';
import type { Database } from '../../database/database.ts';
import { viewerOfClaims, type ClaimRules, type ClaimsResult } from './claims.ts';
import { createIssuerKeys, IssuerUnavailable, type IssuerKeysOptions } from './issuer-keys.ts';

export interface OidcOptions extends ClaimRules, IssuerKeysOptions {
  readonly audience: string;
  /** Asymmetric ones only: with a shared secret in the list, a public key would pass for one. */
  readonly algorithms: readonly string[];
  /** Values of the header `typ` that are accepted, in lower case; `absent` accepts tokens without one. */
  readonly tokenTypes: readonly string[];
}

/**
 * A viewer, or a few words for the log why there is none.
 * @throws IssuerUnavailable when nobody can tell now
 */
export type VerifyToken = (token: string) => Promise<ClaimsResult>;

/** Characters of a token at most. */
const TOKEN_LIMIT = 8_192;
const CLOCK_TOLERANCE_SECONDS = 10;

/** Whether a token has the form of a JWT; keys of ours never have. */
export const isJwt = (token: string): boolean => token.startsWith('eyJ') && token.split('.').length === 3;

/** RFC 7515, 4.1.9: a media type, of which `application/` may be left out. */
const typeOf = (typ: unknown): string | undefined => {
  if (typ === undefined) return 'absent';
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
};

export function createVerifyToken(database: Pick<Database, 'system'>, options: OidcOptions): VerifyToken {
  const { issuer, audience, algorithms, tokenTypes } = options;
  const keys = createIssuerKeys(options);
  const knownTenants = new Set<string>();

  /** Tenants come to be with their first credential. */
  async function ensureTenant(tenantId: string): Promise<void> {
    if (knownTenants.has(tenantId)) return;
    await database.system.query(`insert into dockhook.tenant (id) values ($1) on conflict do nothing`, [tenantId]);
    knownTenants.add(tenantId);
  }

  return async (token) => {
    if (token.length > TOKEN_LIMIT) return { refused: 'token too long' };
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      // Extensions that must be understood: none is.
      if (protectedHeader.crit !== undefined) return { refused: 'extensions' };
      const type = typeOf(protectedHeader.typ);
      if (type === undefined || !tokenTypes.includes(type)) return { refused: 'wrong type of token' };
      const result = viewerOfClaims(payload, options);
      if ('viewer' in result) await ensureTenant(result.viewer.tenantId);
      return result;
    } catch (error) {
      if (error instanceof errors.JWKSInvalid || error instanceof errors.JWKSTimeout) {
        throw new IssuerUnavailable('The keys of the OIDC issuer cannot be read.', { cause: error });
      }
      if (error instanceof errors.JOSEError) return { refused: error.code };
      throw error;
    }
  };
}
