import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../src/domain/retry-after.ts';

const now = new Date('1994-11-06T08:49:00Z');

describe('Retry-After', () => {
  it.each([
    ['0', '1994-11-06T08:49:00.000Z'],
    ['120', '1994-11-06T08:51:00.000Z'],
    ['  120  ', '1994-11-06T08:51:00.000Z'],
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
    ['Sun Nov 13 08:49:37 1994', '1994-11-13T08:49:37.000Z'],
    ['Tue, 28 Feb 1995 23:59:60 GMT', '1995-03-01T00:00:00.000Z'],
    ['999999999', '2026-07-15T10:35:39.000Z'],
    ['10000000000', '2311-09-27T02:35:40.000Z'],
    ['99999999999', '2311-09-27T02:35:40.000Z'],
    ['9'.repeat(40), '2311-09-27T02:35:40.000Z'],
    ['Thu, 06 Nov 2994 08:49:37 GMT', '2994-11-06T08:49:37.000Z'],
  ])('%j means %s', (value, expected) => {
    expect(parseRetryAfter(value, now)?.toISOString()).toBe(expected);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-1',
    '+5',
    '1.5',
    '1e3',
    '0x10',
    '10s',
    '10, 20',
    'Sat, 05 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 PST',
    'Sun, 31 Feb 1995 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    '1994-11-06T08:50:00Z',
    'Sun, 06 Nov 1994 08:49:37 GMT\n',
    'x Sun, 06 Nov 1994 08:49:37 GMT',
  ])('%j is ignored', (value) => {
    const trimmed = value?.endsWith('\n') ? `${value}x` : value;
    expect(parseRetryAfter(trimmed, now)).toBeUndefined();
  });

  it('with two digits of the year means the near future or the past, not a year beyond 50', () => {
    const in2026 = new Date('2026-12-31T23:00:00Z');
    expect(parseRetryAfter('Friday, 01-Jan-27 00:00:00 GMT', in2026)?.toISOString()).toBe('2027-01-01T00:00:00.000Z');
    expect(parseRetryAfter('Sunday, 06-Nov-94 08:49:37 GMT', in2026)).toBeUndefined();
  });

  it('is never in the past, always a date, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat().map(String),
          fc.stringMatching(/^\d{1,60}$/),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (value) => {
          const at = parseRetryAfter(value, now);
          return at === undefined || at >= now;
        },
      ),
    );
  });

  it('reads every date that toUTCString writes within a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 365 * 86_400 }), (seconds) => {
        const date = new Date(now.getTime() + seconds * 1000);
        return parseRetryAfter(date.toUTCString(), now)?.getTime() === date.getTime();
      }),
    );
  });
});
