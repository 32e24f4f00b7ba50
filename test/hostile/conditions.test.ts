// Conditions that want to run for ever, to reach what is not theirs, or to break whoever reads them: through the API, and
// evaluated on the longest payloads.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkCondition,
  evaluateCondition,
  explainCondition,
  factsOf,
} from '../../src/catalogue/conditions/conditions.ts';
import { findEventType } from '../../src/catalogue/event-types.ts';
import { CreateWebhookDocument, PreviewConditionDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, pickText, publish } from '../support/clients.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterAll(() => app.stop());

const words = (text: string): string[] => text.trim().split(/\s+/);
const nested = (depth: number): string => (depth === 0 ? 'true' : `lines.all(l${depth}, ${nested(depth - 1)})`);

/** What has to be refused, by class. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'nested lists': [
    ...[2, 3, 4, 8].map(nested),
    'lines.exists(a, lines.exists(b, a.product == b.product))',
    'lines.map(a, lines.map(b, b.quantityShort).sum()).sum() > 0',
    'lines.filter(a, lines.filter(b, true).size() > 0).size() > 0',
    'lines.exists(a, size(lines.map(b, b.product)) > 0)',
    'lines.exists(a, a.product in lines.map(b, b.product))',
    'lines.exists(lines, lines.exists(l, true))',
    'lines.all(l, l.all(m, true))',
    '[lines, lines].all(l, l.all(m, true))',
    '[[1,2],[3,4]].all(l, l.all(m, m > 0))',
  ],
  patterns:
    words(`product.matches("(a+)+$") zoneId.matches("(a+)+$") "aaaa".matches("(a|a)*b") zoneId.matches(zoneId) matches(zoneId,"a")
    zoneId.replace("a","b")=="a" zoneId.split("").size()>0 zoneId.find("a")=="" zoneId.regex("a")`),
  'prototypes and globals': [
    ...words(`__proto__ constructor prototype hasOwnProperty toString valueOf isPrototypeOf __defineGetter__ __lookupGetter__ globalThis
      global process require module exports eval Function import this self window document arguments undefined NaN Infinity Object Array
      Symbol Reflect Proxy JSON Math Buffer console setTimeout fetch WebAssembly`).flatMap((name) => [
      `${name} == ${name}`,
      `lines[0].${name} == 1`,
      `lines.exists(l, l.${name} == 1)`,
      `has(${name})`,
      `has(lines[0].${name})`,
      `${name}() == 1`,
      `zoneId.${name}() == ""`,
      `lines["${name}"] == 1`,
    ]),
    'lines.constructor.constructor("return process")() == 1',
    'lines["constructor"]["constructor"]("return 1")() == 1',
    '{"__proto__": 1}.__proto__ == 1',
    'cel.bind(x, zoneId, x == x)',
    'dyn(zoneId) == 1',
    'type(zoneId) == string',
    'lines.exists(__proto__, true)',
    'lines.exists(prototype, true)',
  ],
  'too large': [
    'true'.padEnd(2_049, ' '),
    `zoneId == "${'é'.repeat(1_100)}"`,
    Array(60).fill('true').join('||'),
    `zoneId in [${Array(120).fill('"a"').join()}]`,
    ...words('! - ( [ { !( -( [[').map((piece) => piece.repeat(1_000 / piece.length)),
    `${'!'.repeat(2_000)}true`,
    `${'-'.repeat(2_000)}1 > 0`,
    `${'('.repeat(1_000)}true${')'.repeat(1_000)}`,
    `${'['.repeat(1_000)}1${']'.repeat(1_000)} == 1`,
    `zoneId${'.a'.repeat(900)} == 1`,
    `lines${'[0]'.repeat(600)} == 1`,
    `true${' ? true : true'.repeat(120)}`,
    `true${' ? true'.repeat(120)}${' : true'.repeat(120)}`,
    `${'size('.repeat(300)}lines${')'.repeat(300)} > 0`,
    `1${' + 1'.repeat(400)} > 0`,
    `lines${'.filter(l, true)'.repeat(60)}.size() > 0`,
    `${'9'.repeat(2_000)} > 0`,
    '1e99999 > 0',
    '0xffffffffffffffffffff > 0',
    '18446744073709551616u > 0u',
  ],
  'poisonous text': [
    'zoneId == "\0"',
    'zoneId == "\ud800"',
    'zoneId == "\\ud800"',
    'zoneId == "\\x"',
    'zoneId == "\x1b[31m"',
    '\u202ezoneId == 1',
    'zoneId\u2028== 1',
    'zoneId == “a”',
    'ｚoneId == "a"',
    'zоneId == "a"',
    'zoneId == b"a"',
    '\ufeffzoneId == 1',
    '"; drop table dockhook.event; --',
    "' or '1'='1",
    '${process.env}',
    '{{7*7}}',
    '#{1}',
    '`ls`',
    '/* */',
  ],
};

test.each(Object.entries(refused))('%s are refused when saved, with a place', async (name, conditions) => {
  const wrong: string[] = [];
  for (const condition of conditions) {
    const input = { name: 'A', url: receiver.url(), eventTypes: ['pick.confirmed'], condition };
    const { createWebhook: made } = await app.execute(CreateWebhookDocument, { input });
    const [error] = made?.errors ?? [];
    const isRefused =
      made?.webhook === null && error?.code === 'INVALID' && error.path?.join('.') === 'input.condition';
    if (!isRefused || !/^Line \d+, column \d+: /.test(error.message) || error.message.length > 1_000) {
      wrong.push(`${JSON.stringify(condition.slice(0, 80))}: ${JSON.stringify(made?.errors)}`);
    }
  }
  tallyHostile(`conditions: ${name}`, conditions.length, wrong);
});

const shipment = findEventType('shipment.closed');
const details = Array.from({ length: 1_000 }, (_, index) => ({
  lineNumber: index,
  product: 'a'.repeat(50),
  quantityShipped: index,
  price: 999_999_999.999999,
}));
const longest = JSON.stringify({ ...(JSON.parse(shipment?.exampleText ?? '{}') as object), details });

/** What may be saved, and does as much as it can. */
const busy = [
  ...words('exists all exists_one filter map').flatMap((by) =>
    [1, 5, 9, 10, 11, 12, 14].map((times) => {
      const one =
        by === 'filter'
          ? 'details.filter(d, d.price<0).size()>0'
          : by === 'map'
            ? 'details.map(d, d.price).sum()<0'
            : `details.${by}(d, d.price<0)`;
      return Array(times).fill(one).join('||');
    }),
  ),
  ...[1, 10, 20, 30].map((times) => `details${'.filter(d, true)'.repeat(times)}.size()>0`),
  `details.exists(d, ${Array(22).fill('d.product.contains("ab")').join('||')})`,
  `details.exists(d, d.product in [${Array(80).fill('"b"').join()}])`,
  `details.map(d, ${Array(20).fill('d.price').join('*')}).sum()>0`,
  `${Array(40).fill('9223372036854775807').join('*')}>0`,
  `${Array(40).fill('1e300').join('*')}>0`,
  'details.map(d, d.price/0).sum()>0',
  `details[1000].price>0||details[-1].price>0||details[9223372036854775807].price>0`,
  `details.exists(d, ${'!'.repeat(60)}(d.price<0))`,
];

test('conditions that do as much as they may end with an answer, and never look at too many entries', () => {
  const wrong: string[] = [];
  for (const condition of busy) {
    const problems = shipment === undefined ? [] : checkCondition(condition, [shipment]);
    const facts = factsOf('shipment.closed', longest);
    const results = [evaluateCondition(condition, facts), explainCondition(condition, facts, true).result];
    const isBounded = problems.every(({ rule }) => rule === 'size');
    if (!isBounded || results[0] !== results[1]) wrong.push(`${condition.slice(0, 80)}: ${results.join()}`);
  }
  tallyHostile('conditions: as much work as possible', busy.length, wrong);
});

test('a webhook with such a condition holds back neither the event nor other webhooks', async () => {
  const condition = Array(12).fill('lines.exists(l, l.quantityProcessed < 0)').join(' || ');
  const { id } = await createWebhook(app, receiver, { eventTypes: ['pick.*'], condition });
  const { id: other } = await createWebhook(app, receiver, { eventTypes: ['pick.*'] });
  const line = { product: 'A', location: 'L', quantityRequired: 1, quantityProcessed: 1 };
  const lines = Array.from({ length: 1_000 }, (_, index) => ({ lineNumber: index + 1, ...line }));
  const event = await publish(app, { text: pickText({ lines }) });
  expect((await deliveriesOf(app, event)).map(({ webhook }) => webhook?.id)).toEqual([other]);
  const variables = { eventTypes: ['pick.*'], condition, sampleSize: 1 };
  expect((await app.execute(PreviewConditionDocument, variables)).previewCondition).toMatchObject({
    matched: 0,
    failures: [`pick.confirmed: the lists have too many entries to look at all of lines (${event})`],
  });
  expect(id).not.toBe(other);
});
