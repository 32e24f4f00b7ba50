/** Requests of the page to the API: over HTTP, and over a socket for subscriptions, both with the key. */
import type { ExecutionResult } from 'graphql';
import type { Client, ClientOptions } from 'graphql-ws';
import { socketAddress } from './dom.ts';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | null | undefined;
}

/** What GraphiQL knows about the text it sends. */
interface FetcherOptions {
  readonly documentAST?: {
    readonly definitions: readonly {
      readonly kind: string;
      readonly operation?: string;
      readonly name?: { readonly value: string };
    }[];
  };
}

export type Fetcher = (request: GraphqlRequest, options?: FetcherOptions) => Promise<unknown>;

export interface FetcherSettings {
  readonly endpoint: string;
  readonly key: string;
  readonly createClient: (options: ClientOptions) => Client;
  /** The key was good and is no longer: revoked, or expired. */
  onRefused(): void;
}

const bearer = (key: string): string => `Bearer ${key}`;

export async function post(endpoint: string, key: string, { query, variables, operationName }: GraphqlRequest) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: bearer(key) },
    body: JSON.stringify({ query, variables, operationName: operationName ?? undefined }),
    cache: 'no-store',
    credentials: 'omit',
  });
  const text = await response.text();
  return { status: response.status, result: readResult(response.status, text) };
}

export function createFetcher({ endpoint, key, createClient, onRefused }: FetcherSettings): Fetcher {
  const client = createClient({
    url: socketAddress(endpoint),
    connectionParams: { authorization: bearer(key) },
    // A silent new connection would lose what happened in between; a person should see that it broke.
    retryAttempts: 0,
  });
  return async (request, options) => {
    if (isSubscription(request, options)) return subscribe(client, request);
    const { status, result } = await post(endpoint, key, request);
    if (status === 401) onRefused();
    return result;
  };
}

function readResult(status: number, text: string): ExecutionResult {
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch (cause) {
    throw new Error(`The server answered ${status} with something that is not JSON: ${text.slice(0, 200)}`, { cause });
  }
}

function isSubscription({ operationName }: GraphqlRequest, options: FetcherOptions | undefined): boolean {
  return (options?.documentAST?.definitions ?? []).some(
    ({ kind, operation, name }) =>
      kind === 'OperationDefinition' &&
      operation === 'subscription' &&
      (!operationName || name?.value === operationName),
  );
}

/** Not an async generator: `return` must end the subscription at once, not after the next result. */
function subscribe(
  client: Client,
  { query, variables, operationName }: GraphqlRequest,
): AsyncIterableIterator<unknown> {
  const results = client.iterate({ query, ...(variables && { variables }), ...(operationName && { operationName }) });
  const wrapped: AsyncIterableIterator<unknown> = {
    next: () => results.next().catch((error: unknown) => Promise.reject(readableError(error))),
    return: async () => (await results.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => wrapped,
  };
  return wrapped;
}

function readableError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error)) return error;
  const reason = 'reason' in error && error.reason !== '' ? `: ${String(error.reason)}` : '';
  return new Error(`The live connection was closed (${String(error.code)})${reason}. Run it again to go on.`);
}
