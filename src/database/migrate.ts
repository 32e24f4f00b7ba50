/**
 * Brings a database to the present version: roles, our tables, the job queue's tables, grants. Runs as
 * the owner, before the service connects as its lesser roles. Safe to run from many processes at once.
 */
import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { migrations } from '../../migrations/index.ts';
import { entities } from './entities/index.ts';
import { DELIVERY_QUEUE, deliveryQueueOptions, JOB_SCHEMA } from './delivery-queue.ts';
import { ensureRoles, SYSTEM_ROLE, TENANT_ROLE } from './roles.ts';

const OLDEST_VERSION = 150000;
/** Any constant: the advisory lock that lets one process migrate while the others wait. */
const MIGRATION_LOCK = 726_301_944;

export interface MigrateOptions {
  /** postgres:// URL of the user that owns the tables. */
  readonly url: string;
}

/**
 * Migrates; returns when the database is at the present version.
 * @throws Error when the server is older than PostgreSQL 15 or the user may not do what is needed
 */
export async function migrate({ url }: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'dockhook migrate' });
  client.on('error', () => {}); // the statement under way rejects; without a listener the process would end
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await assertVersion(client);
    await ensureRoles(client);
    await client.query('create schema if not exists dockhook');
    await migrateTables(url);
    await migrateJobQueue(url);
    await client.query(jobQueueGrants);
    await client.query(jobDataStorage);
  } finally {
    await client.end();
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version: string; server_version_num: string }>(
    `select current_setting('server_version') as server_version, current_setting('server_version_num') as server_version_num`,
  );
  if (Number(rows[0]?.server_version_num) < OLDEST_VERSION) {
    throw new Error(`Dockhook needs PostgreSQL 15 or newer; this server is ${rows[0]?.server_version}.`);
  }
}

async function migrateTables(url: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    schema: 'dockhook',
    logger: () => {},
    migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration', transactional: true },
  });
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}

async function migrateJobQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: JOB_SCHEMA, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {}); // start() and createQueue() reject with the same error
  await boss.start();
  try {
    if ((await boss.getQueue(DELIVERY_QUEUE)) === null) await boss.createQueue(DELIVERY_QUEUE, deliveryQueueOptions);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Publishing adds jobs as the tenant's role; only the system's role reads, settles and supervises them. */
const jobQueueGrants = `
grant usage on schema ${JOB_SCHEMA} to ${TENANT_ROLE}, ${SYSTEM_ROLE};
grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to ${SYSTEM_ROLE};
grant usage, select on all sequences in schema ${JOB_SCHEMA} to ${SYSTEM_ROLE};
grant execute on all functions in schema ${JOB_SCHEMA} to ${TENANT_ROLE}, ${SYSTEM_ROLE};
grant select on ${JOB_SCHEMA}.queue to ${TENANT_ROLE};
do $$ declare job_table text; begin
  select table_name into job_table from ${JOB_SCHEMA}.queue where name = '${DELIVERY_QUEUE}';
  execute format('grant insert on ${JOB_SCHEMA}.%I to ${TENANT_ROLE}', job_table);
end $$;
`;

/** Tickets live for moments: compressing what they hold took longer than all else about inserting them. */
const jobDataStorage = `
do $$ declare job_table text; begin
  select table_name into job_table from ${JOB_SCHEMA}.queue where name = '${DELIVERY_QUEUE}';
  if exists (select from pg_attribute where attrelid = format('${JOB_SCHEMA}.%I', job_table)::regclass
             and attname = 'data' and attstorage <> 'e') then
    execute format('alter table ${JOB_SCHEMA}.%I alter column data set storage external', job_table);
  end if;
end $$;
`;
