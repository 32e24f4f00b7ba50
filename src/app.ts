/**
 * The composition root: builds every part from a configuration and hands each its dependencies. The only
 * module that sees all rooms.
 */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApiKeys, type ApiKeys } from './access/api-keys.ts';
import { createLiveConnections } from './access/live-connections.ts';
import { createManageApiKeys } from './access/manage-api-keys.ts';
import { createRateLimits } from './access/rate-limit.ts';
import { createVerifyToken } from './access/oidc/verify-token.ts';
import { ConfigError, type Config } from './config.ts';
import type { Database } from './database/database.ts';
import { startEmbeddedServer } from './database/embedded-server/start-embedded-server.ts';
import { migrate } from './database/migrate.ts';
import { wholeTenant } from './domain/scope.ts';
import type { Services } from './graphql/context.ts';
import { createAdmit } from './graphql/guards/admit.ts';
import { buildApiSchema } from './graphql/schema.ts';
import { createChangeFeed } from './live/change-feed.ts';
import { createWebhookFeed } from './live/webhook-feed.ts';
import { createFrequentInfo, type Logger, type LogOutput } from './log.ts';
import { parseAllowList } from './outbound/allow-list.ts';
import { checkTarget } from './outbound/check-target.ts';
import { createBacklog } from './pipeline/backlog.ts';
import { createCancelDelivery } from './pipeline/cancel-delivery.ts';
import { createCancelReplay } from './pipeline/cancel-replay.ts';
import { createEraseByBusinessKey } from './pipeline/erase-by-business-key.ts';
import { createPublisher } from './pipeline/publish-event.ts';
import { createRedeliver } from './pipeline/redeliver.ts';
import { createAuthenticate } from './server/authenticate.ts';
import { createFailureCount } from './server/failure-count.ts';
import { createForbiddenLog } from './server/forbidden-log.ts';
import { createTimeLimit } from './server/time-limit.ts';
import { startDemoReceiver, type DemoReceiver } from './server/demo/demo-receiver.ts';
import { explainListening } from './server/explain-listening.ts';
import { createHttpServer } from './server/http.ts';
import { createProbeServer } from './server/probes.ts';
import { createSocketServer } from './server/websocket.ts';
import { version } from './version.ts';
import { createManageWebhooks } from './webhooks/manage-webhooks.ts';
import { createStartReplay } from './webhooks/start-replay.ts';
import { readHealth } from './webhooks/webhook-health.ts';
import { createClosers } from './worker/closers.ts';
import { openFoundation } from './worker/foundation.ts';
import { createWorkerThread, type WorkerThread } from './worker/start-worker-thread.ts';
import { problemOf } from './worker/problem-of.ts';
import type { ThreadData } from './worker/thread-messages.ts';
import { createWorker } from './worker/worker.ts';

/** What SIGTERM waits for requests in flight at most: a little more than any may take. */
const DRAIN_MS = 31_000;

export interface App {
  /** http://host:port; empty until started. A process that serves no API answers probes there. */
  readonly url: string;
  readonly services: Services;
  readonly apiKeys: ApiKeys;
  readonly database: Database;
  /** The receiver to watch, when the embedded database runs and with it the demo. */
  readonly demoReceiver: DemoReceiver | undefined;
  /**
   * Listens, then begins to deliver. `/readyz` says that it is starting until both are so; requests are answered at once.
   * Rejects when the port is taken or delivering cannot begin: then all that was opened is closed, as by `stop`.
   */
  start(): Promise<void>;
  /**
   * Finishes what is in flight, gives back the rest, closes everything. May be called again.
   * @param noticeMs how long the API goes on serving while `/readyz` says that it is about to end; default 0
   */
  stop(noticeMs?: number): Promise<void>;
}

export interface AppHooks {
  /** Told in sentences what the embedded database does. */
  readonly announce?: (line: string) => void;
  /** The process cannot go on: the embedded database, or the thread that delivers, ended. */
  readonly onFatal?: (error: Error) => void;
  /** With it, a process that serves the API and delivers does the latter in a thread of its own, which logs there. */
  readonly threadOutput?: LogOutput;
}

/**
 * Builds the service and migrates its database. Nothing listens and nothing is delivered before `start`.
 * @throws Error with a sentence for the operator when something cannot be used as configured
 */
export async function createApp(config: Config, log: Logger, hooks: AppHooks = {}): Promise<App> {
  const onError = (error: unknown) => log.error({ err: error }, 'fault');
  const closers = createClosers(onError);

  try {
    const { problems } = parseAllowList(config.egressAllow);
    if (problems.length > 0) throw new ConfigError(problems.map((problem) => `EGRESS_ALLOW: ${problem}`));
    const isEmbedded = config.databaseUrl === undefined;
    const databaseUrl = config.databaseUrl ?? (await startEmbedded());
    await migrate({ url: databaseUrl });
    const demoReceiver =
      isEmbedded && config.role === 'all'
        ? closers.add(await startDemoReceiver(path.join(config.dataDir, 'demo')), (part) => part.close())
        : undefined;
    const demo = demoReceiver && { port: demoReceiver.port, caPem: demoReceiver.caPem };
    const thread = prepareThread({ config, databaseUrl, demo, logLevel: log.level });
    const foundation = await openFoundation({
      config,
      databaseUrl,
      demo,
      keepsHouse: thread === undefined,
      supervises: config.role !== 'api' && thread === undefined,
      neighbour: thread?.neighbour,
      closers,
      onError,
    });
    const { database, secretBox, signals, queue, egress, attempt, targets, failpoint } = foundation;
    const apiKeys = createApiKeys(database);
    const rateLimits = createRateLimits(config.rateLimits);
    const forbidden = closers.add(
      createForbiddenLog((fields) => log.warn(fields, 'forbidden')),
      (part) => part.close(),
    );
    const services: Services = {
      database,
      publisher: createPublisher({
        database,
        queue,
        signals,
        backlog: createBacklog(database.system, config.backlogLimit),
        failpoint,
        logPublished: createFrequentInfo(log, 'event.published'),
        ...(config.role === 'all' ? { onAccepted: (thread ?? targets).keep } : {}),
      }),
      webhooks: createManageWebhooks({
        database,
        secretBox,
        signals,
        targets,
        attempt,
        checkUrl: (target) => checkTarget(target, egress),
        testLimit: rateLimits.tests,
        headerPrefix: config.headerPrefix,
        version,
      }),
      redeliver: createRedeliver(database, queue, signals),
      cancelDelivery: createCancelDelivery(database, signals),
      startReplay: createStartReplay(database, signals),
      cancelReplay: createCancelReplay(database),
      eraseByBusinessKey: createEraseByBusinessKey(database),
      changeFeed: closers.add(createChangeFeed({ sql: database.system, signals, onError }), (part) => part.close()),
      webhookFeed: closers.add(
        createWebhookFeed({
          sql: database.system,
          signals,
          readHealth: (tenantId) => readHealth(database, wholeTenant(tenantId), null),
          onError,
        }),
        (part) => part.close(),
      ),
      apiKeys: createManageApiKeys(database),
      rateLimits,
      noteForbidden: forbidden.add,
      connections: closers.add(createLiveConnections({ apiKeys, signals, onError }), (part) => part.close()),
    };
    const failures = closers.add(
      createFailureCount((sum) => log.warn(sum, 'authentication failed')),
      (part) => part.close(),
    );
    const worker = thread ?? createWorker({ config, foundation, log, closers, onError });

    let address = '';
    let stopping: Promise<void> | undefined;
    let isStarted = false;
    let isStopping = false;
    let drain = async (): Promise<void> => {};
    const probes = {
      async readProblems() {
        const isAway = isStopping ? 'it is stopping' : isStarted ? undefined : 'it is starting';
        const [api, delivering] = await Promise.all([
          config.role !== 'worker' ? (isAway ?? problemOf(database)) : undefined,
          config.role !== 'api' ? (isAway ?? worker.readProblem()) : undefined,
        ]);
        return { ...(api !== undefined && { api }), ...(delivering !== undefined && { delivering }) };
      },
    };
    const http =
      config.role === 'worker' ? closers.add(createProbeServer(probes), (part) => part.close()) : await buildApi();

    async function listen(): Promise<void> {
      const { port: wanted, host } = config;
      await http.listen({ port: wanted, host }).catch((error: unknown) => {
        throw explainListening(error, host, wanted);
      });
      const { port } = http.server.address() as AddressInfo;
      address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    }

    async function start(): Promise<void> {
      try {
        // First of all: should the port be taken, no ticket is. What is published meanwhile goes out a moment later.
        await listen();
        if (isStopping) throw new Error('it was stopped while it started');
        if (config.role !== 'api') {
          drain = () => worker.stop(DRAIN_MS);
          await worker.start();
        }
        isStarted = true;
      } catch (error) {
        await stop();
        throw error;
      }
    }

    function stop(noticeMs = 0): Promise<void> {
      isStopping = true;
      const noticed = new Promise((resolve) => setTimeout(resolve, noticeMs));
      return (stopping ??= Promise.all([drain().catch(onError), noticed]).then(() => closers.closeAll()));
    }

    async function buildApi() {
      const schema = buildApiSchema();
      const options = {
        schema,
        admit: createAdmit(schema),
        allowedOrigins: config.allowedOrigins,
        services,
        authenticate: createAuthenticate({
          apiKeys,
          verifyToken: config.oidc && createVerifyToken(database, { ...config.oidc, onError }),
          failures,
        }),
        demoReceiverUrl: demoReceiver?.url,
        timeLimit: createTimeLimit(config.requestTimeoutMs),
        logFault: (error: unknown, fields: object) => log.error({ err: error, ...fields }, 'fault'),
        logRefused: (fields: object) => log.warn(fields, 'graphql.refused'),
        probes,
      };
      const server = closers.add(await createHttpServer(options), (part) => part.close());
      closers.add(createSocketServer({ ...options, server: server.server }), (part) => part.close());
      return server;
    }

    return {
      get url() {
        return address;
      },
      services,
      apiKeys,
      database,
      demoReceiver,
      start,
      stop,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }

  async function startEmbedded(): Promise<string> {
    const server = await startEmbeddedServer({
      dataDir: config.dataDir,
      log: (line) => hooks.announce?.(line),
      onExit: (error) => hooks.onFatal?.(error),
    });
    closers.add(server, (part) => part.stop());
    return server.serviceUrl;
  }

  function prepareThread(data: Omit<ThreadData, 'origin'>): WorkerThread | undefined {
    const output = hooks.threadOutput;
    if (output === undefined || config.role !== 'all') return undefined;
    return createWorkerThread({ ...data, output, onFatal: (error) => hooks.onFatal?.(error) });
  }
}
