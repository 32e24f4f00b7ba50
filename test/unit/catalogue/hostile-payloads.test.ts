/** Texts made to break parsers: each is refused with a reason, quickly, and none throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickTextWith, pickWith, problemsOf, refusals } from './event-type-named.ts';

const pick = 'pick.confirmed';

describe('syntax', () => {
  const valid = pickTextWith({ zoneId: '"A\\u00e9\\n"', totalQty: '1.50e+1', lines: '[ ]' });

  test.each([
    ['"zoneId"', 'zoneId'],
    ['"zoneId"', "'zoneId'"],
    ['}', ',}'],
    ['[ ]', '[,]'],
    ['[ ]', '[{},]'],
    ['1.50e+1', '01'],
    ['1.50e+1', '1.'],
    ['1.50e+1', '.5'],
    ['1.50e+1', '+1'],
    ['1.50e+1', '1e'],
    ['1.50e+1', '0x1'],
    ['1.50e+1', 'NaN'],
    ['1.50e+1', '-Infinity'],
    ['1.50e+1', '-'],
    ['\\n', '\n'],
    ['\\n', '\t'],
    ['\\n', '\\x41'],
    ['\\n"', '\\"'],
    ['\\u00e9', '\\u00g9'],
    ['{', '{/* hi */'],
    ['{', '{\u00a0'],
    ['{', '{\v'],
    ['{', '\uFEFF{'],
    ['{', '[{'],
    [':', ' '],
    [':', '::'],
    ['"COMPLETE"', 'undefined'],
    ['"COMPLETE"', 'nul'],
    ['"COMPLETE"', 'truee'],
    [/$/, ' x'],
    [/$/, '}'],
    [/$/, '{}'],
    [/^.*$/, ''],
    [/^.*$/, ' '],
    [/^.*$/, '"'],
    [/^.*$/, 'null,'],
    [/^.*$/, '[[['],
  ])('%s replaced by %j', (part, replacement) => {
    const text = valid.replace(part, replacement);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(refusals(pick, { text })).toEqual([' syntax']);
  });

  test('the place is told', () => {
    expect(problemsOf(pick, { text: '{\n  "zoneId": x}' })[0]?.message).toBe(
      'is no JSON: expected a value at line 2, column 13',
    );
    expect(problemsOf(pick, { text: '\uFEFF{}' })[0]?.message).toContain('byte order mark');
  });

  test('agrees with JSON.parse on any damage to a valid text', () => {
    const character = fc.constantFrom(...'{}[]",:\\ueE+-.019 \n\t\u0000tfnx\u00e9');
    fc.assert(
      fc.property(fc.nat(valid.length), fc.nat(3), fc.array(character, { maxLength: 3 }), (at, removed, added) => {
        const text = valid.slice(0, at) + added.join('') + valid.slice(at + removed);
        expect(refusals(pick, { text }).includes(' syntax')).toBe(!parses(text));
      }),
      { numRuns: 5000 },
    );
  });

  test('agrees with JSON.parse on any JSON, which it refuses for other reasons', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const found = refusals(pick, { text });
        expect(found.length).toBeGreaterThan(0);
        expect(found).not.toContain(' syntax');
      }),
    );
  });

  test('a text never reads on in the one before it, wherever it breaks off', () => {
    const longest = pickTextWith({ zoneId: `"${'x'.repeat(100_000)}"` });
    for (const earlier of [valid, longest]) {
      for (let length = 0; length < valid.length; length++) {
        problemsOf(pick, { text: earlier });
        expect(problemsOf(pick, { text: valid.slice(0, length) }).map(({ rule }) => rule)).toContain('syntax');
        // What follows a backslash is passed over, also when nothing does.
        problemsOf(pick, { text: earlier });
        expect(problemsOf(pick, { text: `${valid.slice(0, length)}\\` }).map(({ rule }) => rule)).toContain('syntax');
      }
    }
  });
});

describe('depth', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  test('a value at the limit is skipped, deeper ones end the reading', () => {
    expect(refusals(pick, { text: pickTextWith({ deep: nested(40) }) })).toEqual(['deep unknown']);
    expect(refusals(pick, { text: pickTextWith({ deep: nested(65) }) })).toEqual([' depth']);
    expect(refusals(pick, { text: pickTextWith({ deep: nested(200_000) }) })).toEqual([' depth']);
    expect(refusals(pick, { text: '{"a":'.repeat(100_000) })).toEqual([' depth']);
  });

  test('also of parsed JSON, and of objects that contain themselves', () => {
    let deep: unknown = null;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(refusals(pick, { json: pickWith({ deep }) })).toEqual([' depth']);
    const circle: Record<string, unknown> = pickWith({});
    circle['zoneId'] = circle;
    expect(refusals(pick, { json: circle })).toEqual([' depth']);
  });
});

describe('names', () => {
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', ''])('%j is unknown', (name) => {
    const text = pickTextWith({}).replace('{', `{${JSON.stringify(name)}:{"tenantId":"x"},`);
    expect(refusals(pick, { text })).toEqual([`${name} unknown`]);
    expect(refusals(pick, { json: JSON.parse(text) as unknown })).toEqual([`${name} unknown`]);
    expect(({} as Record<string, unknown>)['tenantId']).toBeUndefined();
  });

  test('nothing is taken from a prototype', () => {
    expect(refusals(pick, { json: Object.create(pickWith({})) as unknown })).toHaveLength(10);
  });

  test('an object without prototype is an object', () => {
    expect(refusals(pick, { json: Object.assign(Object.create(null) as object, pickWith({})) })).toEqual([]);
  });
});

describe('text that databases and receivers stumble over', () => {
  test.each([
    ['\\u0000', '\u0000'],
    ['\\ud800', '\ud800'],
    ['a\\udc00b', 'a\udc00b'],
    ['\\ude00\\ud83d', '\ude00\ud83d'],
  ])('%s is refused with a reason', (escaped, raw) => {
    expect(refusals(pick, { text: pickTextWith({ zoneId: `"${escaped}"` }) })).toEqual(['zoneId text']);
    expect(refusals(pick, { json: pickWith({ zoneId: raw }) })).toEqual(['zoneId text']);
  });

  test('half of a surrogate pair that stands there unescaped', () => {
    expect(refusals(pick, { text: pickTextWith({ zoneId: '"a\ud800"' }) })).toEqual(['zoneId text']);
  });
});

test.each([
  [{ totalQty: Infinity }, 'totalQty finite'],
  [{ totalQty: NaN }, 'totalQty finite'],
  [{ totalLines: -Infinity }, 'totalLines finite'],
  [{ waveId: Infinity }, 'waveId type'],
])('what JSON.parse makes of 1e400 is not taken for null: %j', (change, refusal) => {
  expect(refusals(pick, { json: pickWith(change) })).toEqual([refusal]);
});

test('a mebibyte of nonsense is refused with its first problems only', () => {
  const text = `{${Array.from({ length: 60_000 }, (_, at) => `"field${at}":1`).join(',')}}`;
  expect(refusals(pick, { text })).toHaveLength(20);
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
