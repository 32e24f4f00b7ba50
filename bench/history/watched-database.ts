/**
 * A database whose every statement is watched by the server itself: also those that the ORM writes, which are planned
 * anew each time. The plans come with the statements, as notices.
 */
import type pg from 'pg';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { wholeTenant } from '../../src/domain/scope.ts';
import { TENANT } from './fill.ts';
import { measurementOf, type Measurement, type PlanNode } from './measurement.ts';

/** For the start of the server. */
export const watchSettings = {
  shared_preload_libraries: 'pg_stat_statements,auto_explain',
  'pg_stat_statements.track_planning': 'on',
};

const watch = `
create extension if not exists pg_stat_statements;
alter database dockhook set auto_explain.log_min_duration = 0;
alter database dockhook set auto_explain.log_analyze = on;
alter database dockhook set auto_explain.log_buffers = on;
alter database dockhook set auto_explain.log_timing = off;
alter database dockhook set auto_explain.log_format = json;
alter database dockhook set client_min_messages = log;`;

const dontWatch = `
alter database dockhook reset client_min_messages;
alter database dockhook reset auto_explain.log_min_duration;`;

export interface WatchedDatabase {
  readonly database: Database;
  /** Does something twice, and tells what the second time took. */
  measure<T>(work: () => Promise<T>): Promise<{ result: T; measurements: Measurement[] }>;
  close(): Promise<void>;
}

/** @param admin a superuser's connection to the database */
export async function openWatchedDatabase(admin: pg.Client, url: string): Promise<WatchedDatabase> {
  await admin.query(watch);
  const database = await openDatabase({ url, tenantConnections: 1, systemConnections: 1 });
  let plans: Measurement[] = [];
  const driver = database.forTenant(wholeTenant(TENANT)).getDriver();
  const tenantPool = (await driver.getConnection().getNativeClient()) as unknown as pg.Pool;
  for (const pool of [tenantPool, database.systemPool]) {
    // The only one of the pool: with another the plans would come where nobody listens.
    const client = await pool.connect();
    client.on('notice', ({ message = '' }) => {
      const [, ms, plan] = /^duration: ([\d.]+) ms\s+plan:\s+(\{.*)$/s.exec(message) ?? [];
      if (plan === undefined) return;
      const explained = JSON.parse(plan) as { 'Query Text': string; Plan: PlanNode };
      plans.push(measurementOf(explained['Query Text'], explained.Plan, Number(ms), 0));
    });
    client.release();
  }
  return {
    database,
    async measure(work) {
      await work();
      await admin.query('select pg_stat_statements_reset()');
      plans = [];
      const result = await work();
      const { rows } = await admin.query(
        `select coalesce(sum(total_plan_time), 0)::float8 as ms from pg_stat_statements
         where userid <> (select oid from pg_roles where rolname = current_user)`,
      );
      return { result, measurements: [...plans, { ...NOTHING, planMs: rows[0].ms }] };
    },
    async close() {
      await database.close();
      await admin.query(dontWatch);
    },
  };
}

const NOTHING = { name: 'planning', runMs: 0, buffers: 0, visited: 0, wholeScans: [] };
