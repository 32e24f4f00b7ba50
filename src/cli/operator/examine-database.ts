/** The database: can it be reached, is it ours, does it keep tenants apart, do the clocks agree. */
import pg from 'pg';
import { migrations } from '../../../migrations/index.ts';
import type { Config } from '../../config.ts';
import { SYSTEM_ROLE, TENANT_ROLE } from '../../database/roles.ts';
import { examinePartitions } from './examine-partitions.ts';
import { examineSecrets } from './examine-secrets.ts';
import { reasonOf, type Finding } from './finding.ts';

const OLDEST_VERSION = 150_000;
/** Receivers refuse signatures whose timestamp is too far from their own clock, usually five minutes. */
const SKEW_ADVICE_MS = 2_000;
const SKEW_WRONG_MS = 60_000;

/** Looks as far as it gets: what cannot be asked because of an earlier finding is left out. */
export async function* examineDatabase(url: string, config: Config): AsyncGenerator<Finding> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'dockhook doctor',
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  });
  client.on('error', () => {}); // the query under way rejects; without a listener the process would end
  try {
    await client.connect();
  } catch (error) {
    yield { kind: 'wrong', text: `The database cannot be reached: ${reasonOf(error)}.` };
    return;
  }
  try {
    yield await examineVersion(client);
    yield await examineClock(client);
    const roles = await examineRoles(client);
    yield* roles;
    const history = await examineMigrations(client);
    yield history;
    if (history.kind === 'wrong' || roles.some(({ kind }) => kind === 'wrong')) return;
    yield* await examineSeparation(client);
    yield* await examinePartitions(client);
    yield* await examineSecrets(client, config);
  } catch (error) {
    yield { kind: 'wrong', text: `The database did not answer a question: ${reasonOf(error)}.` };
  } finally {
    await client.end();
  }
}

async function examineVersion(client: pg.Client): Promise<Finding> {
  const row = await one<{ version: string; number: string }>(
    client,
    `select current_setting('server_version') as version, current_setting('server_version_num') as number`,
  );
  return Number(row.number) >= OLDEST_VERSION
    ? { kind: 'good', text: `PostgreSQL ${row.version} answers.` }
    : { kind: 'wrong', text: `PostgreSQL ${row.version} is too old: Dockhook needs 15 or newer.` };
}

async function examineClock(client: pg.Client): Promise<Finding> {
  const askedAt = Date.now();
  const { now } = await one<{ now: Date }>(client, 'select clock_timestamp() as now');
  const skewMs = now.getTime() - (askedAt + Date.now()) / 2;
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1);
  const text = `The database's clock is ${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} this machine's`;
  if (Math.abs(skewMs) >= SKEW_WRONG_MS) {
    return { kind: 'wrong', text: `${text}: receivers may refuse signatures. Synchronise the clocks.` };
  }
  if (Math.abs(skewMs) >= SKEW_ADVICE_MS) return { kind: 'advice', text: `${text}. Synchronise the clocks.` };
  return { kind: 'good', text: 'The clocks of the database and of this machine agree.' };
}

async function examineRoles(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string; member: boolean; mighty: boolean }>(
    `select rolname as name, pg_has_role(current_user, oid, 'MEMBER') as member, rolsuper or rolbypassrls as mighty
     from pg_roles where rolname = any($1)`,
    [[TENANT_ROLE, SYSTEM_ROLE]],
  );
  const findings = [TENANT_ROLE, SYSTEM_ROLE].flatMap((name): Finding[] => {
    const row = rows.find((role) => role.name === name);
    if (row === undefined) return [{ kind: 'wrong', text: `The role ${name} does not exist: run migrate.` }];
    if (row.mighty) return [{ kind: 'wrong', text: `The role ${name} passes by row-level security. It must not.` }];
    if (!row.member) return [{ kind: 'wrong', text: `The user of DATABASE_URL may not act as ${name}: run migrate.` }];
    return [];
  });
  return findings.length > 0
    ? findings
    : [{ kind: 'good', text: 'Both roles are there and bound by row-level security.' }];
}

async function examineMigrations(client: pg.Client): Promise<Finding> {
  const { found } = await one<{ found: boolean }>(
    client,
    `select to_regclass('dockhook.migration') is not null as found`,
  );
  if (!found) return { kind: 'wrong', text: 'This database has no Dockhook in it: run migrate, or start the service.' };
  const { rows } = await client.query<{ name: string }>('select name from dockhook.migration');
  const done = new Set(rows.map((row) => row.name));
  const missing = migrations.filter(({ name }) => !done.has(name)).length;
  if (missing > 0) return { kind: 'wrong', text: `${missing} migration(s) have not been run: run migrate.` };
  return done.size > migrations.length
    ? { kind: 'advice', text: 'The database was migrated by a newer Dockhook than this one.' }
    : { kind: 'good', text: 'The database is at the present version.' };
}

/** Not what the tables declare but what happens: the tenants' role asks for everything, as nobody in particular. */
async function examineSeparation(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'dockhook'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
       and has_any_column_privilege($1, c.oid, 'select') and not (c.relrowsecurity and c.relforcerowsecurity)
       and c.relname <> 'stats_cursor' -- one row, how far the counting has come: of no tenant
     order by 1`,
    [TENANT_ROLE],
  );
  if (rows.length > 0) {
    const names = rows.map((row) => row.name).join(', ');
    return [{ kind: 'wrong', text: `Tenants can read without forced row-level security: ${names}.` }];
  }
  await client.query('begin read only');
  try {
    await client.query(`set local role ${TENANT_ROLE}`);
    const { seen } = await one<{ seen: boolean }>(client, 'select exists (select from dockhook.api_key) as seen');
    return seen
      ? [{ kind: 'wrong', text: 'The role of the tenants sees rows without naming a tenant.' }]
      : [{ kind: 'good', text: 'Tenants are kept apart: row-level security is on and forced wherever they can read.' }];
  } finally {
    await client.query('rollback');
  }
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<Row> {
  const { rows } = await client.query<Row>(text);
  return rows[0] as Row;
}
