/** The schemas themselves: valid, complete, and free of contradictions between the events. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eventTypes, findEventType } from '../../../src/catalogue/event-types.ts';
import { leafFields, objectShapes, type EnumField } from '../../../src/catalogue/payload-shape.ts';
import { readObjectShape } from '../../../src/catalogue/read-schema.ts';
import { annotationKeywords, createJudge, judgeOf } from './schema-judge.ts';

test.each([
  ['shipment.closed', 222, 51],
  ['pick.confirmed', 72, 32],
  ['inventory.updated', 59, 0],
  ['order.status', 61, 0],
  ['return.received', 72, 0],
])('%s has %i fields, %i of them documented by the vendor', (name, count, documented) => {
  const fields = findEventType(name)?.fields ?? [];
  expect(fields).toHaveLength(count);
  expect(new Set(fields.map((field) => field.path)).size).toBe(count);
  expect(fields.filter((field) => field.documented)).toHaveLength(documented);
});

test('an event type that does not exist is not found', () => {
  expect(findEventType('shipment.opened')).toBeUndefined();
  expect(findEventType('__proto__')).toBeUndefined();
});

describe.each(eventTypes)('$name', (type) => {
  test('is valid JSON Schema 2020-12', () => {
    const judge = createJudge();
    expect(judge.validateSchema(type.jsonSchema)).toBe(true);
    expect(type.jsonSchema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  test('its examples fit it', () => {
    const judge = judgeOf(type);
    for (const text of type.exampleTexts) expect(judge(JSON.parse(text))).toBe(true);
  });

  test('the example of every field fits that field', () => {
    const judge = createJudge();
    const example = (schema: unknown): void => {
      for (const property of Object.values((schema as { properties: Record<string, unknown> }).properties)) {
        const { examples, items } = property as { examples?: unknown[]; items?: unknown };
        if (items !== undefined) example(items);
        else expect(judge.validate(property as object, examples?.[0])).toBe(true);
      }
    };
    example(type.jsonSchema);
  });

  test('the fields it names for order and identity exist', () => {
    for (const name of [...type.naturalKey, ...type.orderBy]) expect(type.shape.byName.has(name)).toBe(true);
  });
});

test('no two types or enums share a name, unless an enum has the same members everywhere', () => {
  const objects = eventTypes.flatMap((type) => objectShapes(type.shape)).map((shape) => shape.typeName);
  expect(new Set(objects).size).toBe(objects.length);
  const enums = new Map<string, string>();
  const fields = eventTypes.flatMap((type) => leafFields(type.shape));
  for (const field of fields.filter((leaf): leaf is EnumField => leaf.kind === 'enum')) {
    const members = JSON.stringify(field.values);
    expect(enums.get(field.enumName) ?? members).toBe(members);
    expect(objects).not.toContain(field.enumName);
    enums.set(field.enumName, members);
  }
});

test('every keyword of ours is explained beside the schemas', () => {
  const readme = readFileSync(new URL('../../../schema/events/README.md', import.meta.url), 'utf8');
  for (const keyword of annotationKeywords) expect(readme).toContain(`\`${keyword}\``);
});

test('a schema that cannot be read says where it is wrong', () => {
  const closed = { title: 'T', description: 'D', type: 'object', additionalProperties: false };
  const field = { description: 'D', 'x-group': 'g', examples: ['x'], type: 'string', maxLength: 5 };
  const read = (properties: Record<string, unknown>, required: string[] = []) =>
    readObjectShape({ ...closed, required, properties });
  expect(read({ a: field }).fields).toMatchObject([{ name: 'a', kind: 'string', maxLength: 5, required: false }]);
  expect(() => read({ a: { ...field, maxLength: undefined } })).toThrow('Schema of a: "maxLength" is not a number');
  expect(() => read({ a: { ...field, description: '' } })).toThrow('Schema of a: "description" is not text');
  expect(() => read({ a: { ...field, examples: [] } })).toThrow('Schema of a: no example');
  expect(() => read({ a: { ...field, format: 'email' } })).toThrow(
    'no kind of field has type and format "string email"',
  );
  expect(() => read({ a: { ...field, enum: ['X'], 'x-enumName': 'E', 'x-enumDescriptions': {} } })).toThrow(
    '"X" is not text',
  );
  expect(() => read({ a: field }, ['b'])).toThrow('Required but not a property: b');
  expect(() => readObjectShape({ ...closed, additionalProperties: true })).toThrow('expected a closed object');
});
