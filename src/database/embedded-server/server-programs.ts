/**
 * Finds PostgreSQL's programs in a place where the server's account can run them. node_modules is such a place unless
 * it is below a directory that account cannot enter (root's home), or is read-only and lacks its library links.
 */
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataLayout } from './data-layout.ts';
import { copyNativeFiles, locateNativeFiles, makeLinks } from './native-files.ts';
import { type Account, runProgram } from './run-program.ts';

export interface ServerPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** "18.4" */
  readonly version: string;
  /** The part that says whether a data directory fits: "18". */
  readonly majorVersion: string;
}

export interface ServerProgramsOptions {
  readonly layout: DataLayout;
  readonly account: Account | undefined;
  /** Default: the installed package's. */
  readonly nativeDir: string | undefined;
  /** Where copies may be made. Default: for another account /var/lib, then /tmp; for ourselves DATA_DIR. */
  readonly copyParents?: readonly string[];
  readonly log: (line: string) => void;
}

/** @throws Error that names every place tried and why it did not serve */
export async function prepareServerPrograms(options: ServerProgramsOptions): Promise<ServerPrograms> {
  const { layout, account, log } = options;
  const nativeDir = options.nativeDir ?? locateNativeFiles();
  const failures: string[] = [];

  async function tryPlace(directory: string): Promise<ServerPrograms | undefined> {
    try {
      return await probe(directory, account);
    } catch (error) {
      failures.push(`  ${directory}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  await makeLinks(nativeDir);
  const inPlace = await tryPlace(nativeDir);
  if (inPlace !== undefined) return inPlace;

  // An account other than ours cannot be expected to enter DATA_DIR, but these it can.
  const defaultParents = account === undefined ? [layout.root] : ['/var/lib/dockhook', tmpdir()];
  for (const parent of options.copyParents ?? defaultParents) {
    try {
      const copy = await copyNativeFiles(nativeDir, parent);
      const programs = await tryPlace(copy);
      if (programs === undefined) continue;
      log(`Running PostgreSQL's programs from a copy in ${path.dirname(copy)}.`);
      return programs;
    } catch (error) {
      failures.push(`  ${parent}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const who = account === undefined ? '' : ` as uid ${account.uid}, which it needs because it refuses to run as root`;
  throw new Error(
    `The embedded PostgreSQL cannot be run${who}:\n${failures.join('\n')}\n` +
      'It needs macOS, Windows or a Linux with glibc, and best an ordinary user. Elsewhere set DATABASE_URL.',
  );
}

/** Runs `postgres --version`: shows at once whether the place can be entered, run from, and has its libraries. */
async function probe(nativeDir: string, account: Account | undefined): Promise<ServerPrograms> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => path.join(nativeDir, 'bin', name + suffix);
  const { exitCode, stdout, stderr } = await runProgram(program('postgres'), ['--version'], { account });
  const [, version, majorVersion] = /\) ((\d+)\S*)/.exec(stdout) ?? [];
  if (exitCode !== 0 || version === undefined || majorVersion === undefined) {
    throw new Error(stderr.trim() || `postgres --version ended with code ${exitCode}`);
  }
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), version, majorVersion };
}
