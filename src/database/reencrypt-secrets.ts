/**
 * Moving sealed texts under the newest key of the ring. It can be stopped and repeated at any time, and run beside the
 * service: a value is replaced only while it is what was read, so that a change made meanwhile wins.
 */
import { LOWEST_UUID } from '../domain/ids.ts';
import { keyIdOf, type SecretBox } from './secret-box.ts';
import { sealedPlaces, type SealedPlace } from './sealed-places.ts';
import type { Sql } from './sql.ts';

interface SealedRow {
  readonly id: string;
  readonly owner: string;
  readonly value: unknown;
}

/** How many sealed texts there are, by the id of their key; under '' those that no key sealed. */
export type KeyUse = ReadonlyMap<string, number>;

export interface Reencrypted {
  /** Texts that are under the newest key now and were not before. */
  readonly moved: number;
  /** Rows that somebody else changed meanwhile: they want another look. */
  readonly missed: number;
  /** Rows whose texts do not open although their key is in the ring: changed, or of another row. */
  readonly broken: number;
}

const PAGE_ROWS = 500;

/** Counts, place by place, which keys the sealed texts need. */
export async function countKeyUse(sql: Sql): Promise<Map<string, KeyUse>> {
  const uses = new Map<string, KeyUse>();
  for (const place of sealedPlaces) {
    const use = new Map<string, number>();
    for await (const row of rowsOf(sql, place)) {
      for (const kid of place.sealed(row.value).map(keyIdOf)) use.set(kid ?? '', (use.get(kid ?? '') ?? 0) + 1);
    }
    uses.set(place.name, use);
  }
  return uses;
}

/** Goes once through every place. What needs a key that is not in the ring stays as it is. */
export async function reencryptSecrets(sql: Sql, box: SecretBox): Promise<Reencrypted> {
  const counts = { moved: 0, missed: 0, broken: 0 };
  for (const place of sealedPlaces) {
    for await (const row of rowsOf(sql, place)) {
      const sealed = place.sealed(row.value);
      const old = sealed.filter((text) => isMovable(text, box)).length;
      if (old === 0) continue;
      const fresh = await sealAnew(sealed, row.owner, box);
      if (fresh === undefined) counts.broken += 1;
      else if (await replace(sql, place, row, fresh)) counts.moved += old;
      else counts.missed += 1;
    }
  }
  return counts;
}

async function* rowsOf(sql: Sql, place: SealedPlace): AsyncGenerator<SealedRow> {
  let after = LOWEST_UUID;
  for (;;) {
    const rows = await sql.query<SealedRow>(place.page, [after, PAGE_ROWS]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.id;
  }
}

function isMovable(sealed: string, { keyIds: [newest, ...older] }: SecretBox): boolean {
  const kid = keyIdOf(sealed);
  return kid !== undefined && kid !== newest && older.includes(kid);
}

/** @returns undefined when a text does not open */
async function sealAnew(sealed: readonly string[], owner: string, box: SecretBox): Promise<string[] | undefined> {
  try {
    return await Promise.all(
      sealed.map(async (text) => (isMovable(text, box) ? box.seal(await box.open(text, owner), owner) : text)),
    );
  } catch {
    return undefined;
  }
}

async function replace(sql: Sql, place: SealedPlace, row: SealedRow, fresh: readonly string[]): Promise<boolean> {
  const old = place.withSealed(row.value, place.sealed(row.value));
  const replaced = await sql.query(place.replace, [row.id, old, place.withSealed(row.value, fresh)]);
  return replaced.length > 0;
}
