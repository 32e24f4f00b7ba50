/** Which events an erasure means, as their stored payloads say: the index knows values, but not whose fields they are. */
import { businessKeysOf } from '../catalogue/business-keys-of.ts';
import { eventTypes, findEventType } from '../catalogue/event-types.ts';
import type { Sql } from '../database/sql.ts';

/** Names of all fields by whose values events are found, without the arrays that they lie in. */
export const businessKeyNames: readonly string[] = [
  ...new Set(
    eventTypes.flatMap(({ fields }) =>
      fields.filter(({ businessKey }) => businessKey).map(({ path }) => path.slice(path.lastIndexOf('.') + 1)),
    ),
  ),
].sort();

export interface KeyCount {
  /** Of the payload field, e.g. salesOrderId. */
  readonly name: string;
  readonly eventCount: number;
}

export interface FoundEvents {
  /** UUIDs, in the order given. */
  readonly ids: readonly string[];
  /** By which fields, the most frequent first; an event may count for several. */
  readonly keyCounts: readonly KeyCount[];
}

/** Payloads in memory at once: up to 1 MiB each. */
const PAYLOADS = 50;

/**
 * @param keyName only events in whose payload this field has the value; without it all, those without a payload too
 */
export async function readErasedEvents(
  sql: Sql,
  eventIds: readonly string[],
  value: string,
  keyName: string | undefined,
): Promise<FoundEvents> {
  const ids: string[] = [];
  const counts = new Map<string, number>();
  for (let start = 0; start < eventIds.length; start += PAYLOADS) {
    const some = eventIds.slice(start, start + PAYLOADS);
    const rows = await sql.query<{ id: string; type: string; payload: string }>(
      `select e.id, e.type, e.payload from unnest($1::uuid[]) i(id) join dockhook.event e on e.id = i.id
       where e.payload_removed_at is null`,
      [some],
    );
    const names = new Map(rows.map(({ id, type, payload }) => [id, namesOf(type, payload, value)]));
    for (const id of some) {
      const own = names.get(id) ?? [];
      if (keyName !== undefined && !own.includes(keyName)) continue;
      ids.push(id);
      for (const name of own) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const keyCounts = [...counts].map(([name, eventCount]) => ({ name, eventCount }));
  return { ids, keyCounts: keyCounts.sort((a, b) => b.eventCount - a.eventCount) };
}

function namesOf(type: string, payload: string, value: string): string[] {
  const known = findEventType(type);
  if (known === undefined) return [];
  return [...new Set(businessKeysOf(known, payload).flatMap((key) => (key.value === value ? [key.name] : [])))];
}
