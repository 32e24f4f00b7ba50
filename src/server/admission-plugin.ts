/**
 * The guards of src/graphql/guards in Apollo's request. A document that they admit is handed to Apollo as parsed and
 * validated, which it then does not do again; for one that they refuse Apollo gets nothing to run.
 */
import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext } from '@apollo/server';
import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLFormattedError,
} from 'graphql';
import type { GraphqlContext } from '../graphql/context.ts';
import type { Admit } from '../graphql/guards/admit.ts';
import { refuseLargeAnswer } from '../graphql/guards/answer-size.ts';
import { ERROR_LIMIT } from '../graphql/guards/limits.ts';

export interface AdmissionOptions {
  readonly admit: Admit;
  readonly show: (error: GraphQLError) => GraphQLFormattedError;
  readonly logRefused: LogRefused;
}

/** Told once for each request that is refused; never the document. */
export type LogRefused = (fields: { tenantId: string; actorId: string; rule: unknown; transport: string }) => void;

const isSubscription = (document: DocumentNode, operationName: string | undefined): boolean =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;

const subscriptionOverHttp = new GraphQLError(
  'Subscriptions run over a WebSocket (graphql-transport-ws), not over HTTP.',
  {
    extensions: { code: 'BAD_REQUEST', rule: 'subscription-over-http' },
  },
);

const nothingToRun: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

export function createAdmissionPlugin({
  admit,
  show,
  logRefused,
}: AdmissionOptions): ApolloServerPlugin<GraphqlContext> {
  function note({ viewer: { tenantId, actorId } }: GraphqlContext, error: GraphQLError | undefined): void {
    const { rule, code } = error?.extensions ?? {};
    logRefused({ tenantId, actorId, rule: rule ?? code, transport: 'http' });
  }

  return {
    async requestDidStart() {
      let errors: readonly GraphQLError[] | undefined;
      return {
        async didResolveSource(request) {
          const { query = '', operationName, variables, http } = request.request;
          const admitted = admit({ query, operationName, variables, bytes: request.contextValue.requestBytes });
          if (!admitted.ok) errors = admitted.errors;
          else if (http?.method !== 'GET' && isSubscription(admitted.document, operationName))
            errors = [subscriptionOverHttp];
          // Apollo parses and validates only what has no document yet.
          (request as { document?: DocumentNode }).document =
            admitted.ok && errors === undefined ? admitted.document : nothingToRun;
        },
        async responseForOperation({ contextValue }) {
          if (errors === undefined) return null;
          note(contextValue, errors[0]);
          const head = { status: 400, headers: new HeaderMap() };
          return { http: head, body: { kind: 'single', singleResult: { errors: errors.map(show) } } };
        },
        async willSendResponse(request) {
          shorten(request);
          const { body } = request.response;
          const refused = body.kind === 'single' ? refuseLargeAnswer(body.singleResult) : undefined;
          if (refused === undefined) return;
          note(request.contextValue, refused);
          request.response.body = { kind: 'single', singleResult: { data: null, errors: [show(refused)] } };
        },
      };
    },
  };
}

/** A page of a hundred deliveries that all fail for one reason says so a few times, not a hundred. */
function shorten({ response: { body } }: GraphQLRequestContext<GraphqlContext>): void {
  if (body?.kind !== 'single') return;
  const { errors } = body.singleResult;
  if (errors !== undefined && errors.length > ERROR_LIMIT) {
    body.singleResult = { ...body.singleResult, errors: errors.slice(0, ERROR_LIMIT) };
  }
}
