/** GraphQL over real HTTP with the generated, typed operations. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type GraphQLFormattedError, print } from 'graphql';
import { Agent, request } from 'undici';

export interface Answer<Data> {
  readonly httpStatus: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  /** The whole answer as it came, to look for what must not be in it. */
  readonly text: string;
}

export interface GraphqlClient {
  /** Sends an operation; errors are part of the answer. Without a token no key is sent. */
  send<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    token?: string,
  ): Promise<Answer<Data>>;
  /** Sends a text that no generated operation has. */
  sendText(query: string, variables?: object, token?: string): Promise<Answer<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** @param url http://host:port, asked anew for every request */
export function createGraphqlClient(url: () => string): GraphqlClient {
  const agent = new Agent();

  async function post<Data>(query: string, variables: unknown, token: string | undefined): Promise<Answer<Data>> {
    const response = await request(`${url()}/graphql`, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.body.text();
    const { data, errors = [] } = JSON.parse(text) as { data?: Data | null; errors?: GraphQLFormattedError[] };
    return { httpStatus: response.statusCode, data, errors, text };
  }

  return {
    send: (document, variables, token) => post(print(document), variables, token),
    sendText: (query, variables = {}, token) => post(query, variables, token),
    close: () => agent.close(),
  };
}
