/** What a condition may say, and what people are told when it says something else. */
import { expect, test } from 'vitest';
import { checkCondition } from '../../../../src/catalogue/conditions/conditions.ts';
import { eventTypes } from '../../../../src/catalogue/event-types.ts';
import { eventTypeNamed } from '../event-type-named.ts';

const problems = (condition: string, type = 'pick.confirmed') =>
  checkCondition(condition, [eventTypeNamed(type)]).map(({ message }) => message);

const pick = (message: string) => message.replace(/: /, ': For pick.confirmed: ');

test.each([
  ['size(lines) > 0'],
  ['lines.size() > 0 && lines[0].product == "A"'],
  ['has(waveId) && has(lines[0].quantityShort)'],
  ['lines.all(l, has(l.lot) ? l.lot.size() > 2 : true)'],
  ['lines.exists_one(l, l.quantityShort > 0)'],
  ['lines.filter(l, l.quantityShort > 0).size() >= 2'],
  ['lines.filter(l, l.quantityShort > 0).exists(l, l.product.contains("LAMP"))'],
  ['"LAMP" in lines.map(l, l.product)'],
  ['lines.map(l, l.quantityShort).sum() > 1.5'],
  ['status in ["SHORT", "PARTIAL"]'],
  ['status == "SHORT" || "PARTIAL" == status'],
  ['status.startsWith("SH")'],
  ['abs(-1) == 1 && !(1 > 2) && 7 / 2 == 3.5'],
  ['timestamp > timestamp("2026-01-31T00:00:00Z") - duration("1d12h")'],
  ['timestamp - timestamp("2026-01-31T00:00:00Z") > duration("-90d")'],
  ['workControlNumber == 9223372036854775807'],
  ['true // a comment'],
])('%s may be saved', (condition) => {
  expect(problems(condition)).toEqual([]);
});

test.each([
  [
    'lines.exists(l, l.quantityShrot > 0)',
    'Line 1, column 19: There is no field "quantityShrot" in l; did you mean quantityShort?',
  ],
  ['\n  zoneID == "A"', 'Line 2, column 3: There is no field "zoneID"; did you mean zoneId?'],
  [
    'quantityShort > 0',
    'Line 1, column 1: quantityShort belongs to the entries of lines: write lines.exists(e, e.quantityShort …).',
  ],
  [
    'lines.quantityShort > 0',
    'Line 1, column 7: lines is a list: write lines.exists(e, e.quantityShort …), or .all, .map, .filter.',
  ],
  ['zoneId > 5', 'Line 1, column 1: zoneId (a text) and 5 (a number) cannot be compared.'],
  [
    'timestamp > "2026-01-31"',
    'Line 1, column 1: timestamp (a date) and "2026-01-31" (a text) cannot be compared; a date is written timestamp("2026-01-31T00:00:00Z").',
  ],
  ['status == "SHROT"', 'Line 1, column 11: "SHROT" is never the value of status; did you mean SHORT?'],
  [
    'status in ["SHORT", "GONE"]',
    'Line 1, column 21: "GONE" is never the value of status; it is one of COMPLETE, PARTIAL, SHORT.',
  ],
  ['status > "SHORT"', 'Line 1, column 1: status (one of a set of names) cannot be compared by >.'],
  ['zoneId', 'Line 1, column 1: The condition must be true or false, but is zoneId (a text).'],
  ['size(lines)', 'Line 1, column 1: The condition must be true or false, but is size(lines) (a number).'],
  ['!zoneId', 'Line 1, column 2: What follows ! must be true or false, but is zoneId (a text).'],
  ['zoneId + 1 == 2', 'Line 1, column 1: + does not go with zoneId (a text) and 1 (a number).'],
  [
    'zoneId.matches("^(a+)+$")',
    'Line 1, column 8: matches is not supported, because a pattern can run away: use startsWith, endsWith or contains.',
  ],
  ['zoneId.startWith("A")', 'Line 1, column 8: There is no function "startWith" here; did you mean startsWith?'],
  [
    'lines.exists(l, lines.exists(m, m.product == l.product))',
    'Line 1, column 23: .exists( ) stands inside another one: they cannot be nested.',
  ],
  [
    'lines.map(l, l.product).sum() > 1',
    'Line 1, column 1: .sum( ) adds up a list of numbers, as in lines.map(l, l.quantity).sum(), but has lines.map(l, l.product) (a list).',
  ],
  [
    'lines.map(l, l).size() > 0',
    'Line 1, column 14: .map( ) makes a list of simple values, not of l (an entry of a list).',
  ],
  [
    'lines.exists(zoneId, true)',
    'Line 1, column 14: zoneId is a field of the payload: choose another name for the entry.',
  ],
  ['zoneId == null', 'Line 1, column 11: A payload has no null: has(field) tells whether a field is there.'],
  ['{"a": 1} == {"a": 1}', 'Line 1, column 1: Conditions have no maps.'],
  ['cel.bind(x, 1, x > 0)', 'Line 1, column 5: There is no function "bind" here'],
  ['has(1)', 'Line 1, column 5: has( ) asks for a field, but 1 is none.'],
  ['duration("90 days") > duration("1d")', 'Line 1, column 10: "90 days" is no duration'],
  ['timestamp("2026-02-30T00:00:00Z") > timestamp', 'Line 1, column 11: "2026-02-30T00:00:00Z" is no date'],
  ['constructor == 1', 'Line 1, column 1: There is no field "constructor".'],
  ['lines[0].hasOwnProperty == 1', 'Line 1, column 10: There is no field "hasOwnProperty" in lines[0].'],
  ['lines == lines', 'Line 1, column 1: lines (a list) and lines (a list) cannot be compared.'],
  ['workControlNumber == 9223372036854775808', 'Line 1, column 22: The number is beyond 9223372036854775807.'],
])('%s is refused', (condition, message) => {
  expect(problems(condition)[0]?.slice(0, pick(message).length)).toBe(pick(message));
  expect(problems(condition)[0]).toMatch(/[^.?][.?]$/);
});

test.each([
  ['', 'Line 1, column 1: The condition is empty; null means that there is none.'],
  ['zoneId == "A" &&', 'Line 1, column 17: Unexpected token: the end.'],
  ['(zoneId == "A"', 'Line 1, column 15: Expected ), got the end.'],
  ['zoneId = "A"', 'Line 1, column 8: Unexpected character: =.'],
  ['zoneId == "A" and true', 'Line 1, column 15: "and" is no operator here: use &&.'],
  ['zoneId == "and" OR true', 'Line 1, column 17: "OR" is no operator here: use ||.'],
  ['not (zoneId == "A") &&', 'Line 1, column 1: "not" is no operator here: use !.'],
  ['zoneId.or == "or" &&', 'Unexpected token: the end.'],
  ['zoneId == "A', 'Line 1, column 11: Unterminated string.'],
  ['zoneId == "\0"', 'Line 1, column 12: Control characters and half surrogates are not allowed.'],
  ['__proto__ == 1', 'Line 1, column 1: Reserved identifier: __proto__.'],
  ['("'.padEnd(2_050, 'a'), 'Line 1, column 1: A condition has at most 2048 bytes.'],
  [`${'('.repeat(100)}true${')'.repeat(100)}`, 'The condition is nested too deeply or too long.'],
  [Array(51).fill('true').join(' && '), 'A condition has at most 100 names, literals, operators and calls.'],
])('%s is refused before any event type is looked at', (condition, message) => {
  expect(problems(condition)[0]).toContain(message);
});

test('with several event types the problem names those that it is about', () => {
  expect(checkCondition('lines.exists(l, l.quantityShort > 0)', eventTypes).map(({ message }) => message)).toEqual([
    'Line 1, column 1: For shipment.closed: There is no field "lines".',
    'Line 1, column 19: For inventory.updated, order.status, return.received: There is no field "quantityShort" in l.',
  ]);
});

test('every problem is told, each once', () => {
  expect(problems('zoneID == "A" && status == "X" && (waveID > 1 || true)')).toHaveLength(3);
});
