/**
 * The two ways into the database: as one tenant, or as the system. Each is a MikroORM instance whose
 * connections begin as that role, so that no code path can forget to become it.
 */
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import pg, { type Pool } from 'pg';
import type { Scope } from '../domain/scope.ts';
import { entities } from './entities/index.ts';
import { guardConnections } from './guard-connections.ts';
import { heedRequestTime, outsideRequests, refuseWhenOver } from './request-time.ts';
import { SYSTEM_ROLE, TENANT_ROLE } from './roles.ts';
import { inTransaction, sqlOn, type Sql } from './sql.ts';

export interface DatabaseOptions {
  /** postgres:// URL of the user that owns the tables. */
  readonly url: string;
  /** Connections for tenants' requests; default 10. */
  readonly tenantConnections?: number;
  /** Connections for the pipeline and credentials; default 8. */
  readonly systemConnections?: number;
  /** After which a statement of a tenant's request is ended; at most, and by default, 10 s. */
  readonly tenantStatementMs?: number;
}

/** By name. */
type Settings = Readonly<Record<string, string>>;

export interface Database {
  /** A fresh EntityManager that sees what lies in a scope and nothing else. One per operation. */
  forTenant(scope: Scope): EntityManager;
  /** A fresh EntityManager that sees every tenant. */
  forSystem(): EntityManager;
  /** Hand-written reads within a scope. They do not begin any more when the time of their request is over. */
  tenantRead<T>(scope: Scope, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** One transaction of hand-written statements within a scope, which changes something: no request's time ends it. */
  tenantTransaction<T>(scope: Scope, work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * One transaction of hand-written statements as the system.
   * @param settings of PostgreSQL, for this transaction alone
   */
  systemTransaction<T>(work: (sql: Sql) => Promise<T>, settings?: Settings): Promise<T>;
  /** Single statements as the system, each a transaction of its own. */
  readonly system: Sql;
  /** The same for reads of a request: they do not begin any more when its time is over. */
  readonly systemReads: Sql;
  /** The pool behind `system`, for the job queue. */
  readonly systemPool: Pool;
  /** Rejects when the database does not answer within 3 s, or takes no changes. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Connects. The database must have been migrated. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const tenantOrm = await connect(
    options.url,
    TENANT_ROLE,
    options.tenantConnections ?? 10,
    Math.min(STATEMENT_MS, options.tenantStatementMs ?? STATEMENT_MS),
  );
  const systemOrm = await connect(options.url, SYSTEM_ROLE, options.systemConnections ?? 8, STATEMENT_MS);
  const tenantPool = await poolOf(tenantOrm);
  heedRequestTime(tenantPool);
  const systemPool = await poolOf(systemOrm);
  const system = sqlOn(systemPool);
  const unguard = [tenantPool, systemPool].map((pool) => guardConnections(pool));
  await Promise.all([tenantPool, systemPool].map(discardOpen));
  let asking: Promise<unknown> | undefined;

  return {
    forTenant: (scope) => tenantOrm.em.fork({ session: { variables: settingsOf(scope) } }),
    forSystem: () => systemOrm.em.fork(),
    tenantRead: (scope, work) => inTransaction(tenantPool, beginWith(settingsOf(scope)), work),
    tenantTransaction: (scope, work) =>
      outsideRequests(() => inTransaction(tenantPool, beginWith(settingsOf(scope)), work)),
    systemTransaction: (work, settings = {}) => inTransaction(systemPool, beginWith(settings), work),
    system,
    systemReads: {
      async query(statement, values) {
        refuseWhenOver();
        return system.query(statement, values);
      },
    },
    systemPool,
    async ping() {
      // One question for all who ask: probes must not take the connections that they ask about.
      asking ??= system.query<{ standby: boolean }>('select pg_is_in_recovery() as standby').finally(() => {
        asking = undefined;
      });
      const [row] = (await withTimeout(asking, PING_TIMEOUT_MS)) as { standby: boolean }[];
      if (row?.standby !== false) throw new Error('the database is a standby: it takes no changes');
    },
    async close() {
      await Promise.all([closeOrm(tenantOrm), closeOrm(systemOrm)]);
      for (const stop of unguard) stop();
    },
  };
}

const STATEMENT_MS = 10_000;
const PING_TIMEOUT_MS = 3_000;
/** Closing waits for connections in use; one that hangs must not keep the process. */
const CLOSE_TIMEOUT_MS = 5_000;

async function closeOrm(orm: MikroORM): Promise<void> {
  await withTimeout(orm.close(true), CLOSE_TIMEOUT_MS).catch(() => {});
}

/** What the policies of row-level security compare with; empty means every company, every fulfillment center. */
const settingsOf = ({ tenantId, companyId, fulfillmentCenterId }: Scope): Settings => ({
  'dockhook.tenant_id': tenantId,
  'dockhook.company_id': companyId ?? '',
  'dockhook.fulfillment_center_id': fulfillmentCenterId ?? '',
});

/** One message for all of it. */
const beginWith = (settings: Settings): string =>
  ['begin', ...Object.entries(settings).map(([name, value]) => `set local ${name} = ${pg.escapeLiteral(value)}`)].join(
    '; ',
  );

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function connect(url: string, role: string, connections: number, statementMs: number): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: url,
    entities,
    schema: 'dockhook',
    pool: { min: 0, max: connections, idleTimeoutMillis: 60_000 },
    driverOptions: {
      application_name: `dockhook ${role}`,
      options: `-c role=${role} -c plan_cache_mode=force_generic_plan -c statement_timeout=${statementMs} -c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000`,
      // For a connection of the pool and for a new one alike: then the caller is told to come back.
      connectionTimeoutMillis: 4_500,
      keepAlive: true,
    },
  });
}

/** Connections that MikroORM opened to look at the server, before the guard was told of any. */
async function discardOpen(pool: Pool): Promise<void> {
  const open = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of open) client.release(true);
}

async function poolOf(orm: MikroORM): Promise<Pool> {
  const connection = orm.em.getDriver().getConnection();
  // MikroORM bundles its own typings of the driver; at run time it is the same `pg` Pool.
  return (await connection.getNativeClient()) as unknown as Pool;
}
