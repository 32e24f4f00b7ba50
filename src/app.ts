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
import type { Config } from './config.ts';
import { openDatabase, type Database } from './database/database.ts';
import { startDeliveryQueue } from './database/delivery-queue.ts';
import { startEmbeddedServer } from './database/embedded-server/start-embedded-server.ts';
import { startMaintenance } from './database/maintenance.ts';
import { migrate } from './database/migrate.ts';
import { createSecretBox } from './database/secret-box.ts';
import { loadSecretKeys } from './database/secret-keys.ts';
import { openSignals } from './database/signals.ts';
import { wholeTenant } from './domain/scope.ts';
import type { Services } from './graphql/context.ts';
import { createAdmit } from './graphql/guards/admit.ts';
import { buildApiSchema } from './graphql/schema.ts';
import { createChangeFeed } from './live/change-feed.ts';
import { createWebhookFeed } from './live/webhook-feed.ts';
import type { Logger } from './log.ts';
import { createAddressPolicy } from './outbound/address-policy.ts';
import { checkTarget } from './outbound/check-target.ts';
import { createFileResolver } from './outbound/file-resolver.ts';
import { createSystemResolver } from './outbound/resolver.ts';
import { createSender } from './outbound/sender.ts';
import { readTrustedCa } from './outbound/trusted-ca.ts';
import { startRetention } from './pipeline/apply-retention.ts';
import { createAttempter } from './pipeline/attempt.ts';
import { createBacklog } from './pipeline/backlog.ts';
import { createCancelDelivery } from './pipeline/cancel-delivery.ts';
import { createCancelReplay } from './pipeline/cancel-replay.ts';
import { startDeliveryCounter } from './pipeline/count-deliveries.ts';
import { createDispatcher } from './pipeline/dispatch.ts';
import { createEraseByBusinessKey } from './pipeline/erase-by-business-key.ts';
import { createFailpoint } from './pipeline/failpoints.ts';
import { createTargetLoader } from './pipeline/load-targets.ts';
import { createPublisher } from './pipeline/publish-event.ts';
import { createRedeliver } from './pipeline/redeliver.ts';
import { startReplayRunner } from './pipeline/run-replays.ts';
import { startSweeper } from './pipeline/sweep.ts';
import { createAuthenticate } from './server/authenticate.ts';
import { createFailureCount } from './server/failure-count.ts';
import { createForbiddenLog } from './server/forbidden-log.ts';
import { createTimeLimit } from './server/time-limit.ts';
import { startDemoReceiver, type DemoReceiver } from './server/demo/demo-receiver.ts';
import { createHttpServer } from './server/http.ts';
import { createSocketServer } from './server/websocket.ts';
import { version } from './version.ts';
import { createManageWebhooks } from './webhooks/manage-webhooks.ts';
import { createStartReplay } from './webhooks/start-replay.ts';
import { readHealth } from './webhooks/webhook-health.ts';

/** What SIGTERM waits for requests in flight at most. */
const DRAIN_MS = 30_000;

export interface App {
  /** http://host:port; empty until started, and in a process that serves no API. */
  readonly url: string;
  readonly services: Services;
  readonly apiKeys: ApiKeys;
  readonly database: Database;
  /** The receiver to watch, when the embedded database runs and with it the demo. */
  readonly demoReceiver: DemoReceiver | undefined;
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
  /** The process cannot go on: the embedded database ended. */
  readonly onFatal?: (error: Error) => void;
}

/**
 * Builds the service and migrates its database. Nothing listens and nothing is delivered before `start`.
 * @throws Error with a sentence for the operator when something cannot be used as configured
 */
export async function createApp(config: Config, log: Logger, hooks: AppHooks = {}): Promise<App> {
  const closers: (() => unknown)[] = [];
  const closing = <T>(part: T, close: (part: T) => unknown): T => {
    closers.push(() => close(part));
    return part;
  };
  const onError = (error: unknown) => log.error({ err: error }, 'fault');
  /** What does not close must not keep the rest open. */
  const closeAll = async () => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        onError(error);
      }
    }
  };

  try {
    const isEmbedded = config.databaseUrl === undefined;
    const url = config.databaseUrl ?? (await startEmbedded());
    await migrate({ url });
    const database = closing(
      await openDatabase({
        url,
        tenantConnections: config.tenantConnections,
        systemConnections: config.systemConnections,
        tenantStatementMs: config.requestTimeoutMs,
      }),
      (part) => part.close(),
    );
    const secretBox = createSecretBox(config.secretKeys ?? (await loadSecretKeys(config.dataDir)));
    const signals = closing(await openSignals({ url, sql: database.system, onError }), (part) => part.close());
    const delivers = config.role !== 'api';
    const queue = closing(
      await startDeliveryQueue({ pool: database.systemPool, supervise: delivers, onError }),
      (part) => part.stop(),
    );
    closing(startMaintenance(database.system, onError), (part) => part.stop());
    const retention = { payloadDays: config.payloadRetentionDays, recordDays: config.recordRetentionDays };
    closing(startRetention(database, retention, onError), (part) => part.stop());
    closing(startDeliveryCounter(database, onError), (part) => part.stop());

    const demoReceiver =
      isEmbedded && config.role === 'all'
        ? closing(await startDemoReceiver(path.join(config.dataDir, 'demo')), (part) => part.close())
        : undefined;
    const egress = {
      policy: createAddressPolicy({
        allow: [...config.egressAllow, ...(demoReceiver ? [`127.0.0.1/32:${demoReceiver.port}`] : [])],
      }),
      allowHttp: config.egressAllowHttp,
      resolver: config.resolverFile === undefined ? createSystemResolver() : createFileResolver(config.resolverFile),
    };
    const sender = closing(
      createSender({ ...egress, trustedCa: await readTrustedCa(config.egressCaFile, demoReceiver?.caPem) }),
      (part) => part.close(),
    );
    const attempt = createAttempter({ sender, headerPrefix: config.headerPrefix, version });
    const targets = createTargetLoader(database, secretBox);
    const failpoint = createFailpoint(config.failpoint);
    const apiKeys = createApiKeys(database);
    const rateLimits = createRateLimits(config.rateLimits);
    const forbidden = closing(
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
        ...(config.role === 'all' ? { onAccepted: targets.keep } : {}),
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
      eraseByBusinessKey: createEraseByBusinessKey(database, signals),
      changeFeed: closing(createChangeFeed({ sql: database.system, signals, onError }), (part) => part.close()),
      webhookFeed: closing(
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
      connections: closing(createLiveConnections({ apiKeys, signals, onError }), (part) => part.close()),
    };
    const failures = closing(
      createFailureCount((sum) => log.warn(sum, 'authentication failed')),
      (part) => part.close(),
    );
    // Ids, numbers and outcomes only: nothing to redact, and looking for it costs more than the rest of the line.
    const attemptLog = log.child({}, { redact: [] });
    const dispatcher = createDispatcher({
      database,
      queue,
      signals,
      targets,
      attempt,
      failpoint,
      timeScale: config.retryTimeScale,
      log: {
        attempted: (fields) => attemptLog.info(fields, 'delivery.attempted'),
        fault: (error, doing) => log.error({ err: error, doing }, 'fault'),
      },
    });

    let address = '';
    let stopping: Promise<void> | undefined;
    let isStopping = false;
    let drain = async (): Promise<void> => {};
    const http = config.role === 'worker' ? undefined : await buildApi();

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
        probes: {
          checkReady: async () => {
            if (isStopping) throw new Error('stopping');
            await database.ping();
          },
        },
      };
      const server = await createHttpServer(options);
      const sockets = createSocketServer({ ...options, server: server.server });
      closers.push(
        () => server.close(),
        () => sockets.close(),
      );
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
      async start() {
        if (delivers) {
          dispatcher.start();
          const onFound = (count: number) => log.warn({ count }, 'deliveries without a ticket were found');
          closing(startSweeper({ database, queue, signals, onFound, onError }), (part) => part.stop());
          closing(startReplayRunner({ database, queue, signals, onError }), (part) => part.stop());
          drain = () => dispatcher.stop(DRAIN_MS);
        }
        if (http === undefined) return;
        await http.listen({ port: config.port, host: config.host });
        const { port } = http.server.address() as AddressInfo;
        address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
      },
      stop(noticeMs = 0) {
        isStopping = true;
        const noticed = new Promise((resolve) => setTimeout(resolve, noticeMs));
        return (stopping ??= Promise.all([drain().catch(onError), noticed]).then(closeAll));
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }

  async function startEmbedded(): Promise<string> {
    const server = await startEmbeddedServer({
      dataDir: config.dataDir,
      log: (line) => hooks.announce?.(line),
      onExit: (error) => hooks.onFatal?.(error),
    });
    closers.push(() => server.stop());
    return server.appUrl;
  }
}
