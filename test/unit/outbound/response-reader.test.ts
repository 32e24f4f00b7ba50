// What is kept of a response: bounded, and text that a database can store.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResponseReader } from '../../../src/outbound/response-reader.ts';

function read(chunks: Buffer[], headers: string[] = []) {
  const reader = createResponseReader();
  reader.readHead(
    200,
    headers.map((text) => Buffer.from(text, 'latin1')),
  );
  for (const chunk of chunks) if (!reader.readBody(chunk)) break;
  return reader.response();
}

describe('a response', () => {
  it('does not exist before its status line', () => {
    expect(createResponseReader().response()).toBeUndefined();
  });

  it('keeps a short body whole', () => {
    expect(read([Buffer.from('{"ü":'), Buffer.from('1}')])).toMatchObject({
      body: '{"ü":1}',
      bodyTruncated: false,
      bodyBytes: 8,
    });
  });

  it('keeps the first 16 KiB and counts up to 64 KiB', () => {
    expect(read([Buffer.alloc(20_000, 97)])).toMatchObject({
      body: 'a'.repeat(16_384),
      bodyTruncated: true,
      bodyBytes: 20_000,
    });
    expect(read(Array.from({ length: 100 }, () => Buffer.alloc(1_000, 97)))).toMatchObject({
      bodyBytes: 65_536,
      bodyTruncated: true,
    });
  });

  it('does not end in half a character', () => {
    const response = read([Buffer.from(`a${'ü'.repeat(20_000)}`)]);
    expect(response?.body).toBe(`a${'ü'.repeat(8_191)}`);
  });

  it('keeps at most 50 headers and 8 KiB of them, without control characters', () => {
    const many = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? `x-${index}` : 'v'));
    expect(read([], many)?.headers).toHaveLength(50);
    const big = read([], ['x-a', 'a'.repeat(10_000), 'x-b', 'b'])?.headers;
    expect(big).toEqual([['x-a', 'a'.repeat(8_189)]]);
    expect(read([], ['x-a', 'b\x01\x85c'])?.headers).toEqual([['x-a', 'b\ufffd\ufffdc']]);
  });

  it('says all of Retry-After and the first Location, however much else stands before them', () => {
    const many = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? `x-${index}` : 'v'.repeat(80)));
    const place = `https://example.com/${'p'.repeat(9_000)}`;
    const headers = [
      ...many,
      'RETRY-AFTER',
      '60',
      'Location',
      place,
      'retry-after',
      '3600',
      'location',
      'https://b.example',
    ];
    expect(read([], headers)).toMatchObject({ retryAfter: ['60', '3600'], location: place });
    expect(read([], many)).not.toHaveProperty('retryAfter');
    expect(read([], many)).not.toHaveProperty('location');
  });

  it('is text without NUL and lone surrogates, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9_000 }), { maxLength: 4 }), (chunks) => {
        const body = read(chunks.map((chunk) => Buffer.from(chunk)))?.body ?? '';
        return body.isWellFormed() && !body.includes('\0') && body.length <= 16_384;
      }),
    );
  });
});
