// Bytes that are no UTF-8, in the body of a request: refused before anything could be signed that nobody published.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { documentedText } from '../support/clients.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

const invalid =
  '80 bf c0af c1bf c328 e282 e2 f0 f09f98 eda080 edbfbf edb080 f0808080 f4908080 f8888080 fc84808080 fe ff fffe fdd0'.split(
    ' ',
  );
const places = ['ZONE', 'CORRELATION', 'IDEMPOTENCY', 'mutation'];

/** The body of a publishEvent with marks in three texts. */
const body = (idempotencyKey: string): string =>
  JSON.stringify({
    query: 'mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } errors { message } } }',
    variables: {
      input: {
        type: 'pick.confirmed',
        idempotencyKey,
        correlationId: 'CORRELATION',
        payload: {
          text: JSON.stringify({ ...(JSON.parse(documentedText('pick.confirmed')) as object), zoneId: 'ZONE' }),
        },
      },
    },
  });

async function post(bytes: Buffer, inChunks: boolean) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${app.token}` };
  // A stream has no length, and the length is what a decoder's replacements would betray.
  const sent = inChunks ? Readable.from([bytes]) : bytes;
  const answer = await request(`${app.url}/graphql`, { method: 'POST', headers, body: sent });
  return { status: answer.statusCode, text: await answer.body.text() };
}

test('a byte that is no UTF-8 is refused wherever it stands, with a length announced and without', async () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const hex of invalid) {
    for (const place of places) {
      const text = body('IDEMPOTENCY');
      const at = text.indexOf(place) + 1;
      const bytes = Buffer.concat([
        Buffer.from(text.slice(0, at)),
        Buffer.from(hex, 'hex'),
        Buffer.from(text.slice(at)),
      ]);
      for (const inChunks of [false, true]) {
        tried += 1;
        const { status, text: said } = await post(bytes, inChunks);
        if (status !== 400 || !/UTF-8/.test(said)) wrong.push(`${hex} in ${place}: ${status} ${said}`);
      }
    }
  }
  tallyHostile('Poison: bytes that are no UTF-8', tried, wrong);
  const [row] = await app.app.database.system.query<{ count: number }>(
    'select count(*)::int as count from dockhook.event',
  );
  expect(row?.count).toBe(0);
});

test('text in any script goes through as it is', async () => {
  const { status, text } = await post(Buffer.from(body('Ключ 鍵 🔑')), true);
  expect({ status, text }).toMatchObject({ status: 200, text: expect.stringContaining('"errors":[]') });
});
