/** Dates, longs and prices: what is accepted and how it is emitted, through both ways in. */
import { describe, expect, test } from 'vitest';
import { pickTextWith, pickWith, prepared, refusals } from './event-type-named.ts';
import { dateVectors, longVectors, priceVectors } from './scalar-vectors.ts';

const orderLine = (token: string) =>
  `[{"lineNumber":1,"product":"A","lineStatus":"PICKED","quantityRequired":1,"price":${token}}]`;
const order = (lines: string) =>
  '{"timestamp":"2026-03-17T21:42:08Z","tenantId":"T","companyId":"C","fulfillmentCenterId":"F","salesOrderId":"S",' +
  `"orderStatus":"PICKED","statusSequence":1,"statusDate":"2026-03-17T21:42:07Z","lines":${lines}}`;

describe('a date', () => {
  test.each(dateVectors)('$input', ({ input, date, timestamp }) => {
    const token = JSON.stringify(input);
    for (const [field, emitted] of [
      ['startDate', date],
      ['timestamp', timestamp],
    ] as const) {
      const text = pickTextWith({ [field]: token });
      const json = pickWith({ [field]: input });
      if (emitted === undefined) {
        expect(refusals('pick.confirmed', { text })).toEqual([`${field} date`]);
        expect(refusals('pick.confirmed', { json })).toEqual([`${field} date`]);
      } else {
        expect(prepared('pick.confirmed', { text }).text).toBe(pickTextWith({ [field]: JSON.stringify(emitted) }));
        expect(prepared('pick.confirmed', { json }).text).toBe(pickTextWith({ [field]: JSON.stringify(emitted) }));
      }
    }
  });

  test('given as a Date object in JSON is taken as its instant', () => {
    const json = pickWith({ timestamp: new Date('2026-02-04T14:32:15.123Z') });
    expect(prepared('pick.confirmed', { json }).occurredAt.toISOString()).toBe('2026-02-04T14:32:15.123Z');
  });

  test.each(['5', 'true', '[]', '{}'])('cannot be %s', (token) => {
    expect(refusals('pick.confirmed', { text: pickTextWith({ startDate: token }) })).toEqual(['startDate type']);
  });
});

describe('a long', () => {
  test.each(longVectors)('$input in JSON text', ({ input, emitted }) => {
    const text = pickTextWith({ workControlNumber: input });
    if (emitted === undefined) {
      expect(refusals('pick.confirmed', { text })).toEqual([expect.stringMatching(/^workControlNumber /)]);
    } else {
      expect(prepared('pick.confirmed', { text }).text).toBe(pickTextWith({ workControlNumber: emitted }));
    }
  });

  test.each([
    [1234567890, '1234567890'],
    ['9007199254740993', '9007199254740993'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [9223372036854775807n, '9223372036854775807'],
  ])('%s in JSON is emitted as %s', (input, emitted) => {
    const json = pickWith({ workControlNumber: input });
    expect(prepared('pick.confirmed', { json }).text).toBe(pickTextWith({ workControlNumber: emitted }));
  });

  test('beyond 2^53-1 as a JSON number is refused with the way out', () => {
    const json = pickWith({ workControlNumber: 2 ** 53 });
    expect(refusals('pick.confirmed', { json })).toEqual(['workControlNumber long']);
  });

  test.each([1.5, -1, NaN, Infinity, 1e21, true, [], {}])('%s in JSON is refused', (input) => {
    expect(refusals('pick.confirmed', { json: pickWith({ workControlNumber: input }) })).toHaveLength(1);
  });
});

describe('a price', () => {
  test.each(priceVectors)('$input', ({ input, emitted }) => {
    const text = order(orderLine(input));
    const json: unknown = JSON.parse(text);
    if (emitted === undefined) {
      expect(refusals('order.status', { text })).toEqual([expect.stringMatching(/^lines\.0\.price /)]);
      expect(refusals('order.status', { json })).toEqual([expect.stringMatching(/^lines\.0\.price /)]);
    } else {
      expect(prepared('order.status', { text }).text).toBe(order(orderLine(emitted)));
      expect(prepared('order.status', { json }).text).toBe(order(orderLine(emitted)));
    }
  });
});

test.each([
  ['5.00005', '5.0001'],
  ['5.00004', '5'],
  ['0.1', '0.1'],
])('a quantity of %s keeps four decimals: %s', (input, emitted) => {
  expect(prepared('pick.confirmed', { text: pickTextWith({ totalQty: input }) }).text).toBe(
    pickTextWith({ totalQty: emitted }),
  );
});

test.each([
  ['1.005', '1.01'],
  ['-1.005', '-1.01'],
  ['-0.004', '0'],
  ['2.675', '2.68'],
])('an amount of %s keeps two decimals, half away from zero: %s', (input, emitted) => {
  const text = order('[]').replace('"lines"', `"orderTotal":${input},"lines"`);
  expect(prepared('order.status', { text }).text).toContain(`"orderTotal":${emitted},`);
});

test.each(['1.5', '-1', '2147483648', '1e400', '"1"'])('an integer cannot be %s', (token) => {
  expect(refusals('pick.confirmed', { text: pickTextWith({ totalLines: token }) })).toHaveLength(1);
});

test.each(['1.0', '10e-1', '1'])('an integer may be written %s', (token) => {
  expect(prepared('pick.confirmed', { text: pickTextWith({ totalLines: token }) }).text).toBe(
    pickTextWith({ totalLines: '1' }),
  );
});
