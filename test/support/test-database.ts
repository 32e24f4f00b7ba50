/** A database for one test file: a copy of the migrated template, made in tens of milliseconds. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import './global-setup.ts';

export interface TestDatabase {
  /** postgres:// URL of the owner role. */
  readonly url: string;
  readonly name: string;
  /** Removes it. Rejects when connections to it are still open: whoever opened them forgot to close them. */
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const { ownerUrl, template } = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${template} owner dockhook`);
  const url = new URL(ownerUrl);
  url.pathname = name;
  return { url: url.href, name, drop: () => drop(name) };
}

async function drop(name: string): Promise<void> {
  try {
    await asAdmin(`drop database if exists ${name}`); // waits up to 5 s for connections that are just closing
  } catch (cause) {
    await asAdmin(`drop database if exists ${name} with (force)`);
    throw new Error(`Connections to ${name} were left open; close them before drop().`, { cause });
  }
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseServer').adminUrl });
  client.on('error', () => {}); // the statement under way rejects; without a listener the process would end
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
