/**
 * The two database roles the service works with. Both are made for connecting through (`-c role=…`),
 * not for logging in; neither owns a table, and neither bypasses row-level security.
 */
import type { Client } from 'pg';

/** Sees the rows of the tenant named in the setting `dockhook.tenant_id`, and none without it. */
export const TENANT_ROLE = 'dockhook_tenant';
/** Sees every tenant; for the pipeline, the live feed and the look-up of credentials. */
export const SYSTEM_ROLE = 'dockhook_system';

/**
 * Makes sure that the roles exist and that the connected user may act as them.
 * @throws Error with the statements for a database administrator when the user may not create roles
 */
export async function ensureRoles(client: Client): Promise<void> {
  const missing: string[] = [];
  for (const role of [TENANT_ROLE, SYSTEM_ROLE]) {
    const { rows } = await client.query<{ exists: boolean; member: boolean }>(
      `select true as exists, pg_has_role(current_user, oid, 'MEMBER') as member from pg_roles where rolname = $1`,
      [role],
    );
    if (rows[0] === undefined) missing.push(`create role ${role} nologin nobypassrls`);
    if (rows[0]?.member !== true) missing.push(`grant ${role} to ${client.escapeIdentifier(client.user ?? '')}`);
  }
  for (const statement of missing) await run(client, statement, missing);
}

async function run(client: Client, statement: string, all: readonly string[]): Promise<void> {
  try {
    await client.query(statement);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    // Another process created or granted it between our look and our statement.
    if (code === '42710' || code === '23505') return;
    throw new Error(
      `The database user "${client.user}" may not create the roles of Dockhook. ` +
        `Have an administrator run:\n${all.map((line) => `  ${line};`).join('\n')}`,
      { cause },
    );
  }
}
