import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bigintArray,
  booleanArray,
  bytesArray,
  floatArray,
  instantArray,
  intArray,
  jsonArray,
  textArray,
  uuidArray,
} from '../../src/database/binary-array.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** What the database understands, element by element, as it would write it. */
async function read(type: string, array: Buffer): Promise<(string | null)[]> {
  const text = `select array(select u::text from unnest($1::${type}[]) with ordinality t(u, n) order by n) as texts`;
  return (await client.query<{ texts: (string | null)[] }>(text, [array])).rows[0]?.texts as (string | null)[];
}

describe('arrays in the binary format', () => {
  it('are empty, not null, without values', async () => {
    expect(await read('text', textArray([]))).toEqual([]);
    expect(await read('uuid', uuidArray([]))).toEqual([]);
  });

  it('keep nulls apart from values, also at their ends', async () => {
    expect(await read('int', intArray([null, 1, undefined, 0, null]))).toEqual([null, '1', null, '0', null]);
    expect(await read('boolean', booleanArray([true, null, false]))).toEqual(['true', null, 'false']);
    expect(await read('text', textArray(['', null, 'NULL']))).toEqual(['', null, 'NULL']);
  });

  it('hold texts as they are, whatever stands in them', async () => {
    const texts = ['"quoted" \\ and \'single\'', '{a,b}', 'a\nb\tc', 'Größe 漢字 🚚', ','.repeat(9_000)];
    expect(await read('text', textArray(texts))).toEqual(texts);
    const documents = texts.map((text) => JSON.stringify([[text, 'x']]));
    expect(await read('json', jsonArray(documents))).toEqual(documents);
  });

  it('refuse a zero byte as text does', async () => {
    await expect(read('text', textArray(['a\0b']))).rejects.toMatchObject({ code: '22021' });
  });

  it('hold numbers to their last digit', async () => {
    const integers = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
    expect(await read('int', intArray(integers))).toEqual(integers.map(String));
    const big = [0, -1, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    expect(await read('bigint', bigintArray(big))).toEqual(big.map(String));
    const floats = [0.1, -7.123456789012345, 1e300, 5e-324];
    expect((await read('double precision', floatArray(floats))).map(Number)).toEqual(floats);
    expect(() => intArray([2 ** 31])).toThrow(RangeError);
  });

  it('hold instants to the millisecond, before and after the year 2000', async () => {
    const instants = ['2026-11-25T09:00:00.007Z', '1999-12-31T23:59:59.999Z', '1969-07-20T20:17:40.001Z'];
    const seen = await read('timestamptz', instantArray(instants.map((instant) => new Date(instant))));
    expect(seen.map((text) => new Date(text as string).toISOString())).toEqual(instants);
  });

  it('hold UUIDs, however their letters are written, and nothing else', async () => {
    const uuid = '01a217a9-f6cc-71b3-934a-f2251a993aff';
    expect(await read('uuid', uuidArray([uuid, null, uuid.toUpperCase()]))).toEqual([uuid, null, uuid]);
    for (const wrong of [
      '',
      'x',
      uuid.slice(1),
      `${uuid}0`,
      uuid.replace('a', 'g'),
      uuid.replace('a', 'ä'),
      `{${uuid}}`,
    ]) {
      expect(() => uuidArray([wrong]), wrong).toThrow(TypeError);
    }
  });

  it('hold bytes', async () => {
    expect(await read('bytea', bytesArray([Buffer.from([0, 255]), Buffer.alloc(0)]))).toEqual(['\\x00ff', '\\x']);
  });
});
