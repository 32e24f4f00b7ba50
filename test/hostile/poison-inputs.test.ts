// Text that databases and parsers choke on, put into every argument and input field of the API, found in the schema.
import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWebhook, deliveriesOf, documentedText, publish } from '../support/clients.ts';
import { eachTextInput, type TextInput } from '../support/each-input.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** What PostgreSQL cannot keep as it is: no mutation may take it. */
const unstorable = ['\0', 'a\0b', '\ud800', 'a\udc00b', '\ude00\ud83d'];
/** What it can keep, or what is no use anywhere: taken or refused, but never a fault. */
const awkward = [
  '',
  ' ',
  '\uffff',
  '\u202etxt.exe',
  '\x01\x7f\x9b',
  'a\r\nb: c',
  "'; drop table event; --",
  '%00\\u0000${1}{{1}}',
  '__proto__',
  '9'.repeat(400),
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-14:00',
  'P9999DT999999H',
  'x'.repeat(30_000),
  'é'.repeat(3_000),
  '😀'.repeat(300),
];

const schema = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));

let app: TestApp;
let known: readonly (readonly [place: RegExp, value: () => unknown])[];
beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  const webhook = await createWebhook(app, receiver);
  const eventId = await publish(app);
  await receiver.nextRequest();
  const [delivery] = await deliveriesOf(app, eventId);
  let key = 0;
  known = [
    [/\.type$|eventTypes?$/, () => 'pick.confirmed'],
    [/\.url$/, () => 'https://hooks.example.com/'],
    [/payload$/, () => ({ text: documentedText('pick.confirmed') })],
    [/payloadText$/, () => documentedText('pick.confirmed')],
    [/idempotencyKey$/, () => `poison-${(key += 1)}`],
    [/(webhook|by)\.id$/, () => webhook.id],
    [/deliveryId$/, () => delivery?.id],
    [/eventId$/, () => eventId],
  ];
});
afterAll(() => app.stop());

const places = (operation: 'query' | 'mutation') =>
  eachTextInput(schema, operation, (place) => known.find(([at]) => at.test(place))?.[1]()).filter(
    ({ place }) => !/^publishEvents.*payload\.[a-z]+[A-Z]/.test(place),
  );

/** The fields of the built-in payloads are alike: one text each, in turn. */
const isPayloadField = ({ place }: TextInput): boolean => /payload\.[a-z]+[A-Z]/.test(place);

async function send({ document, variablesWith }: TextInput, text: string) {
  const answer = await app.graphql.sendText(document, variablesWith(text), app.token);
  const isRefused = answer.errors.length > 0 || /"errors":\[\{/.test(answer.text) || answer.data == null;
  const isFault =
    answer.httpStatus >= 500 || /INTERNAL_SERVER_ERROR|dockhook\.|\bat [\w.]+ \(|node_modules/.test(answer.text);
  return { isRefused, isFault, text: answer.text };
}

async function tryAll(
  inputs: readonly TextInput[],
  texts: readonly string[],
  isWrong: (answer: Awaited<ReturnType<typeof send>>) => boolean,
) {
  const cases = inputs.flatMap((input, index) =>
    (isPayloadField(input) ? [texts[index % texts.length] ?? ''] : texts).map((text) => ({ input, text })),
  );
  const wrong: string[] = [];
  for (let start = 0; start < cases.length; start += 16) {
    const answers = await Promise.all(
      cases.slice(start, start + 16).map(async ({ input, text }) => {
        const answer = await send(input, text);
        return isWrong(answer)
          ? [`${input.place} ${JSON.stringify(text.slice(0, 40))}: ${answer.text.slice(0, 200)}`]
          : [];
      }),
    );
    wrong.push(...answers.flat());
  }
  return { tried: cases.length, wrong };
}

describe('poison', { timeout: 120_000 }, () => {
  test('that cannot be stored is refused by every mutation, with a reason', async () => {
    const { tried, wrong } = await tryAll(
      places('mutation'),
      unstorable,
      ({ isRefused, isFault }) => !isRefused || isFault,
    );
    tallyHostile('Poison: unstorable text in mutations', tried, wrong);
  });

  test('in any query is an answer or a refusal, never a fault', async () => {
    const { tried, wrong } = await tryAll(places('query'), [...unstorable, ...awkward], ({ isFault }) => isFault);
    tallyHostile('Poison: awkward text in queries', tried, wrong);
  });

  test('that is merely awkward is taken or refused by any mutation, never a fault', async () => {
    const spared = places('mutation').filter(({ place }) => !/^(delete|disable|pause)Webhook/.test(place));
    const { tried, wrong } = await tryAll(spared, awkward, ({ isFault }) => isFault);
    tallyHostile('Poison: awkward text in mutations', tried, wrong);
  });

  test('was offered in calls that are otherwise right', async () => {
    const plain = places('mutation').filter(({ place }) =>
      /^(createWebhook.input.(name|description|headers.value|key|metadata .*)|publishEvents?.inputs?.(correlationId|idempotencyKey)|updateWebhook.input.name)$/.test(
        place,
      ),
    );
    expect(plain).toHaveLength(12);
    for (const input of plain)
      expect(await send(input, `Ok-${plain.indexOf(input)}`), input.place).toMatchObject({ isRefused: false });
  });

  test('has harmed nothing: the service delivers as before and has logged no fault', async () => {
    const healthy = await app.receiver();
    await createWebhook(app, healthy);
    await publish(app);
    await healthy.nextRequest();
    expect(app.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });
});
