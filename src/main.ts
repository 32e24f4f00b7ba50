/** The process: configuration, app, first key and demo, drain on SIGTERM and Ctrl-C. */
import 'reflect-metadata';
import { createApp, type App } from './app.ts';
import { ConfigError, loadConfig, loadEnvFile, type Config } from './config.ts';
import { createLogger, openLogOutput } from './log.ts';
import { showFirstDelivery } from './server/demo/first-delivery.ts';
import { describeFirstDelivery, describeWelcome } from './server/demo/welcome.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(stop: Stop): Promise<void> {
  loadEnvFile();
  const config = loadConfig(process.env);
  const isDemo = config.databaseUrl === undefined;
  // People read the demo's terminal; machines read the log of everything else.
  const output = openLogOutput();
  const log = createLogger(config.logLevel ?? (isDemo ? 'warn' : 'info'), output);

  const app = await createApp(config, log, {
    announce: (line) => (isDemo ? print(line) : log.info(line)),
    onFatal: (error) => {
      log.fatal({ err: error }, 'the process cannot go on');
      stop.request(1);
    },
    threadOutput: output,
  });
  const servesOthers = !isDemo && config.role !== 'worker';
  stop.use(async (isAsked) => {
    log.info('stopping');
    await app.stop(isAsked && servesOthers ? config.drainNoticeMs : 0);
    log.info('stopped');
  });
  await app.start();
  if (stop.signal.aborted) return;

  const key = await ensureFirstKey(app, config);
  if (isDemo) await showDemo(app, config, key, stop.signal);
  else {
    log.info({ url: app.url, role: config.role }, 'ready');
    if (key.isMissing) log.warn(noKey);
  }
}

const noKey =
  'there is no API key yet: make one with `npm run cli -- keys create --tenant … --role ADMINISTRATOR`, or set ADMIN_TOKEN';

interface FirstKey {
  /** Undefined when a key existed already, or none was made. */
  readonly token: string | undefined;
  readonly isGenerated: boolean;
  /** Nobody can use the API yet. */
  readonly isMissing: boolean;
}

/**
 * The key given by ADMIN_TOKEN; or a generated one when the demo has none yet. Elsewhere none is generated: it could only be
 * shown in the log, which is kept and read by others.
 */
async function ensureFirstKey(app: App, config: Config): Promise<FirstKey> {
  const isMissing = config.adminToken === undefined && !(await app.apiKeys.exist());
  const isGenerated = isMissing && config.databaseUrl === undefined && config.role !== 'worker';
  if (config.adminToken === undefined && !isGenerated) return { token: undefined, isGenerated, isMissing };
  const { token, created } = await app.apiKeys.create({
    tenantId: config.adminTenant,
    role: 'ADMINISTRATOR',
    name: 'First administrator',
    token: config.adminToken,
  });
  return { token: created ? token : undefined, isGenerated, isMissing: false };
}

async function showDemo(
  app: App,
  config: Config,
  { token, isGenerated }: FirstKey,
  signal: AbortSignal,
): Promise<void> {
  const { adminTenant: tenantId, dataDir } = config;
  if (token !== undefined && app.demoReceiver !== undefined && !signal.aborted) {
    try {
      const first = await showFirstDelivery({ url: app.url, token, tenantId, receiver: app.demoReceiver, signal });
      if (!signal.aborted) print(describeFirstDelivery(first, app.demoReceiver.url));
    } catch (error) {
      // The service is up, and its first key must be shown whatever becomes of the demonstration.
      if (!signal.aborted) print(`The demonstration did not come to its end: ${describeFailure(error)}`);
    }
  }
  if (signal.aborted) {
    // The key was made, and no later start shows it.
    if (isGenerated) print(`Administrator key of ${tenantId}, shown only now: ${token}`);
    return;
  }
  print(describeWelcome({ url: app.url, tenantId, newToken: isGenerated ? token : undefined, dataDir }));
}

/**
 * A SIGTERM to `npm start` ends npm and its shell, but the shell does not pass it on. So that nothing is left
 * running, the process ends when it finds itself orphaned. Only under npm: a service manager's process has no shell.
 */
function endWithNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] !== 'start' || process.platform === 'win32') return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    end();
  }, 500);
  timer.unref();
}

/**
 * Whatever hangs while the process ends, by then it ends: a little before service managers lose patience at 40 s. Requests
 * get 31 s, the thread that delivers 3 s more to store and close, what is left the rest.
 */
const END_MS = 38_000;

interface Stop {
  /** Aborted as soon as the process is asked to end: what goes on starting has to give up. */
  readonly signal: AbortSignal;
  /** Ends the process with this code, in order; at once when it is ending already. */
  request(code: number): void;
  /** Before this is told what there is to end, the process ends at once: nothing was taken that has to be given back. */
  use(end: (isAsked: boolean) => Promise<void>): void;
  /** Says why the process cannot go on, and ends it in order: what it has begun to deliver is not left in the middle. */
  fail(text: string): void;
}

/** One orderly end, however often it is asked for; a second Ctrl-C does not wait. */
function stopOnSignals(): Stop {
  let stopApp = async (_isAsked: boolean): Promise<void> => {};
  let isStopping = false;
  const controller = new AbortController();
  /** @param isAsked by a service manager, whose balancer sends elsewhere when told */
  function request(code: number, isAsked = false): void {
    if (isStopping) process.exit(code || 130);
    isStopping = true;
    controller.abort();
    setTimeout(() => process.exit(code || 1), END_MS).unref();
    stopApp(isAsked).then(
      () => process.exit(code),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  }
  process.on('SIGTERM', () => request(0, true));
  process.on('SIGINT', () => request(0));
  // A signal to the whole process group ends the shell as well: that is the same request, not a second one.
  endWithNpm(() => {
    if (!isStopping) request(0);
  });
  return {
    signal: controller.signal,
    request,
    use(end) {
      stopApp = end;
    },
    fail(text) {
      // Asked to end while it started: what fails now fails because of that.
      if (isStopping) return;
      process.stderr.write(`${text}\n`);
      request(1);
    },
  };
}

const stop = stopOnSignals();
main(stop).catch((error: unknown) => {
  stop.fail(error instanceof ConfigError ? error.message : `Dockhook cannot start: ${describeFailure(error)}`);
});

function describeFailure(error: unknown): string {
  if (error instanceof Error) {
    return error.cause instanceof Error ? `${error.message}\n  because: ${error.cause.message}` : error.message;
  }
  // What a WebSocket that is closed gives its client.
  const { code, reason } = (error ?? {}) as { code?: number; reason?: string };
  return code === undefined ? String(error) : `the socket was closed with ${code} ${reason}`;
}
