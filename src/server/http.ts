/** HTTP: GraphQL, the explorer and the probes, on one fastify. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { createContext, type GraphqlContext, type Services } from '../graphql/context.ts';
import { createErrorMask, type LogFault } from '../graphql/errors.ts';
import type { RawVariables } from '../graphql/given-argument.ts';
import type { Admit } from '../graphql/guards/admit.ts';
import { BODY_LIMIT_BYTES, VALIDATION_ERROR_LIMIT } from '../graphql/guards/limits.ts';
import { createAdmissionPlugin, type LogRefused } from './admission-plugin.ts';
import type { Authenticate } from './authenticate.ts';
import { addAnswerHeaders, refuseBytes, refusePath } from './answer-headers.ts';
import { endConnections } from './end-connections.ts';
import { addExplorer } from './explorer.ts';
import { createGate } from './gate.ts';
import { originOf } from './request-origin.ts';
import { addProbes, type Probes } from './probes.ts';
import { endStalledAnswers } from './stalled-answers.ts';
import { readJsonAsUtf8 } from './read-json-as-utf8.ts';
import type { TimeLimit } from './time-limit.ts';

export interface HttpServerOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly admit: Admit;
  readonly logFault: LogFault;
  readonly logRefused: LogRefused;
  readonly probes: Probes;
  readonly timeLimit: TimeLimit;
  /** Shown in the explorer's examples. */
  readonly demoReceiverUrl: string | undefined;
}

/** A refusal for now says in a header, too, for how long. */
const retryAfter: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: async () => ({
    async willSendResponse({ contextValue, response }) {
      const errors = (response.body.kind === 'single' && response.body.singleResult.errors) || [];
      const { retryAfterMs } = contextValue.answer;
      const ofErrors = errors.map(({ extensions }) => secondsOf(extensions?.['retryAfter']));
      const wait = [retryAfterMs === undefined ? undefined : retryAfterMs / 1000, ...ofErrors].find(Number.isFinite);
      if (wait !== undefined) response.http.headers.set('retry-after', String(Math.ceil(wait)));
    },
  }),
};

/** @param duration of less than a minute, as the extensions of our refusals have it: PT2.5S */
const secondsOf = (duration: unknown): number => Number(/^PT([\d.]+)S$/.exec(String(duration))?.[1]);

const nameOperation: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ contextValue, operationName }) {
      contextValue.viewer.origin.operationName = operationName;
    },
  }),
};

/** Builds the server; nothing listens until `listen`. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { schema, services, authenticate, admit, logFault, logRefused, timeLimit } = options;
  const errorMask = createErrorMask(logFault);
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    clientErrorHandler: refuseBytes,
    frameworkErrors: refusePath,
    routerOptions: { ignoreTrailingSlash: true },
  });
  addAnswerHeaders(app);
  endConnections(app);
  endStalledAnswers(app);
  readJsonAsUtf8(app);
  const apollo = new ApolloServer<GraphqlContext>({
    schema,
    // Parsing, validation and limits are the guards', by the plugin.
    documentStore: null,
    dangerouslyDisableValidation: true,
    executionOptions: { maxCoercionErrors: VALIDATION_ERROR_LIMIT },
    introspection: true, // reached only with a key
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (_formatted, error) => errorMask.tell(error),
    plugins: [
      // Nothing here may be cached, and the plugin would look at every field of every answer.
      ApolloServerPluginCacheControlDisabled(),
      createAdmissionPlugin({ admit, show: errorMask.tell, logRefused }),
      retryAfter,
      nameOperation,
    ],
    logger: { debug() {}, info() {}, warn() {}, error: (message: unknown) => logFault(message, { source: 'apollo' }) },
  });
  await apollo.start();

  const gate = createGate(authenticate, services.rateLimits.requests, errorMask);
  const answer = fastifyApolloHandler(apollo, {
    context: async (request) => {
      const { viewer, requestBytes } = gate.passOf(request);
      const { variables } = (request.body ?? {}) as { variables?: RawVariables | null };
      return createContext(services, viewer, originOf(request.raw), variables ?? {}, { requestBytes });
    },
  });
  app.route({
    url: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    onRequest: gate.enter,
    preParsing: gate.count,
    errorHandler: gate.refuse,
    handler(request, reply) {
      return timeLimit.within(async () => answer.call(app, request, reply));
    },
  });
  addProbes(app, options.probes);
  addExplorer(app, { receiverUrl: options.demoReceiverUrl });
  // No drain plugin: it would wait in here for the very close that waits for this hook. Fastify drains by itself.
  app.addHook('onClose', () => apollo.stop());
  return app;
}
