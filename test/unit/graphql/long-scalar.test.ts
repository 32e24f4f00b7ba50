/** Long by its vectors: output a string of digits, input exact or refused. */
import { parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { EventDateScalar, JsonObjectScalar, LongScalar } from '../../../src/graphql/scalars.ts';

const largest = '9223372036854775807';
const literal = (text: string) => LongScalar.parseLiteral(parseValue(text), undefined);

test.each([
  ['1234567890', '1234567890'],
  [largest, largest],
  [0, '0'],
  [9007199254740993n, '9007199254740993'],
])('%s is output as the string %s', (value, output) => {
  expect(LongScalar.serialize(value)).toBe(output);
});

test.each([-1, 1.5, 1e21, 'abc', '007', '', null, {}])('%s is never output', (value) => {
  expect(() => LongScalar.serialize(value)).toThrow(/whole number/);
});

describe('as a variable', () => {
  test.each([
    [1234567890, '1234567890'],
    [0, '0'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['9007199254740993', '9007199254740993'],
    [largest, largest],
  ])('%s is taken', (input, digits) => {
    expect(LongScalar.parseValue(input)).toBe(digits);
  });

  test.each([
    '9223372036854775808',
    '-1',
    '007',
    ' 1',
    '1 ',
    '1e2',
    '1.0',
    '+1',
    '0x1',
    '',
    1.5,
    -1,
    NaN,
    true,
    null,
    {},
    [1],
    5n,
  ])('%s is refused', (input) => {
    expect(() => LongScalar.parseValue(input)).toThrow(/whole number from 0 to 9223372036854775807/);
  });

  test.each([2 ** 53, 1e20, -(2 ** 53)])('%s is refused with the way out', (input) => {
    expect(() => LongScalar.parseValue(input)).toThrow(/send it as a string/);
  });
});

describe('in a document', () => {
  test.each(['0', '9007199254740993', largest, `"${largest}"`])('%s is exact', (text) => {
    expect(literal(text)).toBe(text.replaceAll('"', ''));
  });

  test.each(['-1', '-0', '1.5', '1e2', '9223372036854775808', '"007"', '" 1"', 'true', 'null', '[1]', '{a: 1}'])(
    '%s is refused, with its place',
    (text) => {
      expect(() => literal(text)).toThrow(expect.objectContaining({ locations: [{ line: 1, column: 1 }] }) as Error);
    },
  );
});

test('JSON in a document keeps every digit and the order of its members', () => {
  const json = JsonObjectScalar.parseLiteral(
    parseValue(`{b: ${largest}, a: [1, -2.5, 1e3, null, true, X, "t"], __proto__: {c: 1}}`),
    undefined,
  );
  expect(JSON.stringify(json)).toBe(`{"b":${largest},"a":[1,-2.5,1000,null,true,"X","t"],"__proto__":{"c":1}}`);
  expect(JSON.stringify(JsonObjectScalar.serialize(json))).toBe(JSON.stringify(json));
});

test('a date is text both ways; whether it exists is not for the scalar to say', () => {
  expect(EventDateScalar.serialize('2026-02-02T10:30:00Z')).toBe('2026-02-02T10:30:00Z');
  expect(EventDateScalar.parseValue('2026-02-30T10:30:00Z')).toBe('2026-02-30T10:30:00Z');
  expect(() => EventDateScalar.parseValue(1770028200)).toThrow('EventDate must be text');
});
