/** Runs once before the tests: starts PostgreSQL and migrates the template that every test database is a copy of. */
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startTestServer } from './embedded-postgres.ts';

export interface DatabaseServer {
  /** URL of the superuser, database `postgres`: makes and drops test databases. */
  readonly adminUrl: string;
  /** URL of the owner role, database `dockhook`, which stays empty: take host, user and password from it. */
  readonly ownerUrl: string;
  /** Name of the migrated database to copy. */
  readonly template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: DatabaseServer;
  }
}

const TEMPLATE = 'dockhook_template';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, remove } = await startTestServer();
  try {
    await makeTemplate(server.adminUrl, server.appUrl);
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide('databaseServer', { adminUrl: server.adminUrl, ownerUrl: server.appUrl, template: TEMPLATE });
  return remove;
}

async function makeTemplate(adminUrl: string, ownerUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${TEMPLATE} owner dockhook`);
    const url = new URL(ownerUrl);
    url.pathname = TEMPLATE;
    const { migrate } = await import('../../src/database/migrate.ts');
    await migrate({ url: url.href });
    // A template with a connection cannot be copied.
    await admin.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  } finally {
    await admin.end();
  }
}
