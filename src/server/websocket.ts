/** GraphQL over WebSocket (graphql-transport-ws), on the same path and port as HTTP. */
import { getOperationAST, GraphQLError, type GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Viewer } from '../access/viewer.ts';
import { createContext, type Services } from '../graphql/context.ts';
import { createErrorMask, type LogFault } from '../graphql/errors.ts';
import type { Admit, Admitted } from '../graphql/guards/admit.ts';
import { refuseLargeAnswer } from '../graphql/guards/answer-size.ts';
import { ERROR_LIMIT, SOCKET_MESSAGE_LIMIT_BYTES, VALIDATION_ERROR_LIMIT } from '../graphql/guards/limits.ts';
import type { LogRefused } from './admission-plugin.ts';
import { unauthenticated, type Authenticate } from './authenticate.ts';
import { bindSocket } from './bind-socket.ts';
import { originOf } from './request-origin.ts';
import { tooManyRequests } from './too-many-requests.ts';
import { createRunningOperations } from './running-operations.ts';
import type { TimeLimit } from './time-limit.ts';
import { endSocket } from './sockets/end-socket.ts';
import { createOriginPolicy } from './sockets/origin-policy.ts';
import { serveSocket, type SocketExtra } from './sockets/serve-socket.ts';
import { INIT_WAIT_MS, OPERATION_ID_LIMIT, OPERATIONS_PER_SOCKET, SOCKETS_PER_KEY } from './sockets/socket-limits.ts';
import { createSocketRegistry } from './sockets/socket-registry.ts';

export interface SocketServerOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly admit: Admit;
  readonly logFault: LogFault;
  readonly logRefused: LogRefused;
  readonly timeLimit: TimeLimit;
  /** Origins of pages that may connect, besides our own. */
  readonly allowedOrigins: readonly string[];
  /** Default 15 s: see sockets/socket-limits.ts. */
  readonly heartbeatMs?: number;
}

export interface SocketServer {
  /** Closes every socket so that clients connect again elsewhere, and waits for what they had running. */
  close(): Promise<void>;
}

/** RFC 6455's registry: the server is overloaded or cannot serve just now. */
const TRY_AGAIN_LATER = 1013;
const GOING_AWAY = 1001;
const CLOSE_WAIT_MS = 5_000;

type Extra = SocketExtra<{ viewer?: Viewer; isBound?: () => boolean }>;

export function createSocketServer(options: SocketServerOptions): SocketServer {
  const {
    server,
    schema,
    services,
    authenticate,
    admit,
    logFault,
    logRefused,
    allowedOrigins,
    timeLimit,
    heartbeatMs,
  } = options;
  const { requests } = services.rateLimits;
  const registry = createSocketRegistry();
  const isOriginAllowed = createOriginPolicy(allowedOrigins);
  const sockets = new WebSocketServer({
    server,
    path: '/graphql',
    maxPayload: SOCKET_MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
    handleProtocols,
    // Not in its types yet: how long a client may take to agree to a close.
    ...({ closeTimeout: CLOSE_WAIT_MS } satisfies object),
    verifyClient({ req }, accept) {
      if (!isOriginAllowed(req)) return accept(false, 403, 'Pages of this origin may not connect.');
      if (!registry.hasRoom()) return accept(false, 503, 'Too many sockets are open.', { 'Retry-After': '5' });
      return accept(true);
    },
  });
  const errorMask = createErrorMask(logFault);
  const operations = createRunningOperations(timeLimit);

  const graphql = makeServer<{ authorization?: unknown; Authorization?: unknown }, Extra>({
    execute: operations.execute,
    subscribe: operations.subscribe,
    connectionInitWaitTimeout: INIT_WAIT_MS,
    async onConnect({ connectionParams, extra }) {
      const { socket } = extra;
      let viewer: Viewer | undefined;
      try {
        viewer = await authenticate(
          connectionParams?.authorization ?? connectionParams?.Authorization,
          extra.request.socket.remoteAddress,
        );
      } catch (error) {
        // Ours to mend: a code after which clients come back, unlike the 4500 that a thrown error would give.
        logFault(error, { source: 'socket' });
        endSocket(socket, TRY_AGAIN_LATER, 'Try again later.');
        return false;
      }
      if (viewer === undefined) {
        // 4401 tells clients to give up; they go on retrying after 4403.
        endSocket(socket, CloseCode.Unauthorized, 'A valid API key is needed in connectionParams.authorization.');
        return false;
      }
      if (!registry.identify(socket, viewer.keyId)) {
        endSocket(socket, TRY_AGAIN_LATER, `A key has at most ${SOCKETS_PER_KEY} sockets.`);
        return false;
      }
      extra.viewer = viewer;
      extra.isBound = bindSocket(services.connections, viewer, socket);
      return true;
    },
    onSubscribe({ extra, subscriptions }, id, { query, operationName, variables }) {
      if (extra.isBound?.() !== true) return [unauthenticated()];
      const viewer = extra.viewer as Viewer;
      const waitMs = requests.take(viewer.keyId);
      if (waitMs > 0) return [tooManyRequests(requests.perSecond, waitMs)];
      const tooMany = id.length > OPERATION_ID_LIMIT || Object.keys(subscriptions).length > OPERATIONS_PER_SOCKET;
      const admitted = tooMany ? tooManyOperations : admit({ query, operationName, variables });
      if (!admitted.ok) {
        const { rule, code } = admitted.errors[0]?.extensions ?? {};
        logRefused({ tenantId: viewer.tenantId, actorId: viewer.actorId, rule: rule ?? code, transport: 'socket' });
        return admitted.errors;
      }
      const { document } = admitted;
      const origin = originOf(extra.request, getOperationAST(document, operationName)?.name?.value ?? null);
      return {
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? {},
        contextValue: createContext(services, viewer, origin, variables ?? {}, { isLongLived: true }),
        options: { maxCoercionErrors: VALIDATION_ERROR_LIMIT },
      };
    },
    onError: (_ctx, _id, _payload, errors) => errors.slice(0, ERROR_LIMIT).map(errorMask.tell),
    onNext({ extra: { viewer } }, _id, _payload, _args, { data, errors }) {
      const tooLarge = refuseLargeAnswer({ data: data as never });
      if (tooLarge !== undefined) {
        const { tenantId, actorId } = viewer as Viewer;
        logRefused({ tenantId, actorId, rule: tooLarge.extensions['rule'], transport: 'socket' });
        return { data: null, errors: [errorMask.tell(tooLarge)] };
      }
      if (errors === undefined) return undefined;
      return { data: data ?? null, errors: errors.slice(0, ERROR_LIMIT).map(errorMask.tell) };
    },
  });

  sockets.on('connection', (socket, request) => {
    registry.add(socket, request.socket.remoteAddress);
    serveSocket(
      graphql,
      { socket, request },
      { onError: (error) => logFault(error, { source: 'socket' }), heartbeatMs },
    );
  });
  // The HTTP server's, too: that it cannot listen is told by whoever made it listen.
  sockets.on('error', (error) => {
    if (server.listening) logFault(error, { source: 'sockets' });
  });

  return {
    async close() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Going away');
      await new Promise<void>((resolve) => {
        sockets.close(() => resolve());
      });
      await operations.settle();
    },
  };
}

const tooManyOperations: Admitted = {
  ok: false,
  errors: [
    new GraphQLError(
      `A socket runs at most ${OPERATIONS_PER_SOCKET} operations at a time, with ids of at most ${OPERATION_ID_LIMIT} characters.`,
      { extensions: { code: 'LIMIT_EXCEEDED', rule: 'operations-per-socket', limit: OPERATIONS_PER_SOCKET } },
    ),
  ],
};
