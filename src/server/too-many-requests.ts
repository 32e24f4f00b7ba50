/** What a key is told that asks faster than it may, over HTTP and sockets. */
import { GraphQLError } from 'graphql';

export function tooManyRequests(limit: number, waitMs: number): GraphQLError {
  const headers = new Map([['retry-after', String(Math.ceil(waitMs / 1_000))]]);
  return new GraphQLError(`This key makes more than ${limit} requests a second.`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit, retryAfter: `PT${waitMs / 1_000}S`, http: { status: 429, headers } },
  });
}
