/** The service under test: its own PostgreSQL, receivers in another process, one Dockhook process. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Pool } from 'undici';
import { startEmbeddedServer } from '../src/database/embedded-server/start-embedded-server.ts';
import { createCertificateAuthority } from '../src/server/demo/certificates.ts';

const TOKEN = `bench_${randomBytes(16).toString('hex')}`;
const WEBHOOKS = 50;

export interface Service {
  readonly adminUrl: string;
  readonly databaseUrl: string;
  readonly postgresPid: number;
  readonly servicePid: number;
  readonly receiversPid: number;
  readonly receiverUrls: readonly string[];
  readonly caPem: string;
  readonly token: string;
  readonly url: string;
  /** Runs an operation; rejects when the answer has errors. */
  graphql<Data>(query: string, variables: object): Promise<Data>;
  received(): Promise<number>;
  /** When each event arrived first, in milliseconds of wall time; forgets them. */
  arrivals(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** @param nodeArguments for the service's process, e.g. to profile it */
export async function startService(nodeArguments: readonly string[] = []): Promise<Service> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dockhook-bench-'));
  const server = await startEmbeddedServer({
    dataDir: path.join(folder, 'data'),
    settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top' },
  });
  const admin = new pg.Client({ connectionString: server.adminUrl.replace(/\/postgres$/, '/dockhook') });
  await admin.connect();
  await admin.query('create extension pg_stat_statements');
  await admin.end();

  const authority = await createCertificateAuthority('bench');
  const { certPem, keyPem } = await authority.issue({ names: ['127.0.0.1'] });
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, authority.certPem);
  const receivers = fork(new URL('./receivers.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  receivers.send({ count: WEBHOOKS, certPem, keyPem });
  const [{ ports }] = (await once(receivers, 'message')) as [{ ports: number[] }];
  const receiverUrls = ports.map((port) => `https://127.0.0.1:${port}/hook`);

  const child = spawn(process.execPath, [...nodeArguments, new URL('../dist/src/main.js', import.meta.url).pathname], {
    env: {
      ...process.env,
      DATABASE_URL: server.appUrl,
      DATA_DIR: path.join(folder, 'service'),
      PORT: '0',
      ADMIN_TOKEN: TOKEN,
      EGRESS_ALLOW: '127.0.0.0/8',
      EGRESS_CA_FILE: caFile,
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readUrl(child);
  const pool = new Pool(url, { connections: 32, pipelining: 1 });

  async function graphql<Data>(query: string, variables: object): Promise<Data> {
    const { body } = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await body.json()) as { data: Data; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors[0]?.message);
    return data;
  }
  // One question at a time: answers carry no number.
  let asked: Promise<unknown> = Promise.resolve();
  const ask = <Answer>(question: string): Promise<Answer> => {
    const answer = asked.then(async () => {
      receivers.send(question);
      return ((await once(receivers, 'message')) as [Answer])[0];
    });
    asked = answer;
    return answer;
  };

  return {
    adminUrl: server.adminUrl.replace(/\/postgres$/, '/dockhook'),
    databaseUrl: server.appUrl,
    postgresPid: server.pid,
    servicePid: child.pid as number,
    receiversPid: receivers.pid as number,
    receiverUrls,
    caPem: authority.certPem,
    token: TOKEN,
    url,
    graphql,
    received: async () => (await ask<{ received: number }>('count')).received,
    arrivals: async () => (await ask<{ arrivals: Record<string, number> }>('arrivals')).arrivals,
    async stop() {
      await pool.close();
      child.kill('SIGTERM');
      await once(child, 'exit');
      receivers.disconnect();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The service says where it listens in its log; the log goes on being read and thrown away. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
    const onData = (chunk: Buffer): void => {
      text += chunk.toString();
      const match = /"url":"(http:[^"]+)"/.exec(text);
      if (match?.[1] === undefined) return;
      child.stdout?.off('data', onData);
      child.stdout?.resume();
      resolve(match[1]);
    };
    child.stdout?.on('data', onData);
  });
}
