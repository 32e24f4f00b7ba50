/**
 * The rig: real processes of the built service (one API, workers), a PostgreSQL of its own behind a fault proxy, and
 * receivers that no fault touches. Faults act on it; afterwards the judge compares what everybody says.
 */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findEventType } from '../../../src/catalogue/event-types.ts';
import { CreateWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createCertificateAuthority } from '../../support/certificates.ts';
import { createGraphqlClient, type GraphqlClient } from '../../support/graphql-client.ts';
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { startOracle, type Oracle } from './oracle.ts';
import { createRandom, type Random } from './random.ts';
import { startRigDatabase, type RigDatabase } from './rig-database.ts';
import { startServiceProcess, type ServiceProcess } from './service-process.ts';

export interface Rig {
  /** Chances of the fault that strikes now: see strike.ts. */
  random: Random;
  readonly folder: string;
  readonly database: RigDatabase;
  /** Between the service and its database. */
  readonly proxy: FaultProxy;
  readonly oracle: Oracle;
  readonly token: string;
  readonly client: GraphqlClient;
  /** Processes that run or should: those a fault ends are replaced by it. */
  readonly processes: Set<ServiceProcess>;
  /** The API that publishers talk to. */
  api: ServiceProcess;
  startApi(environment?: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  startWorker(environment?: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  /** Has exactly so many workers run, and returns them. */
  workers(count: number): Promise<ServiceProcess[]>;
  /** Ends it and forgets it. */
  end(process: ServiceProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; tookMs: number }>;
  /** Webhooks `<company>-0` … for the company, answering as each query says; and a publisher for it. */
  company(companyId: string, queries: readonly string[], beforeTry?: () => Promise<void>): Promise<Ledger>;
  /** Whether the API calls itself ready. */
  isReady(api?: ServiceProcess): Promise<boolean>;
  /** Resolves when every delivery of the company is final; rejects after `timeoutMs`. */
  settled(ledger: Ledger, timeoutMs?: number): Promise<void>;
  /** For tickets that nobody works on: lets the time go by after which they are given to another worker. */
  ageTickets(): Promise<void>;
  /** Something of the fault's own that ends after the service. */
  onStop(close: () => Promise<void>): void;
  /** Ends everything; returns what was left over that should not be. */
  stop(): Promise<string[]>;
}

export interface RigOptions {
  /** Whether PostgreSQL waits for the disk; kill -9 does not need that. */
  readonly durable: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Where PostgreSQL keeps its data; default below the rig's own folder. */
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export const TENANT = 'TENANT001';
/** Our own waiting is fifty times as fast as in earnest. */
export const RETRY_TIME_SCALE = 0.02;

/** Far longer than a machine that is busy takes to see that a connection has ended; one that leaks stays for ever. */
const GONE_MS = 10_000;

/** Rejects when a part of it does not start, and leaves nothing of the others. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const started: (() => Promise<unknown>)[] = [];
  try {
    return await assemble(options, (end) => started.push(end));
  } catch (error) {
    for (const end of started.reverse()) await end().catch(() => {}); // the first error says why
    throw error;
  }
}

async function assemble(options: RigOptions, onStarted: (end: () => Promise<unknown>) => void): Promise<Rig> {
  const { durable, settings, environment = {} } = options;
  const folder = makeTemporaryDirectory();
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  onStarted(async () => removeFolder());
  const authority = await createCertificateAuthority('Dockhook chaos authority');
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, authority.certPem);
  const certificate = await authority.issue({ names: ['127.0.0.1'] });
  const oracle = await startOracle(certificate, path.join(folder, 'oracle.jsonl'));
  onStarted(() => oracle.stop());
  const database = await startRigDatabase(options.dataDir ?? path.join(folder, 'data'), {
    durable,
    settings: { synchronous_commit: 'on', ...settings },
  });
  onStarted(() => database.stop());
  const proxy = await startFaultProxy(database.port);
  onStarted(() => proxy.close());
  const token = `chaos_${randomBytes(16).toString('hex')}`;
  const processes = new Set<ServiceProcess>();
  const counts = new Map<string, number>();
  const closers: (() => Promise<void>)[] = [];

  async function start(role: 'api' | 'worker', extra: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    const number = (counts.get(role) ?? 0) + 1;
    counts.set(role, number);
    const started = await startServiceProcess(`${role} ${number}`, {
      // Every other worker is one as most people run it: it also serves an API, and delivers in a thread of its own.
      ROLE: role === 'worker' && number % 2 === 0 ? 'all' : role,
      DATABASE_URL: database.urlThrough(proxy.port),
      DATA_DIR: folder,
      PORT: '0',
      ADMIN_TOKEN: token,
      ADMIN_TENANT: TENANT,
      SECRET_KEYS: secretKeys,
      EGRESS_ALLOW: '127.0.0.0/8',
      EGRESS_CA_FILE: caFile,
      RETRY_TIME_SCALE: String(RETRY_TIME_SCALE),
      DRAIN_NOTICE_MS: '1000',
      LOG_LEVEL: 'info',
      ...environment,
      ...extra,
    });
    processes.add(started);
    return started;
  }
  const secretKeys = `k1:${randomBytes(32).toString('base64')}`;
  const client = createGraphqlClient(() => rig.api.url);

  const rig: Rig = {
    random: createRandom(0),
    folder,
    database,
    proxy,
    oracle,
    token,
    client,
    processes,
    api: await start('api', {}),
    startApi: (extra = {}) => start('api', extra),
    startWorker: (extra = {}) => start('worker', extra),
    async workers(count) {
      const running = [...processes].filter(({ name }) => name.startsWith('worker'));
      await Promise.all(running.slice(count).map((process) => rig.end(process, 'SIGTERM')));
      const missing = Array.from({ length: Math.max(0, count - running.length) }, () => start('worker', {}));
      return [...running.slice(0, count), ...(await Promise.all(missing))];
    },
    async end(process, signal) {
      const ended = await process.end(signal);
      processes.delete(process);
      return ended;
    },
    async company(companyId, queries, beforeTry) {
      for (const [index, query] of queries.entries()) {
        const name = `${companyId}-${index}`;
        const input = {
          name,
          url: `${oracle.url}/${name}?${query}`,
          eventTypes: ['pick.confirmed'],
          scope: { companyId },
          retryPolicy: { maxAttempts: 5 },
        };
        const { data, text } = await client.send(CreateWebhookDocument, { input }, token);
        if (data?.createWebhook?.signingSecret == null) throw new Error(text);
        oracle.learnSecret(name, data.createWebhook.signingSecret);
      }
      const text = pickOf(companyId);
      return createLedger({ companyId, client, token, text, ...(beforeTry === undefined ? {} : { beforeTry }) });
    },
    async isReady(api = rig.api) {
      try {
        const answer = await fetch(`${api.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
        await answer.body?.cancel();
        return answer.status === 200;
      } catch {
        return false;
      }
    },
    async settled(ledger, timeoutMs = 90_000) {
      const startMs = performance.now();
      for (;;) {
        const open = await database.query(
          `select d.status, count(*)::int as count, min(d.id::text) as one, min(d.last_outcome::text) as "lastOutcome",
                  min(d.next_attempt_at) - now() as "dueIn", max(d.attempt_count) as attempts
           from dockhook.event e join dockhook.delivery d on d.event_id = e.id
           where e.company_id = $1 and d.status not in ('SUCCEEDED', 'FAILED', 'CANCELED') group by 1`,
          [ledger.companyId],
        );
        if (open.length === 0) return;
        if (performance.now() - startMs > timeoutMs) {
          throw new Error(`${ledger.companyId} is not settled after ${timeoutMs / 1000} s: ${JSON.stringify(open)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async ageTickets() {
      await database.query(
        `update pgboss.job set heartbeat_on = heartbeat_on - interval '11 seconds' where name = 'deliver' and state = 'active'`,
      );
      await database.query(`update dockhook.worker set seen_at = seen_at - interval '11 seconds'`);
    },
    onStop: (close) => void closers.push(close),
    stop: async () => {
      const left = await stopRig(rig, closers);
      removeFolder();
      return left;
    },
  };
  return rig;
}

/** A pick of the company: the shortest of the documented payloads. */
function pickOf(companyId: string): string {
  const example = findEventType('pick.confirmed')?.exampleTexts.at(-1) ?? '{}';
  return JSON.stringify({ ...(JSON.parse(example) as object), tenantId: TENANT, companyId });
}

async function stopRig(rig: Rig, closers: readonly (() => Promise<void>)[]): Promise<string[]> {
  const { database, proxy, oracle, client } = rig;
  const [idle] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where state like 'idle in transaction%' and now() - state_change > interval '1 second' and application_name <> 'chaos'`,
  );
  const accidents = [...rig.processes].flatMap(({ accident }) => accident ?? []);
  await client.close();
  const ends = await Promise.all(
    [...rig.processes].map(async (process) => ({ process, ...(await process.end('SIGTERM')) })),
  );
  const left = [
    ...accidents,
    ...(idle?.count === 0 ? [] : [`${idle?.count} connections are idle in a transaction`]),
    ...ends.flatMap(({ process: { name }, code }) => (code === 0 ? [] : [`${name} ended with code ${code}`])),
    ...(await leftAfterwards('sockets to receivers', () => oracle.openSockets())),
    ...(await leftAfterwards('connections to the database', async () => proxy.size)),
  ];
  await proxy.close();
  await oracle.stop();
  for (const close of closers) await close();
  await database.stop();
  return left;
}

/** What was just closed is gone a moment later: as soon as the process at its other end comes to look. */
async function leftAfterwards(what: string, count: () => Promise<number>): Promise<string[]> {
  const startMs = performance.now();
  for (;;) {
    const left = await count();
    if (left === 0) return [];
    if (performance.now() - startMs > GONE_MS) return [`${left} ${what} are left open`];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
