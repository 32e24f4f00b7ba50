import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRequestReader, headerIn } from '../../../bench/request-reader.ts';

const requestOf = (path: string, body: string, id = 'evt_1'): string =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\nWebhook-Id: ${id}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

it('finds every request, however the bytes are cut', () => {
  const request = fc.record({
    path: fc.constantFrom('/a', '/hang'),
    body: fc.string({ unit: 'grapheme' }),
    id: fc.uuid(),
  });
  fc.assert(
    fc.property(fc.array(request), fc.infiniteStream(fc.integer({ min: 1, max: 90 })), (requests, sizes) => {
      const bytes = Buffer.from(requests.map(({ path, body, id }) => requestOf(path, body, id)).join(''));
      const reader = createRequestReader();
      const found = [];
      for (let at = 0; at < bytes.length;) {
        const size = sizes.next().value;
        found.push(...reader.read(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(found.map((one) => ({ path: one.path, id: headerIn(one, 'webhook-id') }))).toEqual(
        requests.map(({ path, id }) => ({ path, id })),
      );
    }),
  );
});

it('gives a request only when its body is complete', () => {
  const reader = createRequestReader();
  const bytes = Buffer.from(requestOf('/a', '{"whole":true}'));
  expect(reader.read(bytes.subarray(0, -1))).toEqual([]);
  expect(reader.read(bytes.subarray(-1))).toHaveLength(1);
});

it('refuses what it cannot read', () => {
  expect(() =>
    createRequestReader().read(Buffer.from('POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n')),
  ).toThrow('without Content-Length');
  expect(() => createRequestReader().read(Buffer.alloc(20_000, 'x'))).toThrow('too long');
});
