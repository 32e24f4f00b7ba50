/** A stock graphql-ws client with a queue of what it received. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import {
  DeliveryUpdatesDocument,
  type DeliveryUpdatesSubscription,
  type DeliveryUpdatesSubscriptionVariables,
} from '../../src/web/gql/graphql.ts';
import { createInbox } from './inbox.ts';

export type DeliveryUpdate = DeliveryUpdatesSubscription['deliveryUpdates'];
export type DeliveryChanged = Extract<DeliveryUpdate, { __typename: 'DeliveryChanged' }>;

export interface LiveStream<Item> {
  /** Everything so far. Live: it grows. */
  readonly items: readonly Item[];
  /** The oldest item not yet returned. Rejects when none comes in time, or the stream failed or ended. */
  next(timeoutMs?: number): Promise<Item>;
  /** Resolves to all items as soon as there are `count`. */
  waitFor(count: number, timeoutMs?: number): Promise<readonly Item[]>;
  /** Ends this subscription, not the socket. */
  unsubscribe(): void;
}

export interface LiveClient {
  /** Any operation over the socket. */
  subscribe<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): LiveStream<Data>;
  deliveryUpdates(variables?: DeliveryUpdatesSubscriptionVariables): LiveStream<DeliveryUpdate>;
  /** Resolves when the socket is closed, by whomever. */
  readonly closed: Promise<SocketEnd>;
  close(): Promise<void>;
}

export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

const TIMEOUT_MS = 30_000;

/** @param url http://host:port */
export function createLiveClient(url: string, connectionParams: Record<string, unknown>): LiveClient {
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<SocketEnd>();
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    on: { closed: (event) => onClosed(event as SocketEnd) },
  });

  function open<Data, Variables, Item>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Record<string, unknown>,
    pick: (data: Data) => Item,
  ): LiveStream<Item> {
    const inbox = createInbox<Item>('item');
    const unsubscribe = client.subscribe<Data>(
      { query: print(document), variables },
      {
        next({ data, errors }) {
          if (errors !== undefined || data == null) inbox.close(`The stream had errors: ${JSON.stringify(errors)}`);
          else inbox.add(pick(data));
        },
        error: (error) => inbox.close(`The stream failed: ${describeError(error)}`),
        complete: () => inbox.close('The stream has ended'),
      },
    );
    return {
      items: inbox.items,
      next: (timeoutMs = TIMEOUT_MS) => inbox.next(timeoutMs),
      waitFor: (count, timeoutMs = TIMEOUT_MS) => inbox.waitFor(count, timeoutMs),
      unsubscribe,
    };
  }

  return {
    subscribe: (document, variables) => open(document, variables, (data) => data),
    deliveryUpdates: (variables = {}) => open(DeliveryUpdatesDocument, variables, (data) => data.deliveryUpdates),
    closed,
    close: async () => client.dispose(),
  };
}

/** The changes among updates: not the remarks about the stream itself. */
export const changesOf = (updates: readonly DeliveryUpdate[]): DeliveryChanged[] =>
  updates.filter((update) => update.__typename === 'DeliveryChanged');

function describeError(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (Array.isArray(error)) return JSON.stringify(error);
  const { code, reason } = error as SocketEnd;
  return `${code} ${reason}`;
}
