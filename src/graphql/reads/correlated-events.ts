/** The events of a correlation id. */
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../domain/scope.ts';

/** Of an id that more events share, what is sought is met while going through the history. */
const LOOKED_UP = 2_000;

const statement = {
  name: 'history-events-of-correlation',
  text: `
    select id from dockhook.event where tenant_id = $1 and correlation_id = $2 and correlation_id is not null
    order by id desc limit ${LOOKED_UP + 1}`,
};

/** @returns UUIDs of all of them, newest first; `undefined` when those are too many */
export async function findCorrelatedEvents(
  database: Database,
  scope: Scope,
  correlationId: string,
): Promise<string[] | undefined> {
  // No text in the database has this character.
  if (correlationId.includes('\0')) return [];
  const rows = await database.tenantRead(scope, (sql) =>
    sql.query<{ id: string }>(statement, [scope.tenantId, correlationId]),
  );
  return rows.length > LOOKED_UP ? undefined : rows.map((row) => row.id);
}
