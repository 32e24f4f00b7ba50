/** The credential of a request or a socket, turned into a viewer. The same rule for both. */
import { GraphQLError } from 'graphql';
import type { ApiKeys } from '../access/api-keys.ts';
import type { Viewer } from '../access/viewer.ts';
import { isUnavailable } from '../database/database-faults.ts';
import type { FailureCount } from './failure-count.ts';

/**
 * @param authorization as in the HTTP header: `Bearer <token>`; a socket gives the same in its connectionParams
 * @param remoteAddress for the log of failures
 */
export type Authenticate = (authorization: unknown, remoteAddress: string | undefined) => Promise<Viewer | undefined>;

export function createAuthenticate(apiKeys: ApiKeys, failures: FailureCount): Authenticate {
  return async (authorization, remoteAddress) => {
    const token = typeof authorization === 'string' ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined;
    const viewer = token === undefined ? undefined : await apiKeys.authenticate(token);
    if (viewer === undefined) failures.add(token === undefined ? 'no token' : 'unknown token', remoteAddress);
    return viewer;
  };
}

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
