/**
 * Makes PostgreSQL's data directory. It is built beside its final place and renamed when complete, so that a start
 * that was killed half-way leaves nothing behind that the next one could mistake for a database.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DataLayout, ServerRecord } from './data-layout.ts';
import { type Account, type ProgramResult, runProgram } from './run-program.ts';
import { giveAll, unprivilegedAccount } from './server-account.ts';
import type { ServerPrograms } from './server-programs.ts';

const UNFINISHED = 'postgres.unfinished-';

export interface MakeClusterOptions {
  readonly layout: DataLayout;
  readonly programs: ServerPrograms;
  readonly account: Account | undefined;
  readonly record: ServerRecord;
  readonly durable: boolean;
}

/**
 * How to name the data directory to programs that were started in it. On Linux, by way of their own working directory:
 * that needs no right to enter the directories above it, which another account often lacks (/root, DATA_DIR itself).
 */
export function clusterArgument(cluster: string): string {
  return existsSync('/proc/self/cwd') ? '/proc/self/cwd' : cluster;
}

/** @throws Error with initdb's own words */
export async function makeCluster(options: MakeClusterOptions): Promise<void> {
  const { layout, account, record, durable } = options;
  await removeUnfinished(layout);
  const directory = await mkdtemp(path.join(layout.root, UNFINISHED));
  const passwordFile = `${directory}.password`;
  if (account !== undefined) giveAll(directory, account);
  try {
    await writeFile(passwordFile, `${record.superuserPassword}\n`, { mode: 0o600 });
    const { exitCode, stderr } = await initialise(options, directory, passwordFile, [
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Not the machine's locale: the same order and case rules everywhere, and for the life of the data.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (exitCode !== 0) throw new Error(`initdb could not make a database in ${layout.root}:\n${stderr.trim()}`);
    await rename(directory, layout.cluster);
    if (durable && process.platform !== 'win32') await syncDirectory(layout.root);
  } finally {
    await removeUnfinished(layout);
  }
}

/** Patiently: the initdb of a killed start may still be writing into its directory, until it misses what is gone. */
async function removeUnfinished({ root }: DataLayout): Promise<void> {
  const names = (await readdir(root)).filter((name) => name.startsWith(UNFINISHED));
  for (const name of names) {
    await rm(path.join(root, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function initialise(
  { programs, account }: MakeClusterOptions,
  cwd: string,
  passwordFile: string,
  settings: readonly string[],
): Promise<ProgramResult> {
  if (process.platform === 'win32') {
    return runProgram(programs.initdb, [`--pgdata=${cwd}`, `--pwfile=${passwordFile}`, ...settings], { account, cwd });
  }
  const file = await open(passwordFile);
  try {
    if (account !== undefined) await file.chown(account.uid, account.gid);
    const args = [`--pgdata=${clusterArgument(cwd)}`, '--pwfile=/dev/stdin', ...settings];
    const result = await runProgram(programs.initdb, args, { account, cwd, stdin: file.fd });
    if (!result.stderr.includes('could not look up effective user ID')) return result;
    return await initialiseUnderAnotherName(programs.initdb, args, cwd, file.fd, result);
  } finally {
    await file.close();
  }
}

/** Containers are often run under a number that has no name (`docker run -u 12345`), which initdb refuses. */
async function initialiseUnderAnotherName(
  initdb: string,
  args: readonly string[],
  cwd: string,
  stdin: number,
  refusal: ProgramResult,
): Promise<ProgramResult> {
  const alias = unprivilegedAccount();
  if (alias === undefined) return refusal;
  const mapping = ['--user', `--map-user=${alias.uid}`, `--map-group=${alias.gid}`];
  const options = { account: undefined, cwd, stdin };
  const result = await runProgram('unshare', [...mapping, initdb, ...args], options).catch(() => undefined);
  if (result?.exitCode === 0) return result;
  return { ...refusal, stderr: `${refusal.stderr}Give that uid a line in /etc/passwd, or set DATABASE_URL.` };
}
