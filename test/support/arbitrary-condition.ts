/** Random conditions over the payload of an event type: well formed, of the right types, of any size. */
import fc from 'fast-check';
import type { FieldShape, LeafField, ObjectShape } from '../../src/catalogue/payload-shape.ts';

const numberText = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map(String),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((value) => value.toFixed(6)),
  fc.constantFrom('0', '9223372036854775807', '9007199254740993', '1e300', '0x7f', '0.000001'),
);
const textLiteral = fc.oneof(
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text.replaceAll(/[^ -~]/g, ''))),
  fc.constantFrom('"SO-884201"', '""', '"\\u00e9"', '"😀"', "'single'", 'r"\\raw"'),
);
const durationText = fc.constantFrom(
  'duration("90d")',
  'duration("1h30m")',
  'duration("-500ms")',
  'duration("0.0001ms")',
  'duration("99999999d")',
  'duration("-999999999d999999999d")',
);

/** `prefix`: what stands before a field's name, `l.` for the entries of a list. */
function simple(fields: readonly LeafField[], prefix: string) {
  const named = (...kinds: FieldShape['kind'][]) => {
    const names = fields.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => prefix + name);
    return names.length === 0 ? undefined : fc.constantFrom(...names);
  };
  const orElse = (names: fc.Arbitrary<string> | undefined, other: fc.Arbitrary<string>) =>
    names === undefined ? other : fc.oneof({ weight: 3, arbitrary: names }, { weight: 1, arbitrary: other });

  const enums = fields.filter((field) => field.kind === 'enum');
  const any = fc.constantFrom(...fields.map(({ name }) => prefix + name));
  const { number } = fc.letrec<{ number: string }>((tie) => ({
    number: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'number' },
      orElse(named('float', 'integer', 'long'), numberText),
      fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
        .map(([a, by, b]) => `(${a} ${by} ${b})`),
      tie('number').map((a) => `abs(${a})`),
    ),
  }));
  const text = orElse(named('string'), textLiteral);
  const date = orElse(named('date'), fc.constant('timestamp("2026-03-17T18:02:10Z")'));
  const compare = (value: fc.Arbitrary<string>, other = value) =>
    fc.tuple(value, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), other).map(([a, by, b]) => `${a} ${by} ${b}`);
  return fc.oneof(
    compare(number),
    compare(text),
    compare(
      date,
      fc.oneof(
        date,
        fc.tuple(date, durationText).map(([a, b]) => `${a} + ${b}`),
      ),
    ),
    fc
      .tuple(text, fc.constantFrom('startsWith', 'endsWith', 'contains'), textLiteral)
      .map(([a, by, b]) => `${a}.${by}(${b})`),
    fc
      .tuple(text, fc.array(textLiteral, { minLength: 1, maxLength: 4 }))
      .map(([a, list]) => `${a} in [${list.join(', ')}]`),
    any.map((name) => `has(${name})`),
    orElse(named('boolean'), fc.constantFrom('true', 'false')),
    ...(enums.length === 0
      ? []
      : [
          fc
            .constantFrom(...enums)
            .chain((field) =>
              fc
                .constantFrom(...field.values.map(({ value }) => value))
                .map((value) => `${prefix}${field.name} == "${value}"`),
            ),
        ]),
  );
}

export function arbitraryCondition(shape: ObjectShape): fc.Arbitrary<string> {
  const leaves = shape.fields.filter((field) => field.kind !== 'array');
  const lists = shape.fields.filter((field) => field.kind === 'array');
  const entry = 'eachEntry';
  const overList = fc.constantFrom(...lists).chain(({ name, item }) => {
    const inner = item.fields.filter((field) => field.kind !== 'array');
    const body = simple(inner, `${entry}.`);
    const dates = inner.filter(({ kind }) => kind === 'date');
    const numbers = inner.filter(({ kind }) => kind === 'float' || kind === 'integer' || kind === 'long');
    return fc.oneof(
      fc
        .tuple(fc.constantFrom('exists', 'all', 'exists_one'), body)
        .map(([by, of]) => `${name}.${by}(${entry}, ${of})`),
      fc.tuple(body, body).map(([a, b]) => `${name}.filter(${entry}, ${a}).exists(${entry}, ${b})`),
      body.map((of) => `${name}.filter(${entry}, ${of}).size() > 1`),
      body.map((of) => `true in ${name}.map(${entry}, ${of})`),
      simple(inner, `${name}[0].`),
      ...(dates.length === 0
        ? []
        : [
            fc
              .tuple(fc.constantFrom(...dates), durationText, fc.constantFrom('exists', 'all', 'exists_one'))
              .map(
                ([field, duration, by]) =>
                  `${name}.map(${entry}, ${entry}.${field.name} + ${duration}).${by}(${entry}, ${entry} < timestamp)`,
              ),
          ]),
      ...(numbers.length === 0
        ? []
        : [fc.constantFrom(...numbers).map((field) => `${name}.map(${entry}, ${entry}.${field.name}).sum() > 1`)]),
    );
  });
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 6 },
      fc.oneof(simple(leaves, ''), overList),
      fc
        .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
        .map(([a, by, b]) => `(${a}) ${by} (${b})`),
      tie('condition').map((a) => `!(${a})`),
      fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    ),
  }));
  return condition;
}
