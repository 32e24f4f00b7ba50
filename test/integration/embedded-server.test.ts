import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { isConnectionLost } from '../../src/database/database-faults.ts';
import { query, useEmbeddedServer } from '../support/embedded-server-fixture.ts';
import { isRunning } from '../support/is-running.ts';
const fixture = useEmbeddedServer();

describe('the embedded server', () => {
  it('gives the application a database of its own and a role that is no superuser', async () => {
    const { appUrl } = await fixture.start();
    const [row] = await query(
      appUrl,
      `select rolname, rolsuper, rolcreaterole, rolcreatedb, current_database() as database,
              pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding, datlocale,
              current_setting('timezone') as timezone, current_setting('fsync') as fsync
         from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    );
    expect(row).toEqual({
      rolname: 'dockhook',
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: false,
      database: 'dockhook',
      owner: 'dockhook',
      encoding: 'UTF8',
      datlocale: 'C.UTF-8',
      timezone: 'UTC',
      fsync: 'off',
    });
    expect(statSync(fixture.dataDir).mode & 0o777).toBe(0o700);
  });

  it('is durable unless told otherwise, and takes settings', async () => {
    fixture.useUsedDirectory();
    const { appUrl } = await fixture.start({ durable: true, settings: { work_mem: '7MB' } });
    const [row] = await query(
      appUrl,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('work_mem') as work_mem`,
    );
    expect(row).toEqual({ fsync: 'on', commit: 'on', work_mem: '7MB' });
  });

  it('refuses connections without the password and keeps it to its user', async () => {
    fixture.useUsedDirectory();
    const { appUrl } = await fixture.start();
    const url = new URL(appUrl);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(path.join(fixture.dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
  });

  it.runIf(process.platform !== 'win32')('serves the service by a Unix socket, with the same password', async () => {
    fixture.useUsedDirectory();
    const { serviceUrl, port, stop } = await fixture.start();
    expect(await query(serviceUrl, 'select inet_server_addr() as address, current_user as role')).toEqual([
      { address: null, role: 'dockhook' },
    ]);
    const url = new URL(serviceUrl);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(readdirSync(path.join(fixture.dataDir, 'postgres'))).toContain(`.s.PGSQL.${port}`);
    await stop();
    await expect(query(serviceUrl, 'select 1')).rejects.toSatisfy(isConnectionLost);
  });

  it('serves the service over TCP where the path of a socket would be too long', async () => {
    fixture.dataDir = path.join(fixture.base, 'd'.repeat(100));
    const { serviceUrl, appUrl } = await fixture.start();
    expect(serviceUrl).toBe(appUrl);
    expect(await query(serviceUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.runIf(process.platform !== 'win32')(
    'starts beside the socket of a server whose process id somebody else has',
    async () => {
      fixture.useUsedDirectory();
      const { port, stop } = await fixture.start();
      await stop();
      const socket = path.join(fixture.dataDir, 'postgres', `.s.PGSQL.${port}`);
      await writeFile(`${socket}.lock`, `${process.ppid}\n${path.dirname(socket)}\n0\n${port}\n.\n`);
      const { serviceUrl } = await fixture.start();
      expect(await query(serviceUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    },
  );

  it('keeps data and URL over a restart, and leaves no process when stopped', async () => {
    fixture.useUsedDirectory();
    const first = await fixture.start();
    await query(first.appUrl, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await fixture.start();
    expect(second.appUrl).toBe(first.appUrl);
    expect(await query(second.appUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('stops although sessions are open', async () => {
    fixture.useUsedDirectory();
    const server = await fixture.start();
    const client = new pg.Client({ connectionString: server.appUrl });
    client.on('error', () => {});
    await client.connect();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    client.once('end', resolve);
    await server.stop();
    await ended;
    await server.stop(); // again: harmless
  });

  it('refuses a second start on the same directory, and the first goes on', async () => {
    fixture.useUsedDirectory();
    const first = await fixture.start();
    const sentence = `Another Dockhook process (pid ${process.pid}) is using ${fixture.dataDir}: stop it, or set DATA_DIR to another directory.`;
    await expect(fixture.start()).rejects.toThrow(sentence);
    expect((await fixture.launch().report).error).toBe(sentence);
    expect(await query(first.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('lets exactly one of two simultaneous first starts through', async () => {
    const reports = await Promise.all([fixture.launch().report, fixture.launch().report]);
    expect(reports.filter(({ error }) => error === undefined)).toHaveLength(1);
    expect(reports.find(({ error }) => error !== undefined)?.error).toContain('Another Dockhook process');
  });

  it('does not report the end that stop() brings about', async () => {
    fixture.useUsedDirectory();
    const onExit = vi.fn();
    await (await fixture.start({ onExit })).stop();
    expect(onExit).not.toHaveBeenCalled();
  });

  it('names the version that made the data when it is another one', async () => {
    fixture.useUsedDirectory();
    await writeFile(path.join(fixture.dataDir, 'postgres/PG_VERSION'), '17\n');
    await expect(fixture.start()).rejects.toThrow(/was made by PostgreSQL 17; this Dockhook brings 18\./);
  });

  it('does not touch a directory that is no database', async () => {
    mkdirSync(path.join(fixture.dataDir, 'postgres'), { recursive: true });
    await expect(fixture.start()).rejects.toThrow('is not a PostgreSQL data directory');
  });

  it('says what is missing when its passwords are gone, and works when they are back', async () => {
    fixture.useUsedDirectory();
    const record = path.join(fixture.dataDir, 'postgres.json');
    await rename(record, `${record}.kept`);
    await expect(fixture.start()).rejects.toThrow(`${record} is missing`);
    await rename(`${record}.kept`, record);
    await fixture.start();
  });

  it('says why it did not start, in the words of PostgreSQL', async () => {
    fixture.useUsedDirectory();
    await expect(fixture.start({ settings: { no_such_setting: '1' } })).rejects.toThrow(
      'unrecognized configuration parameter "no_such_setting"',
    );
    await fixture.start();
  });
});
