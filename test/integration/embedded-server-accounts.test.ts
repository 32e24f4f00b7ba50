import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unprivilegedAccount } from '../../src/database/embedded-server/server-account.ts';
import { PROGRAM, end, query, useEmbeddedServer } from '../support/embedded-server-fixture.ts';

const isRoot = process.geteuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
const fixture = useEmbeddedServer();

describe('the account of the embedded server', () => {
  it('runs as postgres, else as nobody, else as any other account with a name, where we are root', () => {
    const root = 'root:x:0:0::/root:/bin/sh\n';
    const [bin, nobody, postgres] = ['bin:x:2:3::/:', 'nobody:x:65534:65533::/:', 'postgres:x:101:104::/:'];
    expect(unprivilegedAccount(root + [bin, nobody, postgres].join('\n'))).toEqual({ uid: 101, gid: 104 });
    expect(unprivilegedAccount(root + [bin, nobody].join('\n'))).toEqual({ uid: 65534, gid: 65533 });
    expect(unprivilegedAccount(`${root}${bin}\n`)).toEqual({ uid: 2, gid: 3 });
    expect(unprivilegedAccount(root)).toBeUndefined();
  });

  if (isRoot) {
    it('runs as an unprivileged account when we are root, with data below a directory closed to it', async () => {
      expect(statSync(fixture.base).mode & 0o777).toBe(0o700);
      const { pid, appUrl, stop } = await fixture.start();
      expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
      expect(statSync(`/proc/${pid}/cwd`).ino).toBe(statSync(path.join(fixture.dataDir, 'postgres')).ino);
      expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
      await stop();
    });

    it('takes over, as root, data that root has copied', async () => {
      fixture.useUsedDirectory();
      const { stop, appUrl } = await fixture.start();
      await query(appUrl, 'create table kept as select 42 as answer');
      await stop();
      const original = fixture.dataDir;
      fixture.dataDir = path.join(fixture.base, 'copy');
      await cp(original, fixture.dataDir, { recursive: true });
      const copy = await fixture.start();
      expect(await query(copy.appUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    });
  }

  if (isRoot && canRead(NOBODY, PROGRAM)) {
    it('runs as an ordinary user', async () => {
      chownSync(fixture.base, NOBODY.uid, NOBODY.gid);
      const { pid, appUrl, error } = await fixture.launch(NOBODY).report;
      expect(error).toBeUndefined();
      expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY.uid);
      expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('can be started by root in between and then by its user again', async () => {
      chownSync(fixture.base, NOBODY.uid, NOBODY.gid);
      const first = fixture.launch(NOBODY);
      expect((await first.report).error).toBeUndefined();
      await end(first.child);
      await (await fixture.start()).stop();
      expect((await fixture.launch(NOBODY).report).error).toBeUndefined();
    });

    it('tells an ordinary user that the data belong to another', async () => {
      fixture.useUsedDirectory();
      for (const entry of [fixture.base, fixture.dataDir, path.join(fixture.dataDir, 'postgres.lock')])
        chownSync(entry, NOBODY.uid, NOBODY.gid);
      chownSync(path.join(fixture.dataDir, 'postgres'), 1, 1);
      expect((await fixture.launch(NOBODY).report).error).toMatch(
        /belongs to another user \(uid 1, we are uid 65534\)/,
      );
    });
  }
});

function canRead(account: { uid: number; gid: number }, file: string): boolean {
  const code = 'require("node:fs").accessSync(process.argv[1])';
  return spawnSync(process.execPath, ['-e', code, file], { ...account, cwd: '/' }).status === 0;
}
