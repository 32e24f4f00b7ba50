/** The credential of a request or a socket, turned into a viewer. The same rule for both. */
import { GraphQLError } from 'graphql';
import type { ApiKeys } from '../access/api-keys.ts';
import type { Viewer } from '../access/viewer.ts';

/** @param authorization as in the HTTP header: `Bearer <token>`; a socket gives the same in its connectionParams */
export type Authenticate = (authorization: unknown) => Promise<Viewer | undefined>;

export function createAuthenticate(apiKeys: ApiKeys): Authenticate {
  return async (authorization) => {
    if (typeof authorization !== 'string') return undefined;
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    return token === undefined ? undefined : apiKeys.authenticate(token);
  };
}

export const unauthenticated = (): GraphQLError =>
  new GraphQLError('A valid API key is needed: Authorization: Bearer <key>.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers: new Map([['www-authenticate', 'Bearer']]) } },
  });
