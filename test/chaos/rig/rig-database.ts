/** The rig's own PostgreSQL: killed, started again, asked from beside the proxy so that faults do not blind the judge. */
import pg from 'pg';
import {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../../src/database/embedded-server/start-embedded-server.ts';

export interface RigDatabase {
  readonly port: number;
  /** Its data directory. */
  readonly cluster: string;
  readonly superuserUrl: string;
  /** As the superuser, straight to the server; answers of a server that is away are waited for. */
  query<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  /** As the superuser, on a connection of its own that stays open until the work is done. */
  session<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Ends the server at once: SIGKILL as the out-of-memory killer would, SIGQUIT as an immediate shutdown. */
  crash(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void>;
  /** Whether it ended, by our hand or by itself. */
  readonly hasEnded: boolean;
  start(): Promise<void>;
  /** postgres:// URL of the owner, through another port. */
  urlThrough(port: number): string;
  /** Questions go to another server from now on, with the same passwords: a promoted standby. */
  follow(port: number): void;
  stop(): Promise<void>;
}

export async function startRigDatabase(
  dataDir: string,
  options: Pick<EmbeddedServerOptions, 'durable' | 'settings'>,
): Promise<RigDatabase> {
  let hasEnded = false;
  function start(): Promise<EmbeddedServer> {
    hasEnded = false;
    return startEmbeddedServer({ dataDir, ...options, onExit: () => (hasEnded = true) });
  }
  let server = await start();
  let judgePort = server.port;

  async function session<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const url = new URL(server.adminUrl);
    url.port = String(judgePort);
    url.pathname = '/dockhook';
    const client = new pg.Client({ connectionString: url.href, application_name: 'chaos' });
    client.on('error', () => {}); // the statement under way rejects
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  }

  return {
    get port() {
      return server.port;
    },
    cluster: `${dataDir}/postgres`,
    get superuserUrl() {
      return server.adminUrl;
    },
    get hasEnded() {
      return hasEnded;
    },
    session,
    async query<Row extends object>(statement: string, values: readonly unknown[] = []) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await session(async (client) => (await client.query<Row>(statement, [...values])).rows);
        } catch (error) {
          if (tries === 100 || !isAway(error)) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    async crash(signal) {
      process.kill(server.pid, signal);
      await server.stop(); // resolves when the process has ended, and gives the directory free
    },
    async start() {
      await server.stop(); // gives the directory free, should it have ended by itself
      server = await start();
      judgePort = server.port;
    },
    urlThrough(port) {
      const url = new URL(server.appUrl);
      url.port = String(port);
      return url.href;
    },
    follow: (port) => void (judgePort = port),
    stop: () => server.stop(),
  };
}

/** Gone, starting, or ending the very session that asks. */
const isAway = (error: unknown): boolean =>
  error instanceof Error &&
  (/ECONN|terminated/.test(error.message) || ('code' in error && String(error.code).startsWith('57P')));
