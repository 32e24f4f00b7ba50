/** What stays for a whole run: a PostgreSQL of its own with its default durability, and receivers in another process. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from '../src/database/embedded-server/start-embedded-server.ts';
import { createCertificateAuthority } from '../src/server/demo/certificates.ts';

/** Receivers, each with a port of its own. */
export const RECEIVERS = 50;

export interface Installation {
  /** A folder for this run, removed at its end. */
  readonly folder: string;
  /** As the superuser, who sees every row. */
  readonly admin: pg.Client;
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly postgresPid: number;
  readonly receiversPid: number;
  readonly receiverUrls: readonly string[];
  readonly caPem: string;
  readonly caFile: string;
  /** Requests that the receivers have taken so far. */
  received(): Promise<number>;
  /** From now on the receivers note when each event arrives first. */
  watchArrivals(): Promise<void>;
  /** When each event arrived, by its public id, in milliseconds of wall time; ends the watch. */
  arrivals(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

export async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dockhook-bench-'));
  const server = await startEmbeddedServer({
    dataDir: path.join(folder, 'data'),
    settings: {
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track': 'top',
      // Ten bytes a transaction, for which the moment of each commit can be told.
      track_commit_timestamp: 'on',
    },
  });
  const adminUrl = server.adminUrl.replace(/\/postgres$/, '/dockhook');
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('create extension pg_stat_statements');

  const authority = await createCertificateAuthority('bench');
  const { certPem, keyPem } = await authority.issue({ names: ['127.0.0.1'] });
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, authority.certPem);
  const receivers = fork(new URL('./receivers.ts', import.meta.url));
  receivers.send({ count: RECEIVERS, certPem, keyPem });
  const [{ ports }] = (await once(receivers, 'message')) as [{ ports: number[] }];

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
    folder,
    admin,
    adminUrl,
    appUrl: server.serviceUrl,
    postgresPid: server.pid,
    receiversPid: receivers.pid as number,
    receiverUrls: ports.map((port) => `https://127.0.0.1:${port}/hook`),
    caPem: authority.certPem,
    caFile,
    received: async () => (await ask<{ received: number }>('count')).received,
    watchArrivals: () => ask('watch'),
    arrivals: async () => (await ask<{ arrivals: Record<string, number> }>('arrivals')).arrivals,
    async stop() {
      receivers.disconnect();
      await admin.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
