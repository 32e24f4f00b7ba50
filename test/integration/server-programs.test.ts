import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDataLayout } from '../../src/database/embedded-server/data-layout.ts';
import { copyNativeFiles, locateNativeFiles } from '../../src/database/embedded-server/native-files.ts';
import type { Account } from '../../src/database/embedded-server/run-program.ts';
import { unprivilegedAccount } from '../../src/database/embedded-server/server-account.ts';
import { prepareServerPrograms, type ServerPrograms } from '../../src/database/embedded-server/server-programs.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';

let base: string;
/** The platform's package as npm unpacks it under --ignore-scripts: without links. */
let nativeDir: string;
const log = vi.fn();

beforeEach(() => {
  log.mockReset();
  base = makeTemporaryDirectory();
  const native = locateNativeFiles();
  nativeDir = path.join(base, 'package/native');
  cpSync(native, nativeDir, { recursive: true, verbatimSymlinks: true });
  cpSync(path.join(native, '../package.json'), path.join(base, 'package/package.json'));
  for (const link of links()) rmSync(link, { force: true });
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

function links(): string[] {
  const list = JSON.parse(readFileSync(path.join(nativeDir, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  return list.map(({ target }) => path.join(base, 'package', target));
}

function prepare(account?: Account, copyParents?: readonly string[]): Promise<ServerPrograms> {
  const layout = openDataLayout(path.join(base, '.data'));
  return prepareServerPrograms({ layout, account, nativeDir, log, ...(copyParents ? { copyParents } : {}) });
}

describe("PostgreSQL's programs", () => {
  it('run where they are, and the links that npm ci --ignore-scripts leaves out are made', async () => {
    const programs = await prepare();
    expect(programs).toMatchObject({ majorVersion: '18', postgres: path.join(nativeDir, 'bin/postgres') });
    expect(links().every((link) => existsSync(link))).toBe(true);
    expect(log).not.toHaveBeenCalled();
  });

  it('run from a copy where they are damaged beyond links, or say why none of them runs', async () => {
    truncateSync(path.join(nativeDir, 'bin/postgres'), 1000);
    await expect(prepare()).rejects.toThrow(/cannot be run.*\n.*package\/native: .*\n.*set DATABASE_URL/s);
  });

  it('are copied once, and again when a file of the copy has gone', async () => {
    const parent = path.join(base, 'copies');
    const copy = await copyNativeFiles(nativeDir, parent);
    const inode = (): number => statSync(path.dirname(copy)).ino;
    const first = inode();
    expect(await copyNativeFiles(nativeDir, parent)).toBe(copy);
    expect(inode()).toBe(first);
    rmSync(path.join(copy, 'share/postgresql.conf.sample'), { force: true });
    rmSync(path.join(copy, 'bin/initdb'));
    await copyNativeFiles(nativeDir, parent);
    expect(existsSync(path.join(copy, 'bin/initdb'))).toBe(true);
  });

  it('are not taken from a copy that others may write to', async () => {
    const parent = path.join(base, 'copies');
    const home = path.dirname(await copyNativeFiles(nativeDir, parent));
    chmodSync(home, 0o777);
    await copyNativeFiles(nativeDir, parent);
    expect(statSync(home).mode & 0o777).toBe(0o755);
  });

  const account = unprivilegedAccount();
  if (process.geteuid?.() === 0 && account !== undefined) {
    it('are copied to where the account of the server can run them when it cannot enter their directory', async () => {
      const open = makeTemporaryDirectory();
      chmodSync(open, 0o755);
      const closed = path.join(base, 'closed');
      mkdirSync(closed);
      const umask = process.umask(0o077);
      try {
        const programs = await prepare(account, [closed, open]);
        expect(programs.postgres.startsWith(open)).toBe(true);
        expect(log).toHaveBeenCalledWith(expect.stringContaining(`from a copy in ${open}`));
      } finally {
        process.umask(umask);
        rmSync(open, { recursive: true });
      }
    });
  }
});
