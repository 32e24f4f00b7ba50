/** The credential of a request or a socket, turned into a viewer. The same rule for both. */
import { GraphQLError } from 'graphql';
import type { ApiKeys } from '../access/api-keys.ts';
import { IssuerUnavailable } from '../access/oidc/issuer-keys.ts';
import { isJwt, type VerifyToken } from '../access/oidc/verify-token.ts';
import type { Viewer } from '../access/viewer.ts';
import { isUnavailable } from '../database/database-faults.ts';
import type { FailureCount } from './failure-count.ts';

/**
 * @param authorization as in the HTTP header: `Bearer <token>`; a socket gives the same in its connectionParams
 * @param remoteAddress for the log of failures
 */
export type Authenticate = (authorization: unknown, remoteAddress: string | undefined) => Promise<Viewer | undefined>;

export interface AuthenticateDeps {
  readonly apiKeys: Pick<ApiKeys, 'authenticate'>;
  /** Tokens of an OIDC issuer, when one is configured. */
  readonly verifyToken: VerifyToken | undefined;
  readonly failures: FailureCount;
}

export function createAuthenticate({ apiKeys, verifyToken, failures }: AuthenticateDeps): Authenticate {
  async function find(token: string | undefined): Promise<Viewer | { refused: string }> {
    if (token === undefined) return { refused: 'no token' };
    if (verifyToken === undefined || !isJwt(token)) {
      return (await apiKeys.authenticate(token)) ?? { refused: 'unknown key' };
    }
    try {
      const result = await verifyToken(token);
      return 'viewer' in result ? result.viewer : result;
    } catch (error) {
      throw error instanceof IssuerUnavailable ? issuerUnavailable(error) : error;
    }
  }

  return async (authorization, remoteAddress) => {
    const token = typeof authorization === 'string' ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined;
    const found = await find(token);
    if (!('refused' in found)) return found;
    failures.add(found.refused, remoteAddress);
    return undefined;
  };
}

const issuerUnavailable = (originalError: Error): GraphQLError =>
  new GraphQLError('The token cannot be checked: its issuer does not answer. API keys work.', {
    originalError,
    extensions: {
      code: 'SERVICE_UNAVAILABLE',
      retryAfter: 'PT5S',
      http: { status: 503, headers: new Map([['retry-after', '5']]) },
    },
  });

export const unauthenticated = (): GraphQLError =>
  new GraphQLError('A valid API key is needed: Authorization: Bearer <key>.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers: new Map([['www-authenticate', 'Bearer']]) } },
  });

/**
 * Without the database nobody can be known. Nothing was done then: the answer says so to balancers and clients.
 * @throws always
 */
export function failWhileUnavailable(error: unknown): never {
  if (!isUnavailable(error)) throw error;
  throw new GraphQLError('The key cannot be checked at the moment.', {
    originalError: error as Error, // logged, and told as SERVICE_UNAVAILABLE: see graphql/errors.ts
    extensions: { http: { status: 503, headers: new Map([['retry-after', '2']]) } },
  });
}
