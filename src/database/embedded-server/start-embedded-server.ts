/**
 * Runs a real PostgreSQL 18 for those who have none: its data in DATA_DIR, its programs from npm.
 *
 * It listens on 127.0.0.1 with random passwords, because such a URL works in every tool, on every system, and below any
 * path. The service itself comes by a Unix socket among the data where it can. The data always stays in DATA_DIR; as root
 * the server runs as an unprivileged account and reaches it as its working directory, without a right to enter what is
 * above it.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockDataDir } from './data-dir-lock.ts';
import { type DataLayout, openDataLayout, readRecord, type ServerRecord, writeRecord } from './data-layout.ts';
import { findFreePort } from './find-free-port.ts';
import { makeCluster } from './make-cluster.ts';
import { makeOwner, OWNER } from './make-owner.ts';
import { type Postmaster, PostmasterFailure, type PostmasterOptions, runPostmaster } from './run-postmaster.ts';
import { chooseAccount } from './server-account.ts';
import { prepareServerPrograms, type ServerPrograms } from './server-programs.ts';
import { stopLeftoverServer } from './stop-leftover-server.ts';

const START_ATTEMPTS = 40;
const RETRY_MS = 250;

export interface EmbeddedServerOptions {
  /** Where everything is kept; made when missing. One process at a time may use it. */
  readonly dataDir: string;
  /** Told, in sentences, what is done that people may want to know of. Default: nobody is. */
  readonly log?: (line: string) => void;
  /** False loses data when the machine crashes, in exchange for speed: for tests. Default true. */
  readonly durable?: boolean;
  /** PostgreSQL settings beside and above ours, as in postgresql.conf: `{ shared_buffers: '1GB' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called once if the server ends without being asked to. Not called because of `stop()`. */
  readonly onExit?: (error: Error) => void;
  /** The directory with PostgreSQL's `bin`, `lib` and `share`. Default: the installed npm package's. */
  readonly nativeDir?: string;
}

export interface EmbeddedServer {
  /** postgres:// URL of the role and database `dockhook`: owns its tables, may create roles, is no superuser. */
  readonly appUrl: string;
  /** The same by the way that costs least: a Unix socket, where there are such and its path is short enough. */
  readonly serviceUrl: string;
  /** postgres:// URL of the superuser, database `postgres`. Not for the application. */
  readonly adminUrl: string;
  /** Always 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** "18.4" */
  readonly version: string;
  /** Ends all sessions and the server, and gives DATA_DIR free. May be called again. Resolves even after a crash. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server and resolves when the database accepts connections: about a second the first time, 0.2 s later.
 * Should our process exit without `stop()`, the server is told to stop; should it be killed, the next start does that.
 * @throws Error with a sentence for the operator: directory in use or owned by somebody else, made by another version
 * of PostgreSQL, programs that cannot run on this machine
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { durable = true, log = () => {}, onExit } = options;
  const layout = openDataLayout(options.dataDir);
  const unlock = await lockDataDir(layout);
  let postmaster: Postmaster | undefined;
  try {
    const account = chooseAccount(layout);
    const programs = await prepareServerPrograms({ layout, account, nativeDir: options.nativeDir, log });
    const isNew = !existsSync(layout.cluster);
    if (!isNew) {
      assertFits(layout, programs);
      chmodSync(layout.cluster, 0o700); // PostgreSQL insists, and a copy or a restored backup may have lost it
    }
    const record = await openRecord(layout, isNew);
    if (isNew) await makeCluster({ layout, programs, account, record, durable });
    await stopLeftoverServer(layout, programs, log);

    await removeSockets(layout);
    const settings = { ...(durable ? {} : UNDURABLE_SETTINGS), ...SETTINGS, ...options.settings };
    const started = await startOnSomePort({ layout, programs, account, port: record.port, settings }, record);
    postmaster = started.postmaster;
    const adminUrl = urlOf('postgres', record.superuserPassword, started.port);
    await makeOwner(adminUrl, record.ownerPassword);
    return {
      appUrl: urlOf(OWNER, record.ownerPassword, started.port),
      serviceUrl: urlOf(OWNER, record.ownerPassword, started.port, socketHost(layout, started.port)),
      adminUrl,
      host: LOOPBACK,
      port: started.port,
      pid: postmaster.pid,
      version: programs.version,
      stop: superviseUntilStopped(postmaster, unlock, onExit),
    };
  } catch (error) {
    await postmaster?.stop();
    unlock();
    throw error;
  }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // In its working directory, the data's own, which nobody else may enter.
  unix_socket_directories: process.platform === 'win32' ? '' : '.',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '128MB',
  // The job queue grows and shrinks by the thousand: with statistics a minute old its plans are several times slower.
  autovacuum_naptime: '5s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

const UNDURABLE_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** A new cluster gets new passwords; an existing one cannot be opened without those it was made with. */
async function openRecord(layout: DataLayout, isNew: boolean): Promise<ServerRecord> {
  const known = isNew ? undefined : await readRecord(layout);
  if (known === undefined && !isNew) {
    throw new Error(
      `${layout.record} is missing: it holds the passwords of the database in ${layout.cluster}. ` +
        'Put it back, or move that directory away to begin anew.',
    );
  }
  const record: ServerRecord = {
    port: known?.port ?? (await findFreePort()),
    superuserPassword: known?.superuserPassword ?? randomBytes(32).toString('base64url'),
    ownerPassword: known?.ownerPassword ?? randomBytes(32).toString('base64url'),
    usedByPid: process.pid,
  };
  await writeRecord(layout, record);
  return record;
}

function assertFits(layout: DataLayout, programs: ServerPrograms): void {
  const versionFile = path.join(layout.cluster, 'PG_VERSION');
  const found = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : undefined;
  if (found === programs.majorVersion) return;
  throw new Error(
    found === undefined
      ? `${layout.cluster} is not a PostgreSQL data directory: move it away to begin anew.`
      : `The database in ${layout.cluster} was made by PostgreSQL ${found}; this Dockhook brings ${programs.version}. ` +
          `Dump it with pg_dump ${found} and restore it, or run a PostgreSQL ${found} yourself and set DATABASE_URL.`,
  );
}

/** Tries again where another try can help: on another port, or when what is left of a killed server is gone. */
async function startOnSomePort(
  options: PostmasterOptions,
  record: ServerRecord,
): Promise<{ postmaster: Postmaster; port: number }> {
  let { port } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { postmaster: await runPostmaster({ ...options, port }), port };
    } catch (error) {
      if (!(error instanceof PostmasterFailure) || attempt === START_ATTEMPTS) throw error;
      if (error.log.includes('could not create any TCP/IP sockets')) {
        port = await findFreePort();
        await writeRecord(options.layout, { ...record, port });
      } else if (error.log.includes('pre-existing shared memory block')) {
        await sleep(RETRY_MS); // sessions of a server that was killed notice within a moment
      } else {
        throw error;
      }
    }
  }
}

/** Watches the server until `stop()`, which this returns. */
function superviseUntilStopped(
  postmaster: Postmaster,
  unlock: () => void,
  onExit: EmbeddedServerOptions['onExit'],
): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  process.once('exit', postmaster.signalStop);
  void postmaster.ended.then((reason) => {
    process.off('exit', postmaster.signalStop);
    if (stopped === undefined) onExit?.(new Error(reason));
  });
  return () => (stopped ??= postmaster.stop().finally(unlock));
}

export function urlOf(user: string, password: string, port: number, host = LOOPBACK): string {
  return `postgres://${user}:${password}@${host}:${port}/${user}`;
}

const LOOPBACK = '127.0.0.1';
/** Of a socket's path, in bytes; macOS allows the fewest. */
const LONGEST_SOCKET_PATH = 103;

function socketHost({ cluster }: DataLayout, port: number): string {
  const isPossible =
    process.platform !== 'win32' && Buffer.byteLength(path.join(cluster, `.s.PGSQL.${port}`)) <= LONGEST_SOCKET_PATH;
  return isPossible ? encodeURIComponent(cluster) : LOOPBACK;
}

/** What a killed server left: its process id may be somebody else's by now, and the server would not start. */
async function removeSockets({ cluster }: DataLayout): Promise<void> {
  const names = (await readdir(cluster)).filter((name) => name.startsWith('.s.PGSQL.'));
  await Promise.all(names.map((name) => rm(path.join(cluster, name), { force: true })));
}
