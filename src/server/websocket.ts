/** GraphQL over WebSocket (graphql-transport-ws), on the same path and port as HTTP. */
import type { Server } from 'node:http';
import { getOperationAST, type GraphQLSchema } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Viewer } from '../access/viewer.ts';
import { createContext, type Services } from '../graphql/context.ts';
import { createErrorMask, type LogFault } from '../graphql/errors.ts';
import { parseLimited, SOCKET_MESSAGE_LIMIT_BYTES, validateLimited } from '../graphql/guards.ts';
import { unauthenticated, type Authenticate } from './authenticate.ts';
import { bindSocket } from './bind-socket.ts';
import { originOf } from './request-origin.ts';
import { createRunningOperations } from './running-operations.ts';

export interface SocketServerOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly logFault: LogFault;
}

export interface SocketServer {
  /** Closes every socket so that clients connect again elsewhere, and waits for what they had running. */
  close(): Promise<void>;
}

/** RFC 6455's registry: the server is overloaded or cannot serve just now. */
const TRY_AGAIN_LATER = 1013;

type SocketExtra = Extra & { viewer?: Viewer; isBound?: () => boolean } & Record<PropertyKey, unknown>;

export function createSocketServer({
  server,
  schema,
  services,
  authenticate,
  logFault,
}: SocketServerOptions): SocketServer {
  const sockets = new WebSocketServer({
    server,
    path: '/graphql',
    maxPayload: SOCKET_MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
  });
  const errorMask = createErrorMask(logFault);
  const operations = createRunningOperations();

  const graphqlSockets = useServer<{ authorization?: unknown; Authorization?: unknown }, SocketExtra>(
    {
      schema,
      parse: parseLimited as never,
      validate: validateLimited as never,
      execute: operations.execute,
      subscribe: operations.subscribe,
      connectionInitWaitTimeout: 3_000,
      async onConnect({ connectionParams, extra }) {
        let viewer: Viewer | undefined;
        try {
          viewer = await authenticate(
            connectionParams?.authorization ?? connectionParams?.Authorization,
            extra.request.socket.remoteAddress,
          );
        } catch (error) {
          // Ours to mend: a code after which clients come back, unlike the 4500 that a thrown error would give.
          logFault(error, { source: 'socket' });
          extra.socket.close(TRY_AGAIN_LATER, 'Try again later.');
          return false;
        }
        if (viewer === undefined) {
          // 4401 tells clients to give up; they go on retrying after 4403.
          extra.socket.close(CloseCode.Unauthorized, 'A valid API key is needed in connectionParams.authorization.');
          return false;
        }
        extra.viewer = viewer;
        extra.isBound = bindSocket(services.connections, viewer, extra.socket);
        return true;
      },
      onSubscribe: ({ extra }) => (extra.isBound?.() === true ? undefined : [unauthenticated()]),
      context: ({ extra }, _id, { variables }, { document, operationName }) => {
        const name = getOperationAST(document, operationName)?.name?.value ?? null;
        return createContext(services, extra.viewer as Viewer, originOf(extra.request, name), variables ?? {}, true);
      },
      onError: (_ctx, _id, _payload, errors) => errors.map(errorMask.mask),
      onNext: (_ctx, _id, _payload, _args, result) =>
        result.errors === undefined
          ? undefined
          : { data: result.data ?? null, errors: result.errors.map(errorMask.mask) },
    },
    sockets,
    15_000,
  );

  return {
    async close() {
      await graphqlSockets.dispose();
      await operations.settle();
    },
  };
}
