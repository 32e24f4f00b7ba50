/** From the claims of a token to a viewer, as the operator configured it. Pure: the signature was checked before. */
import type { JWTPayload } from 'jose';
import { v5 } from 'uuid';
import { isIdentifier } from '../../domain/identifier.ts';
import { roles, type Role } from '../../domain/role.ts';
import type { Viewer } from '../viewer.ts';

export interface ClaimRules {
  readonly tenantClaim: string;
  readonly roleClaim: string;
  /** From values of the role claim to roles. */
  readonly roleMap: ReadonlyMap<string, Role>;
  /** When given, a token must have it; `*` means every company. */
  readonly companyClaim?: string | undefined;
  readonly fulfillmentCenterClaim?: string | undefined;
}

export type ClaimsResult = { readonly viewer: Viewer } | { readonly refused: string };

/** For UUIDs made from issuer and subject. */
const NAMESPACE = '5f0d7a64-6a55-4f37-9c1d-0f5c1f1f3c2e';
const EVERY = '*';

/** @param rules name a claim, or a path of claims with dots, such as realm_access.roles */
export function viewerOfClaims(claims: JWTPayload, rules: ClaimRules): ClaimsResult {
  const { iss, sub, exp } = claims;
  if (iss === undefined || sub === undefined || sub === '' || exp === undefined) return { refused: 'claims missing' };
  const tenantId = claimOf(claims, rules.tenantClaim);
  if (typeof tenantId !== 'string' || !isIdentifier(tenantId)) return { refused: 'no tenant claim' };
  const role = roleOf(claimOf(claims, rules.roleClaim), rules.roleMap);
  if (role === undefined) return { refused: 'no role claim' };
  const companyId = levelOf(claims, rules.companyClaim);
  const fulfillmentCenterId = levelOf(claims, rules.fulfillmentCenterClaim);
  if (companyId === undefined || fulfillmentCenterId === undefined) return { refused: 'no scope claim' };

  const keyId = v5(`${iss}\n${sub}`, NAMESPACE);
  return {
    viewer: {
      keyId,
      actorId: `usr_${keyId.replaceAll('-', '')}`,
      name: nameOf(claims) ?? sub.slice(0, 200),
      tenantId,
      companyId,
      fulfillmentCenterId,
      role,
      allowedEventTypes: [],
      expiresAt: new Date(exp * 1_000),
      tokenHash: undefined,
    },
  };
}

function claimOf(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, part) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    return isObject ? (value as Record<string, unknown>)[part] : undefined;
  }, claims);
}

/** The mightiest of those that a token names. */
function roleOf(claim: unknown, map: ReadonlyMap<string, Role>): Role | undefined {
  const named = (Array.isArray(claim) ? claim : [claim]).flatMap((value) =>
    typeof value === 'string' ? (map.get(value) ?? []) : [],
  );
  return roles.find((role) => named.includes(role));
}

/** `null`: every one; `undefined`: the token does not say, and so is refused. */
function levelOf(claims: JWTPayload, name: string | undefined): string | null | undefined {
  if (name === undefined) return null;
  const value = claimOf(claims, name);
  if (value === EVERY) return null;
  return typeof value === 'string' && isIdentifier(value) ? value : undefined;
}

function nameOf(claims: JWTPayload): string | undefined {
  const given = [claims['name'], claims['preferred_username'], claims['email']];
  const name = given.find((value) => typeof value === 'string' && value.trim() !== '') as string | undefined;
  return name
    ?.toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 200);
}
