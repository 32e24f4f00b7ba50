/** Random payloads made from the schemas come through exactly; random damage is refused, with its place. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../../src/catalogue/event-types.ts';
import type { FieldShape, ObjectShape } from '../../../src/catalogue/payload-shape.ts';
import { preparePayload } from '../../../src/catalogue/prepare-payload.ts';
import { readPayload } from '../../../src/catalogue/read-payload.ts';
import { arbitraryPayload, type ArbitraryValue } from './arbitrary-payload.ts';
import { prepared, problemsOf } from './event-type-named.ts';
import { judgeOf } from './schema-judge.ts';

describe.each(eventTypes)('$name', (type) => {
  const judge = judgeOf(type);
  const payloads = arbitraryPayload(type.shape);

  test('any payload of the schema is delivered as meant, whichever way it came', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(judge(payload.judged)).toBe(true);
        const { text } = prepared(type.name, { text: payload.text });
        expect(text).toBe(payload.canonical);
        expect(prepared(type.name, { json: payload.json }).text).toBe(text);
        expect(prepared(type.name, { text }).text).toBe(text);
        expect(judge(JSON.parse(text))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('any payload is read back with the digits of its longs', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const { text } = prepared(type.name, { text: payload.text });
        expect(prepared(type.name, { json: readPayload(type, text) }).text).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test('any damage to one value is refused at its path, and so it is by the schema', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.nat(), (payload, place, kind) => {
        const damaged = damage(payload, type.shape, place, kind);
        expect(judge(damaged.judged)).toBe(false);
        const result = preparePayload(type, { json: damaged.json });
        const paths = result.ok ? [] : result.problems.map((problem) => problem.path.join('.'));
        expect(paths).toContain(damaged.path);
      }),
      { numRuns: 300 },
    );
  });

  test.each(type.shape.fields.filter((field) => field.required))('without $name it is refused', ({ name }) => {
    const { [name]: _left, ...rest } = JSON.parse(type.exampleText) as Record<string, unknown>;
    expect(judge(rest)).toBe(false);
    expect(problemsOf(type.name, { json: rest })).toMatchObject([{ path: [name], rule: 'required' }]);
  });
});

type Json = Record<string, unknown>;

/** The payload with one value replaced by one that its field cannot have, or with a field that is unknown. */
function damage(payload: ArbitraryValue, shape: ObjectShape, place: number, kind: number) {
  const json = structuredClone(payload.json) as Json;
  const judged = structuredClone(payload.judged) as Json;
  const targets = [
    { shape, json, judged, path: '' },
    ...shape.fields.flatMap((field) =>
      field.kind !== 'array'
        ? []
        : ((json[field.name] ?? []) as Json[]).map((entry, at) => ({
            shape: field.item,
            json: entry,
            judged: (judged[field.name] as Json[])[at] as Json,
            path: `${field.name}.${at}.`,
          })),
    ),
  ];
  const target = targets[place % targets.length] as (typeof targets)[number];
  const names = [...Object.keys(target.json), 'unknownField'];
  const name = names[kind % names.length] as string;
  const field = target.shape.byName.get(name);
  const values = field === undefined ? [1] : impossibleValues(field);
  target.json[name] = target.judged[name] = values[(place + kind) % values.length];
  return { json, judged, path: target.path + name };
}

function impossibleValues(field: FieldShape): readonly unknown[] {
  const wrongKinds = [{}, [{ a: 1 }], [7]];
  switch (field.kind) {
    case 'string':
      return [5, true, 'x'.repeat(field.maxLength + 1), '😀'.repeat(field.maxLength + 1), ...wrongKinds];
    case 'enum':
      return [5, 'NO_SUCH_MEMBER', field.values[0]?.value.toLowerCase(), '', ...wrongKinds];
    case 'date':
      return [5, 'today', '2026-02-30T00:00:00Z', '2026-02-02T10:30:00', '', ...wrongKinds];
    case 'long':
      return [-1, 1.5, 1e20, 'abc', '007', true, ...wrongKinds];
    case 'integer':
      return [field.minimum - 1, field.maximum + 1, field.minimum + 0.5, '1', ...wrongKinds];
    case 'float':
      return [field.limit, (field.minimum ?? -field.limit) - 1, '1', 'NaN', true, ...wrongKinds];
    case 'boolean':
      return [0, 1, 'true', ...wrongKinds];
    case 'array':
      return [{}, 5, 'x', true];
  }
}
