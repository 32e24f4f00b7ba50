/** Inside the new server: the login role and the database that Dockhook itself uses. The superuser does no more than this. */
import pg from 'pg';

/** The login role that owns the database, and the database's name. */
export const OWNER = 'dockhook';

/** Idempotent, because a start can be killed between any two of these statements. */
export async function makeOwner(superuserUrl: string, ownerPassword: string): Promise<void> {
  const client = new pg.Client({
    connectionString: superuserUrl,
    application_name: 'dockhook embedded server',
    connectionTimeoutMillis: 30_000,
  });
  client.on('error', () => {}); // the statement under way rejects; without a listener the process would end
  try {
    await client.connect();
    const roles = await client.query('select from pg_roles where rolname = $1', [OWNER]);
    const verb = roles.rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role ${OWNER} login createrole password ${pg.escapeLiteral(ownerPassword)}`);
    const databases = await client.query('select from pg_database where datname = $1', [OWNER]);
    if (databases.rowCount === 0) await client.query(`create database ${OWNER} owner ${OWNER}`);
  } finally {
    await client.end();
  }
}
