/**
 * The service as it runs, on a database of its own: the real composition root, real HTTP, real sockets. What a
 * test makes through it (receivers, clients) ends with it, and `stop` fails when something is left over.
 */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { createApp, type App } from '../../src/app.ts';
import type { NewApiKey } from '../../src/access/api-keys.ts';
import { loadConfig } from '../../src/config.ts';
import { createGraphqlClient, type GraphqlClient } from './graphql-client.ts';
import { createLiveClient, type LiveClient } from './live-client.ts';
import { type Receiver, receiverAuthority, type ReceiverOptions, startReceiver } from './receiver.ts';
import { makeTemporaryDirectory } from './temporary-directory.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** The tenant of a key when nothing else is said, and the one that the documented payloads name. */
export const TENANT = 'TENANT001';

export interface ExecuteOptions {
  /** Default: an administrator of TENANT001. */
  readonly token?: string;
}

export interface TestApp {
  readonly url: string;
  readonly app: App;
  readonly database: TestDatabase;
  /** An administrator of TENANT001. */
  readonly token: string;
  /** For another process of this service on the same database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every log line so far, unredacted. */
  readonly logLines: readonly string[];
  /** Makes a key and returns its token. Default: an administrator of TENANT001. */
  key(key?: Partial<NewApiKey>): Promise<string>;
  /** Runs an operation over HTTP and returns its data. Rejects when the answer has errors. */
  execute<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options?: ExecuteOptions,
  ): Promise<Data>;
  /** Like `execute`, but with the answer as it came. */
  readonly graphql: GraphqlClient;
  live(token?: string): LiveClient;
  receiver(options?: ReceiverOptions): Promise<Receiver>;
  /** Something of the test's own that has to end before the service does. */
  onStop(close: () => Promise<void>): void;
  /** Ends everything and removes the database. Rejects when something did not end. */
  stop(): Promise<void>;
}

export interface TestAppOptions {
  /** Deliver in a thread of its own, as the process does that people start; otherwise beside the test. */
  readonly inThread?: boolean;
}

/** @param overrides environment variables, as an operator would set them */
export async function createTestApp(
  overrides: Readonly<Record<string, string>> = {},
  { inThread = false }: TestAppOptions = {},
): Promise<TestApp> {
  const before = openResources();
  const database = await createTestDatabase();
  const folder = makeTemporaryDirectory();
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, (await receiverAuthority()).certPem);
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    PORT: '0',
    SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    EGRESS_ALLOW: '127.0.0.0/8',
    EGRESS_CA_FILE: caFile,
    RETRY_TIME_SCALE: '0.01',
    LOG_LEVEL: 'debug',
    RATE_LIMIT_TESTS: '1000',
    ...overrides,
  };
  const logLines: string[] = [];
  const output = { write: (lines: string) => void logLines.push(...lines.split(/(?<=\n)/)) };
  const app = await createApp(loadConfig(environment), pino({ level: 'debug' }, output), {
    ...(inThread ? { threadOutput: output } : {}),
  });
  await app.start();

  const graphql = createGraphqlClient(() => app.url);
  const key = async (wanted: Partial<NewApiKey> = {}): Promise<string> =>
    (await app.apiKeys.create({ tenantId: TENANT, role: 'ADMINISTRATOR', name: 'Test', ...wanted })).token;
  const token = await key();
  const closers: (() => Promise<void>)[] = [];

  return {
    get url() {
      return app.url;
    },
    app,
    database,
    token,
    environment,
    logLines,
    key,
    graphql,
    async execute(document, variables, options = {}) {
      const { data, errors, text } = await graphql.send(document, variables, options.token ?? token);
      if (data == null || errors.length > 0) throw new Error(`The answer has errors: ${text}`);
      return data;
    },
    live(ownToken = token) {
      const client = createLiveClient(app.url, { authorization: `Bearer ${ownToken}` });
      closers.push(() => client.close());
      return client;
    },
    async receiver(options) {
      const receiver = await startReceiver(options);
      closers.push(() => receiver.close());
      return receiver;
    },
    onStop: (close) => void closers.push(close),
    async stop() {
      await Promise.all(closers.splice(0).map((close) => close()));
      await graphql.close();
      await app.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
      await expectNothingLeft(before);
    },
  };
}

/** What keeps this process alive, counted by kind; the runner's own things are the same before and after. */
function openResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Sockets that were just closed are gone a moment later, and so are timers that cut them off (1 s) or are the runner's. */
async function expectNothingLeft(before: ReadonlyMap<string, number>): Promise<void> {
  const left = (): string[] =>
    [...openResources()].flatMap(([kind, count]) => {
      const more = count - (before.get(kind) ?? 0);
      return more > 0 && /Server|Socket|TLS|Process|Timeout/.test(kind) ? [`${more} ${kind}`] : [];
    });
  const deadline = Date.now() + 20_000;
  while (left().length > 0 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  if (left().length > 0) throw new Error(`Still open after stop(): ${left().join(', ')}.`);
}
