/**
 * Random payloads made from a type's shape. Each value knows its JSON token as a producer may write it, its value in
 * parsed JSON, what an independent judge of the schema should see, and the token that must be delivered.
 */
import fc from 'fast-check';
import type { FieldShape, LeafField, ObjectShape } from '../../../src/catalogue/payload-shape.ts';

export interface ArbitraryValue {
  readonly text: string;
  readonly json: unknown;
  /** With Longs as numbers, which is all that a JSON Schema validator on JavaScript can take. */
  readonly judged: unknown;
  readonly canonical: string;
}

/** A payload with every required and some optional fields, in any order, with some white space. */
export function arbitraryPayload(shape: ObjectShape): fc.Arbitrary<ArbitraryValue> {
  const optional = shape.fields.filter((field) => !field.required);
  return fc
    .subarray(optional, { maxLength: Math.min(25, optional.length) })
    .chain((chosen) => {
      const fields = [...shape.fields.filter((field) => field.required), ...chosen];
      return fc.shuffledSubarray(fields, { minLength: fields.length, maxLength: fields.length });
    })
    .chain((fields) =>
      fc.tuple(...fields.map((field) => arbitraryField(field).map((value) => [field.name, value] as const)), space),
    )
    .map((members) => {
      const blank = members.at(-1) as string;
      const entries = members.slice(0, -1) as (readonly [string, ArbitraryValue])[];
      return {
        text: `{${blank}${entries.map(([name, value]) => `"${name}"${blank}:${value.text}`).join(`,${blank}`)}}`,
        json: Object.fromEntries(entries.map(([name, value]) => [name, value.json])),
        judged: Object.fromEntries(entries.map(([name, value]) => [name, value.judged])),
        canonical: `{${entries.map(([name, value]) => `"${name}":${value.canonical}`).join(',')}}`,
      };
    });
}

const space = fc.constantFrom('', '', ' ', '\n  ', '\r\n\t');

function arbitraryField(field: FieldShape): fc.Arbitrary<ArbitraryValue> {
  if (field.kind !== 'array') return arbitraryLeaf(field);
  return fc.array(arbitraryPayload(field.item), { maxLength: 3 }).map((entries) => ({
    text: `[ ${entries.map((entry) => entry.text).join(' , ')} ]`,
    json: entries.map((entry) => entry.json),
    judged: entries.map((entry) => entry.judged),
    canonical: `[${entries.map((entry) => entry.canonical).join(',')}]`,
  }));
}

function arbitraryLeaf(field: LeafField): fc.Arbitrary<ArbitraryValue> {
  switch (field.kind) {
    case 'string':
      return arbitraryText(field.maxLength);
    case 'enum':
      return fc.constantFrom(...field.values).map(({ value }) => same(JSON.stringify(value)));
    case 'boolean':
      return fc.boolean().map((value) => same(String(value)));
    case 'integer':
      return fc.integer({ min: field.minimum, max: field.maximum }).map((value) => same(String(value)));
    case 'long':
      return fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.boolean()).map(([value, quoted]) => ({
        text: quoted ? `"${value}"` : String(value),
        json: value <= Number.MAX_SAFE_INTEGER && !quoted ? Number(value) : String(value),
        judged: Number(value),
        canonical: String(value),
      }));
    case 'float':
      return arbitraryDecimal(field.decimals, field.minimum === undefined);
    case 'date':
      return arbitraryDate(field.keepsMilliseconds);
  }
}

function same(token: string): ArbitraryValue {
  const value: unknown = JSON.parse(token);
  return { text: token, json: value, judged: value, canonical: token };
}

function arbitraryText(maxLength: number): fc.Arbitrary<ArbitraryValue> {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: Math.min(maxLength, 60) })
    .filter((value) => !value.includes('\0'));
  return fc.tuple(text, fc.boolean()).map(([value, escapes]) => ({
    ...same(JSON.stringify(value)),
    text: escapes ? `"${value.replace(/[^]/g, toEscape)}"` : JSON.stringify(value),
  }));
}

function toEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** At most fifteen digits, so that the decimal written is the decimal meant. */
function arbitraryDecimal(decimals: number, signed: boolean): fc.Arbitrary<ArbitraryValue> {
  const largest = 999_999_999_999_999;
  return fc.tuple(fc.integer({ min: signed ? -largest : 0, max: largest }), fc.boolean()).map(([scaled, padded]) => {
    const digits = String(Math.abs(scaled)).padStart(decimals + 1, '0');
    const written = `${scaled < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
    const canonical = written.replace(/\.?0+$/, '');
    const value = Number(written);
    return { text: padded ? written : canonical, json: value, judged: value, canonical };
  });
}

function arbitraryDate(keepsMilliseconds: boolean): fc.Arbitrary<ArbitraryValue> {
  const instant = fc.date({
    min: new Date('1000-01-02T00:00:00Z'),
    max: new Date('9999-12-30T00:00:00Z'),
    noInvalidDate: true,
  });
  const offset = fc.option(fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }));
  const finer = fc.constantFrom('', '0', '999', '123456');
  return fc.tuple(instant, offset, finer).map(([date, minutes, more]) => {
    const iso = date.toISOString();
    const local = new Date(date.getTime() + (minutes ?? 0) * 60_000).toISOString().slice(0, -1);
    const zone = minutes === null ? 'Z' : `${minutes < 0 ? '-' : '+'}${clock(Math.abs(minutes))}`;
    const emitted = keepsMilliseconds && !iso.endsWith('.000Z') ? iso : iso.replace(/\.\d+Z$/, 'Z');
    return { ...same(JSON.stringify(`${local}${more}${zone}`)), canonical: JSON.stringify(emitted) };
  });
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
