/** A streaming standby of the rig's PostgreSQL, made without pg_basebackup, which the npm package does not bring. */
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { openDataLayout } from '../../../src/database/embedded-server/data-layout.ts';
import { findFreePort } from '../../../src/database/embedded-server/find-free-port.ts';
import { runPostmaster } from '../../../src/database/embedded-server/run-postmaster.ts';
import { chooseAccount } from '../../../src/database/embedded-server/server-account.ts';
import { prepareServerPrograms } from '../../../src/database/embedded-server/server-programs.ts';
import type { RigDatabase } from './rig-database.ts';

export interface Standby {
  readonly port: number;
  /** Makes it the primary; resolves when it takes changes. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'chaos_standby';

/** A synchronous one: what is committed is on both. Resolves when it runs. */
export async function startStandby(database: RigDatabase, dataDir: string): Promise<Standby> {
  const layout = openDataLayout(dataDir);
  const primary = new URL(database.superuserUrl);
  await database.session(async (client) => {
    await client.query(`select pg_backup_start('chaos', true)`);
    cpSync(database.cluster, layout.cluster, { recursive: true, preserveTimestamps: true });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(path.join(layout.cluster, 'backup_label'), rows[0]?.labelfile ?? '');
    cpSync(path.join(database.cluster, 'pg_wal'), path.join(layout.cluster, 'pg_wal'), {
      recursive: true,
      force: true,
    });
  });
  for (const file of ['postmaster.pid', 'postmaster.opts']) rmSync(path.join(layout.cluster, file), { force: true });
  writeFileSync(path.join(layout.cluster, 'standby.signal'), '');
  chmodSync(layout.cluster, 0o700); // PostgreSQL insists

  const account = chooseAccount(layout);
  const programs = await prepareServerPrograms({ layout, account, nativeDir: undefined, log: () => {} });
  const port = await findFreePort();
  const postmaster = await runPostmaster({
    layout,
    programs,
    account,
    port,
    settings: {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres password=${primary.password} application_name=${NAME}`,
    },
  });
  await database.query(`alter system set synchronous_standby_names = '${NAME}'`);
  await database.query('select pg_reload_conf()');
  const url = new URL(primary);
  url.port = String(port);

  return {
    port,
    async promote() {
      const client = new pg.Client({ connectionString: url.href });
      client.on('error', () => {}); // the statement under way rejects
      await client.connect();
      try {
        await client.query('select pg_promote()');
      } finally {
        await client.end();
      }
    },
    stop: () => postmaster.stop(),
  };
}
