import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodePosition, encodePosition, isAfter } from '../../../src/live/stream-position.ts';

const positions = fc.record({ xid: fc.bigInt(0n, 10n ** 19n - 1n), seq: fc.bigInt(0n, 10n ** 18n - 1n) });

it('a cursor leads back to its position', () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(decodePosition(encodePosition(position))).toEqual(position);
    }),
  );
});

it('any text is a position or none, and never an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const position = decodePosition(text);
      if (position !== undefined) expect(decodePosition(encodePosition(position))).toEqual(position);
    }),
  );
});

it.each([
  '',
  'MQ',
  Buffer.from('2.1.1').toString('base64url'),
  Buffer.from('1.-1.1').toString('base64url'),
  'A'.repeat(65),
])('%j is no cursor', (cursor) => {
  expect(decodePosition(cursor)).toBeUndefined();
});

it('positions are ordered by transaction, then by number', () => {
  const at = (xid: bigint, seq: bigint) => ({ xid, seq });
  expect(isAfter(at(2n, 0n), at(1n, 9n))).toBe(true);
  expect(isAfter(at(1n, 10n), at(1n, 9n))).toBe(true);
  expect(isAfter(at(1n, 9n), at(1n, 9n))).toBe(false);
  expect(isAfter(at(1n, 9n), at(2n, 0n))).toBe(false);
});
