import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { watch, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { kill, query, useEmbeddedServer } from '../support/embedded-server-fixture.ts';
import { isRunning } from '../support/is-running.ts';

const isRoot = process.geteuid?.() === 0;
const fixture = useEmbeddedServer();

describe('the embedded server, after an accident', () => {
  it('replaces the server of a process that was killed, and keeps its data', async () => {
    fixture.useUsedDirectory();
    const { child, report } = fixture.launch();
    const orphan = await report;
    await query(orphan.appUrl, 'create table kept as select 42 as answer');
    await kill(child);
    expect(isRunning(orphan.pid)).toBe(true);
    const log = vi.fn();
    const { appUrl, pid } = await fixture.start({ log });
    expect(log).toHaveBeenCalledWith(
      expect.stringContaining(`(pid ${orphan.pid}) that an earlier Dockhook left running`),
    );
    expect(pid).not.toBe(orphan.pid);
    expect(await query(appUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('begins anew after a first start that was killed half-way', async () => {
    mkdirSync(fixture.dataDir);
    const changes = watch(fixture.dataDir);
    const { child } = fixture.launch();
    for await (const { filename } of changes) if (filename?.startsWith('postgres.unfinished-')) break;
    await kill(child);
    expect(existsSync(path.join(fixture.dataDir, 'postgres'))).toBe(false);
    const { appUrl } = await fixture.start();
    expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(fixture.dataDir).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('is not misled by a stale postmaster.pid that names a living process, and leaves that process alone', async () => {
    fixture.useUsedDirectory();
    const first = await fixture.start();
    const pidFile = path.join(fixture.dataDir, 'postgres/postmaster.pid');
    const text = readFileSync(pidFile, 'utf8');
    await first.stop();
    const { uid, gid } = statSync(path.join(fixture.dataDir, 'postgres'));
    const stranger = spawn('sleep', ['600'], isRoot ? { uid, gid } : {});
    await once(stranger, 'spawn');
    await writeFile(pidFile, text.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
    if (isRoot) chownSync(pidFile, uid, gid);
    const { appUrl } = await fixture.start();
    expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.signalCode).toBeNull();
    await kill(stranger);
  });

  it('moves to another port when its own is taken', async () => {
    fixture.useUsedDirectory();
    const first = await fixture.start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await fixture.start();
    expect(second.port).not.toBe(first.port);
    await second.stop();
    squatter.close();
    expect((await fixture.start()).port).toBe(second.port);
  });

  it('reports the end of a server that it did not stop, and starts again afterwards', async () => {
    fixture.useUsedDirectory();
    const { promise, resolve } = Promise.withResolvers<Error>();
    const server = await fixture.start({ durable: true, onExit: resolve });
    await query(server.appUrl, 'create table kept as select 42 as answer');
    process.kill(server.pid, 'SIGKILL');
    expect((await promise).message).toContain('PostgreSQL ended (SIGKILL)');
    await server.stop();
    const { appUrl } = await fixture.start();
    expect(await query(appUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('ends with a process that exits without stopping it', async () => {
    fixture.useUsedDirectory();
    const { child, report } = fixture.launch();
    const { pid } = await report;
    child.stdin?.write('exit\n');
    await once(child, 'exit');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000);
  });

  it('is not hit by the Ctrl-C that asks its process to drain', async () => {
    fixture.useUsedDirectory();
    const { child, report } = fixture.launch();
    const { appUrl } = await report;
    process.kill(-(child.pid ?? 0), 'SIGINT'); // what a terminal does: the whole process group
    expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('works below a path longer than a socket can have', async () => {
    fixture.dataDir = path.join(
      fixture.base,
      ...Array.from({ length: 12 }, () => 'a directory with a long name'),
      '.data',
    );
    const { appUrl } = await fixture.start();
    expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
