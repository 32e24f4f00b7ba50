/** What conditions mean: numbers, dates, what is missing, and how much work is done. */
import { expect, test } from 'vitest';
import {
  checkCondition,
  evaluateCondition,
  explainCondition,
  factsOf,
} from '../../../../src/catalogue/conditions/conditions.ts';
import { eventTypeNamed } from '../event-type-named.ts';
import { patched } from './condition-vectors.ts';

const type = eventTypeNamed('inventory.updated');

function ask(condition: string, patch: Record<string, unknown> = {}) {
  expect(checkCondition(condition, [type]), condition).toEqual([]);
  return evaluateCondition(condition, factsOf(type.name, patched(type.exampleText, patch)));
}

test.each([
  ['lines[0].quantityAvailable > 0', { 'lines.0.quantityAvailable': 1.5 }, 'TRUE'],
  ['lines[0].quantityAvailable > 0', { 'lines.0.quantityAvailable': 1 }, 'TRUE'],
  ['lines[0].quantityAvailable == 1', { 'lines.0.quantityAvailable': 1 }, 'TRUE'],
  ['lines[0].quantityAvailable == 1.0', { 'lines.0.quantityAvailable': 1 }, 'TRUE'],
  ['lines[0].unitCost * 3 == 0.3', { 'lines.0.unitCost': 0.1 }, 'TRUE'],
  ['0.1 + 0.2 == 0.3', {}, 'TRUE'],
  ['7 / 2 == 3.5 && 7 % 2 == 1 && -7 / 2 == -3.5', {}, 'TRUE'],
  ['1 / 3 == 0.333333', {}, 'TRUE'],
  ['0.3 % 0.1 == 0 && 1.5 % 0.5 == 0 && 0.7 % 0.2 == 0.1', {}, 'TRUE'],
  ['-0.7 % 0.2 == -0.1 && 0.7 % -0.2 == 0.1 && -7 % 3 == -1', {}, 'TRUE'],
  ['lines[0].unitCost % 0.05 == 0', { 'lines.0.unitCost': 18.75 }, 'TRUE'],
  ['9007199254740993 % 0.5 == 0 && 9223372036854775807 % 10 == 7 && 1e23 % 10 == 0', {}, 'TRUE'],
  ['1e300 % 1e-300 == 0 && 0.0000025 % 1 == 0.000003', {}, 'TRUE'],
  ['9007199254740993 > 9007199254740992', {}, 'TRUE'],
  ['9007199254740993 == 9007199254740992.0', {}, 'FALSE'],
  ['9007199254740992 + 1 == 9007199254740993', {}, 'TRUE'],
  ['9223372036854775807 + 1 > 0', {}, 'ERROR'],
  ['1e308 * 10.0 > 0', {}, 'ERROR'],
  ['1 / 0 > 0', {}, 'ERROR'],
  ['1 / 0 > 0 || true', {}, 'TRUE'],
  ['false && 1 / 0 > 0', {}, 'FALSE'],
  ['1 / 0 > 0 && false', {}, 'FALSE'],
  ['1 / 0 > 0 ? true : true', {}, 'ERROR'],
  ['abs(0 - 5) == 5 && abs(-9007199254740993) == 9007199254740993', {}, 'TRUE'],
  ['timestamp == timestamp("2026-03-17T20:02:10.55+02:00")', {}, 'TRUE'],
  ['timestamp("2026-03-17T18:02:10Z") + duration("1d") > timestamp', {}, 'TRUE'],
  ['duration("999999999d") + duration("0s") == duration("999999999d")', {}, 'TRUE'],
  ['timestamp + duration("9999999d") > timestamp', {}, 'ERROR'],
  ['duration("1d") == duration("24h") && duration("1.5h") == duration("90m")', {}, 'TRUE'],
  ['"😀".size() == 1', {}, 'TRUE'],
  ['lines[99].product == "A"', {}, 'ERROR'],
  ['lines[-1].product == "A"', {}, 'ERROR'],
  ['lines[0.5].product == "A"', {}, 'ERROR'],
  ['has(lines[0].reorderPoint)', { 'lines.0.reorderPoint': null }, 'FALSE'],
  ['has(lines[99].reorderPoint)', {}, 'ERROR'],
  ['has(purchaseOrderId) && purchaseOrderId != "A"', { purchaseOrderId: null }, 'FALSE'],
  ['purchaseOrderId != "A"', { purchaseOrderId: null }, 'ERROR'],
  ['!(purchaseOrderId == "A")', { purchaseOrderId: null }, 'ERROR'],
  ['lines.all(l, l.product != "")', { lines: [] }, 'TRUE'],
  ['lines.exists(l, true)', { lines: [] }, 'FALSE'],
  ['lines.map(l, l.quantityAvailable).sum() == 0', { lines: [] }, 'TRUE'],
])('%s with %j: %s', (condition, patch, result) => {
  expect(ask(condition, patch)).toBe(result);
});

const lines = (...reorderPoints: (number | undefined)[]) => ({
  lines: reorderPoints.map((reorderPoint, index) => ({ product: `P-${index}`, quantityAvailable: 5, reorderPoint })),
});

test.each([
  ['lines.exists(l, l.reorderPoint > 5)', lines(undefined, 9), 'TRUE'],
  ['lines.exists(l, l.reorderPoint > 5)', lines(undefined, 1), 'ERROR'],
  ['lines.all(l, l.reorderPoint > 5)', lines(undefined, 1), 'FALSE'],
  ['lines.all(l, l.reorderPoint > 5)', lines(undefined, 9), 'ERROR'],
  ['lines.exists_one(l, l.reorderPoint > 5)', lines(1, 9), 'TRUE'],
  ['lines.exists_one(l, l.reorderPoint > 5)', lines(9, 9), 'FALSE'],
  ['lines.exists_one(l, l.reorderPoint > 5)', lines(undefined, 9), 'ERROR'],
  ['lines.filter(l, has(l.reorderPoint)).all(l, l.reorderPoint > 5)', lines(undefined, 9), 'TRUE'],
  ['lines.map(l, l.reorderPoint).sum() == 10', lines(1, 9), 'TRUE'],
  ['lines.map(l, l.reorderPoint).sum() == 10', lines(1, undefined, 9), 'ERROR'],
  ['"P-1" in lines.map(l, l.product)', lines(1, 2), 'TRUE'],
  ['"P-2" in lines.map(l, l.product)', lines(1, 2), 'FALSE'],
])('%s with %j: %s', (condition, patch, result) => {
  expect(ask(condition, patch)).toBe(result);
});

test('a Long is compared with every digit', () => {
  const text = type.exampleText.replace(/("transactionSequence": )\d+/, '$19007199254740993');
  const facts = factsOf(type.name, JSON.stringify(JSON.parse(text)).replace('9007199254740992', '9007199254740993'));
  expect(evaluateCondition('transactionSequence == 9007199254740993', facts)).toBe('TRUE');
  expect(evaluateCondition('transactionSequence == 9007199254740992', facts)).toBe('FALSE');
  expect(evaluateCondition('transactionSequence - 1 == 9007199254740992', facts)).toBe('TRUE');
});

test('no more than 10,000 entries are looked at', () => {
  const long = lines(...Array.from({ length: 1_000 }, (_, index) => index));
  const none = 'lines.exists(l, l.reorderPoint < 0)';
  expect(ask(Array(10).fill(none).join(' || '), long)).toBe('FALSE');
  const many = Array(12).fill(none).join(' || ');
  expect(ask(many, long)).toBe('ERROR');
  const { reason } = explainCondition(many, factsOf(type.name, patched(type.exampleText, long)), true);
  expect(reason).toBe('the lists have too many entries to look at all of lines');
});

test.each([
  ['transactionType == "RECEIPT"', {}, '"transactionType == "RECEIPT"" is false: transactionType is "CYCLE_COUNT"'],
  [
    'transactionType == "CYCLE_COUNT" && fulfillmentCenterId == "FC-WEST-01"',
    {},
    '"fulfillmentCenterId == "FC-WEST-01"" is false: fulfillmentCenterId is "FC-EAST-01"',
  ],
  [
    'transactionType == "RECEIPT" || timestamp > timestamp("2027-01-01T00:00:00Z")',
    {},
    '"transactionType == "RECEIPT"" is false: transactionType is "CYCLE_COUNT"; "timestamp > timestamp("2027-01-01T00:00:00Z")" is false: timestamp is 2026-03-17T18:02:10.550Z',
  ],
  [
    'lines.exists(l, l.reorderPoint > 5)',
    lines(1, 2),
    'none of the 2 entries of lines meets "l.reorderPoint > 5": lines[0].reorderPoint is 1; lines[1].reorderPoint is 2',
  ],
  ['lines.exists(l, l.reorderPoint > 5)', lines(), 'lines has no entries'],
  [
    'lines.all(l, l.reorderPoint > 5)',
    lines(9, 2),
    'lines[1] does not meet "l.reorderPoint > 5": lines[1].reorderPoint is 2',
  ],
  ['lines.exists_one(l, l.reorderPoint > 5)', lines(9, 9), '2 entries of lines meet "l.reorderPoint > 5", not one'],
  ['lines.exists(l, l.reorderPoint > 5)', lines(1, undefined), 'lines[1].reorderPoint is missing'],
  [
    'lines.map(l, l.quantityAvailable).sum() > 100',
    lines(1, 2),
    '"lines.map(l, l.quantityAvailable).sum() > 100" is false: lines.map(l, l.quantityAvailable).sum() is 10',
  ],
  ['1 / 0 > 1', {}, '"1 / 0" divides by zero'],
  [
    'lines.map(l, l.lotExpirationDate + duration("999999999d")).exists(d, d < timestamp)',
    {},
    '"l.lotExpirationDate + duration("999999999d")" is no date of the years 1 to 9999',
  ],
  [
    'timestamp - duration("99999999d") > timestamp("2026-01-01T00:00:00Z")',
    {},
    '"timestamp - duration("99999999d")" is no date of the years 1 to 9999',
  ],
  [
    'lines.map(l, l.lotExpirationDate + duration("1d")).exists(d, d < timestamp)',
    { lines: [{ lotExpirationDate: '9999-12-30T00:00:00Z' }] },
    'none of the 1 entries of lines.map(l, l.lotExpirationDate + duration("1d")) meets "d < timestamp": ' +
      'lines.map(l, l.lotExpirationDate + duration("1d"))[0] is 9999-12-31T00:00:00Z, timestamp is 2026-03-17T18:02:10.550Z',
  ],
  [
    'lines.all(l, l.reorderPoint > 5)',
    lines(undefined, 1),
    'lines[1] does not meet "l.reorderPoint > 5": lines[1].reorderPoint is 1',
  ],
  ['true in lines.map(l, l.reorderPoint > 5)', lines(1), '"true in lines.map(l, l.reorderPoint > 5)" is false'],
  [
    'lines.map(l, l.reorderPoint)[1] > 5',
    lines(1, 2),
    '"lines.map(l, l.reorderPoint)[1] > 5" is false: lines.map(l, l.reorderPoint)[1] is 2',
  ],
  [
    'transactionSequence > 5 || lines.exists(l, l.lotExpirationDate < timestamp)',
    { transactionSequence: 'A-1', lines: [{ lotExpirationDate: 'soon' }] },
    'transactionSequence is of another kind than the event type says now',
  ],
  ['1e300 / 1e-300 > 1', {}, '"1e300 / 1e-300" is too large a number'],
])('%s tells why not', (condition, patch, reason) => {
  const facts = factsOf(type.name, patched(type.exampleText, patch));
  expect(explainCondition(condition, facts, true).reason).toBe(reason);
});

test('the values of personal fields are told only to those who may see them', () => {
  const shipment = eventTypeNamed('shipment.closed');
  const facts = factsOf(shipment.name, shipment.exampleText);
  const condition = 'lastName == "Nobody"';
  expect(explainCondition(condition, facts, true).reason).not.toContain('****');
  expect(explainCondition(condition, facts, false).reason).toBe(
    '"lastName == "Nobody"" is false: lastName is ********',
  );
});

test('the entries of a list that is made of personal fields are personal', () => {
  const shipment = eventTypeNamed('shipment.closed');
  const facts = factsOf(shipment.name, shipment.exampleText);
  const condition = '["Nobody", lastName].exists(n, n == "Somebody")';
  expect(explainCondition(condition, facts, true).reason).not.toContain('****');
  expect(explainCondition(condition, facts, false).reason).toContain('[1] is ********');
});
