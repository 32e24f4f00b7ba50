/**
 * The events that the dispatcher sends. Their bodies never change, so they are remembered for a while, but not beyond
 * their removal.
 */
import { setImmediate } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { firstUuidAt } from '../domain/ids.ts';
import { LIGHT_BYTES } from './bodies-in-hand.ts';

/** An event as far as sending it is concerned. */
export interface DispatchEvent {
  readonly id: string;
  readonly type: string;
  /** As bytes wherever many attempts send it: then it is encoded once. */
  readonly body: string | Buffer;
}

export interface LoadedEvents {
  /** Without those whose payload was removed. */
  readonly found: ReadonlyMap<string, DispatchEvent>;
  /** Those that would have been too much at once. */
  readonly leftOut: ReadonlySet<string>;
}

export interface EventLoader {
  /** Remembers events that will be asked for soon; told before the transaction that accepts them commits, so perhaps for nothing. */
  keep(events: readonly DispatchEvent[]): void;
  /** Remembers no event any more: payloads were removed. */
  forget(): void;
  /** @param heavyBytes of heavy bodies to read at most; the rest is left out, the heaviest first */
  events(ids: readonly string[], heavyBytes: number): Promise<LoadedEvents>;
}

/** Bodies remembered in each of two generations; at most twice this many bytes are held. */
const GENERATION_BYTES = 16 * 1024 * 1024;
/** Events accepted longer ago are read each time: retention removes payloads from a day on, and tells nobody. */
const REMEMBERED_MS = 12 * 3_600_000;

export function createEventLoader(database: Database): EventLoader {
  let bodies = createGenerationCache();

  /** @returns those that are not remembered */
  function recall(ids: Iterable<string>, found: Map<string, DispatchEvent>): Set<string> {
    const oldest = firstUuidAt(new Date(Date.now() - REMEMBERED_MS));
    const missing = new Set<string>();
    for (const id of ids) {
      const event = id < oldest ? undefined : bodies.get(id);
      if (event === undefined) missing.add(id);
      else found.set(id, event);
    }
    return missing;
  }

  return {
    keep(events) {
      for (const { id, type, body } of events) {
        bodies.set({ id, type, body: typeof body === 'string' ? Buffer.from(body) : body });
      }
    },
    forget() {
      bodies = createGenerationCache();
    },
    async events(ids, heavyBytes) {
      const found = new Map<string, DispatchEvent>();
      const leftOut = new Set<string>();
      let missing = recall(ids, found);
      if (missing.size > 0) {
        // What another thread told before the tickets could be taken may lie unread while this one was busy.
        await setImmediate();
        missing = recall(missing, found);
      }
      if (missing.size === 0) return { found, leftOut };
      const known = bodies; // forgotten with the rest, should a payload be removed while it is read
      const rows = await database.system.query<{ id: string; type: string; body: string | null }>(statement, [
        [...missing],
        heavyBytes,
      ]);
      for (const { id, type, body } of rows) {
        if (body === null) {
          leftOut.add(id);
          continue;
        }
        const event = { id, type, body: Buffer.from(body) };
        known.set(event);
        found.set(id, event);
      }
      return { found, leftOut };
    },
  };
}

// A join and not `= any`, because only a join's key picks the day's partition while it runs.
// The length of a text is known without reading it.
const statement = {
  name: 'dispatch-events',
  text: `
    select id, type, case when bytes <= ${LIGHT_BYTES} or heavy_bytes <= $2 then payload end as body
    from (
      select e.id, e.type, e.payload, s.bytes,
             sum(case when s.bytes > ${LIGHT_BYTES} then s.bytes end) over (order by s.bytes, e.id) as heavy_bytes
      from unnest($1::uuid[]) i(id)
      join dockhook.event e on e.id = i.id and e.payload_removed_at is null
      cross join lateral (select octet_length(e.payload) as bytes) s
    ) e`,
};

/** Keeps what was used lately without bookkeeping per use: the older generation is dropped whole. */
function createGenerationCache() {
  let young = new Map<string, DispatchEvent>();
  let old = new Map<string, DispatchEvent>();
  let youngBytes = 0;

  function set(event: DispatchEvent): void {
    if (youngBytes > GENERATION_BYTES) {
      old = young;
      young = new Map();
      youngBytes = 0;
    }
    young.set(event.id, event);
    youngBytes += event.body.length;
  }

  return {
    set,
    get(id: string): DispatchEvent | undefined {
      const event = young.get(id) ?? old.get(id);
      if (event !== undefined && !young.has(id)) set(event);
      return event;
    },
  };
}
