// Conditions: any text has an answer, what may be saved has an answer for any payload, the answers are CEL's, and the work is bounded.
import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { conditionLimits } from '../../src/catalogue/conditions/condition-limits.ts';
import {
  checkCondition,
  evaluateCondition,
  explainCondition,
  factsOf,
} from '../../src/catalogue/conditions/conditions.ts';
import { eventTypes } from '../../src/catalogue/event-types.ts';
import { fuzz } from '../support/fuzz.ts';
import { arbitraryCondition } from '../support/arbitrary-condition.ts';
import { arbitraryPayload } from '../unit/catalogue/arbitrary-payload.ts';
import { eventTypeNamed } from '../unit/catalogue/event-type-named.ts';

const results = ['TRUE', 'FALSE', 'ERROR'];
/** By name: a failure prints its inputs. */
const typeNames = fc.constantFrom(...eventTypes.map(({ name }) => name));
/** Made once: they are large. */
const conditionsOf = new Map(eventTypes.map(({ name, shape }) => [name, arbitraryCondition(shape)]));
const payloadsOf = new Map(
  eventTypes.map(({ name, shape }) => [name, arbitraryPayload(shape).map(({ canonical }) => canonical)]),
);
const longTexts = new Map(eventTypes.map((type) => [type.name, longText(type)]));
const of = <T>(known: ReadonlyMap<string, T>, typeName: string): T => known.get(typeName) as T;

/** Whether a condition that may be saved gives an answer for a payload, always the same, and an explanation for it. */
function answers(condition: string, typeName: string, text: string): boolean {
  const facts = factsOf(typeName, text);
  const before = JSON.stringify(facts.payload());
  const result = evaluateCondition(condition, facts);
  const explained = explainCondition(condition, factsOf(typeName, text), false);
  return (
    results.includes(result) &&
    explained.result === result &&
    (explained.reason === '') === (result === 'TRUE') &&
    explained.reason.length < 4_000 &&
    explained.reason.isWellFormed() &&
    JSON.stringify(facts.payload()) === before
  );
}

/** Pieces of conditions and of attacks, in any order. */
const piece = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom(
    ...'( ) [ ] { } . , : ? ! - + * / % && || == != < <= > >= in => ; \\ " \' """ // \n \t \r b" r" \\u{1} \\ud800 \0'.split(
      ' ',
    ),
    ...'true false null 1 0 -1 0x10 1u 1.5 1e400 9223372036854775808 99999999999999999999999 .5 1. 1e'.split(' '),
    ...'lines details l has size abs sum map filter exists all exists_one matches timestamp duration dyn type cel bind'.split(
      ' ',
    ),
    ...'__proto__ constructor prototype hasOwnProperty toString valueOf this globalThis process eval Function import'.split(
      ' ',
    ),
    '.exists(l, ',
    '.map(l, ',
    '.all(l, l.',
    '.matches("(a+)+$")',
    'quantityShort',
    'trackingStatus',
    '"SHIPPED"',
    ' ',
  ),
);
const anyText = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3_000 }) },
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(piece, piece, fc.nat(1_100), fc.nat(1_100))
      .map(([open, close, before, after]) => open.repeat(before) + close.repeat(after)),
  },
);

fuzz(
  'any text is refused with a place in it, or gives an answer',
  fc.property(anyText, typeNames, (condition, typeName) => {
    const type = eventTypeNamed(typeName);
    const problems = checkCondition(condition, [type]);
    if (problems.length === 0) return answers(condition, type.name, type.exampleText);
    return problems.every(({ message }) => {
      const [, line = NaN, column = NaN] = (/^Line (\d+), column (\d+): [^]*[.?]$/.exec(message) ?? []).map(Number);
      return line <= condition.split('\n').length && column <= condition.length + 1 && message.isWellFormed();
    });
  }),
  { share: 0.05 },
);

fuzz(
  'a condition that is well formed and typed may be saved unless it is too large, and has an answer for any payload',
  fc.property(
    typeNames.chain((typeName) => {
      const [condition, payload] = [of(conditionsOf, typeName), of(payloadsOf, typeName)];
      return fc.record({ typeName: fc.constant(typeName), condition, payload });
    }),
    ({ typeName, condition, payload }) => {
      const type = eventTypeNamed(typeName);
      const problems = checkCondition(condition, [type]);
      const isTooLarge = problems.length === 1 && problems[0]?.rule === 'size';
      return (problems.length === 0 || isTooLarge) && (isTooLarge || answers(condition, type.name, payload));
    },
  ),
  { share: 0.08 },
);

const small = fc.integer({ min: -40, max: 40 }).map((value) => value / 4);
/** A tree over x, y, z (numbers that a double and six decimals hold), p, q and a text, in the language of both. */
const { formula } = fc.letrec<{ formula: string; number: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'number' },
    fc.constantFrom('x', 'y', 'z'),
    small.map((value) => (value < 0 ? `(${value.toFixed(2)})` : value.toFixed(2))),
    fc.tuple(tie('number'), fc.constantFrom('+', '-'), tie('number')).map(([a, by, b]) => `(${a} ${by} ${b})`),
    tie('number').map((a) => `(-${a})`),
  ),
  formula: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'formula' },
    fc.constantFrom('p', 'q', 'true', 'false', 't.startsWith("a")', 't == "ab"', 't.contains("b")', '"ab" in [t, "c"]'),
    fc
      .tuple(tie('number'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('number'))
      .map(([a, by, b]) => `${a} ${by} ${b}`),
    fc.tuple(tie('formula'), fc.constantFrom('&&', '||'), tie('formula')).map(([a, by, b]) => `(${a} ${by} ${b})`),
    tie('formula').map((a) => `!(${a})`),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc
      .tuple(fc.constantFrom('exists', 'all', 'exists_one'), fc.constantFrom('<', '>=', '=='), small)
      .map(
        ([by, sign, value]) => `items.${by}(e, e.n ${sign} ${value < 0 ? `(${value.toFixed(2)})` : value.toFixed(2)})`,
      ),
  ),
}));

const judge = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
/** The names of the formula as fields of a shipment, and as they are. */
const fieldOf: Readonly<Record<string, string>> = {
  x: 'freightCost',
  y: 'freightCharged',
  z: 'billableWeight',
  p: 'hazmatFlag',
  q: 'residentialFlag',
  t: 'salesOrderId',
  items: 'details',
};

fuzz(
  'the answer is that of another implementation of CEL, also where something is missing',
  fc.property(
    formula,
    fc.record(
      { x: small, y: small, z: small, p: fc.boolean(), q: fc.boolean(), t: fc.constantFrom('ab', 'b', 'ca') },
      {
        requiredKeys: [],
      },
    ),
    fc.array(fc.record({ n: small }, { requiredKeys: [] }), { maxLength: 4 }),
    (text, values, items) => {
      const condition = text
        .replace(/\b(?:items|[xyzpqt])\b(?!")/g, (name) => fieldOf[name] ?? name)
        .replaceAll('e.n', 'e.quantityShipped');
      const payload = Object.fromEntries(Object.entries(values).map(([name, value]) => [fieldOf[name], value]));
      const details = items.map(({ n }) => (n === undefined ? {} : { quantityShipped: n }));
      if (checkCondition(condition, eventTypes.slice(0, 1)).some(({ rule }) => rule !== 'size')) return false;
      if (checkCondition(condition, eventTypes.slice(0, 1)).length > 0) return true;
      const ours = evaluateCondition(condition, factsOf('shipment.closed', JSON.stringify({ ...payload, details })));
      let theirs = 'ERROR';
      try {
        theirs = String(judge.evaluate(text, { ...values, items })).toUpperCase();
      } catch {
        // Something is missing.
      }
      return ours === theirs;
    },
  ),
  { share: 0.05 },
);

/** The example with a list of a thousand entries. */
function longText({ exampleText }: { exampleText: string }): string {
  const sample = JSON.parse(exampleText) as Record<string, unknown>;
  const [name, entries] = Object.entries(sample).find(([, value]) => Array.isArray(value)) ?? ['', []];
  const [entry] = entries as object[];
  return JSON.stringify({ ...sample, [name]: Array.from({ length: 1_000 }, () => entry) });
}

fuzz(
  'no condition looks at more entries than it may, however long the lists are',
  fc.property(
    typeNames.chain((typeName) => {
      const condition = of(conditionsOf, typeName);
      return fc.record({ typeName: fc.constant(typeName), condition, times: fc.integer({ min: 1, max: 16 }) });
    }),
    ({ typeName, condition: one, times }) => {
      const type = eventTypeNamed(typeName);
      const condition = Array(times).fill(`(${one})`).join(' || ');
      if (checkCondition(condition, [type]).length > 0) return true;
      const looks = countReads(factsOf(typeName, of(longTexts, typeName)).payload());
      const result = evaluateCondition(condition, { typeName, payload: () => looks.payload });
      return looks.count() <= conditionLimits.entries + conditionLimits.nodes && results.includes(result);
    },
  ),
  { share: 0.04 },
);

/** The payload with lists that count how often an entry is taken. */
function countReads(payload: Readonly<Record<string, unknown>>) {
  let count = 0;
  const counting = (list: unknown[]) =>
    new Proxy(list, {
      get: (target, key, receiver) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) count += 1;
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
  const entries = Object.entries(payload).map(([name, value]) => [
    name,
    Array.isArray(value) ? counting(value) : value,
  ]);
  return { payload: Object.fromEntries(entries) as Readonly<Record<string, unknown>>, count: () => count };
}
