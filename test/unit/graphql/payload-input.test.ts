/** What is special about the ways in: digits, order, variables inside literals, GraphQL's own leniency. */
import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { numbersAsText } from '../../support/numbers-as-text.ts';
import { pickTextWith, pickWith } from '../catalogue/event-type-named.ts';
import { execute } from './stub-publishing.ts';

const selection = `{ event { payloadText } errors { code message path ... on ValidationError { rule } } }`;
const withVariables = `mutation ($input: PublishEventInput!) { publishEvent(input: $input) ${selection} }`;
const pickInput = (payload: unknown, type = 'pick.confirmed') => ({ input: { type, payload, idempotencyKey: 'k' } });

/** A pick as a literal; the enum member without quotes where the input is typed. */
function literalWith(changes: Readonly<Record<string, string>>, status = 'COMPLETE'): string {
  const { status: _, ...rest } = JSON.parse(pickTextWith({})) as Record<string, unknown>;
  const tokens = Object.entries(rest).map(([name, value]) => [name, JSON.stringify(value)] as const);
  const fields = { status, ...Object.fromEntries(tokens), ...changes };
  return `{ ${Object.entries(fields)
    .map(([name, token]) => `${name}: ${token}`)
    .join(', ')} }`;
}

const publishLiteral = (payload: string, variables: Readonly<Record<string, unknown>> = {}, definitions = '') =>
  execute({
    query: `mutation ${definitions} {
      publishEvent(input: { type: "pick.confirmed", payload: { ${payload} }, idempotencyKey: "k" }) ${selection}
    }`,
    variables,
  });

const publishVariables = (payload: unknown, type?: string) =>
  execute({ query: withVariables, variables: pickInput(payload, type) });

interface Published {
  readonly event: { readonly payloadText: string } | null;
  readonly errors: readonly { code: string; message: string; path: string[]; rule?: string }[];
}

const published = ({ data, errors }: ExecutionResult): Published => {
  if (errors !== undefined) throw new Error(errors.map((error) => error.message).join('\n'));
  return (data as { publishEvent: Published }).publishEvent;
};
const delivered = (answer: ExecutionResult): Record<string, string> => {
  const { event, errors } = published(answer);
  if (event === null) throw new Error(JSON.stringify(errors));
  return numbersAsText(event.payloadText) as Record<string, string>;
};

const largest = '9223372036854775807';

describe('a Long', () => {
  test.each([largest, '9007199254740993', '0', `"${largest}"`])('%s in a typed literal is exact', async (token) => {
    const answer = await publishLiteral(`pickConfirmed: ${literalWith({ workControlNumber: token })}`);
    expect(delivered(answer)['workControlNumber']).toBe(token.replaceAll('"', ''));
  });

  test.each([largest, '9007199254740993', `"${largest}"`])('%s in a JSON literal is exact', async (token) => {
    const answer = await publishLiteral(`json: ${literalWith({ workControlNumber: token }, '"COMPLETE"')}`);
    expect(delivered(answer)['workControlNumber']).toBe(token.replaceAll('"', ''));
  });

  test('as digits in variables is exact, both ways', async () => {
    const pick = pickWith({ workControlNumber: largest });
    for (const payload of [{ json: pick }, { pickConfirmed: pick }]) {
      expect(delivered(await publishVariables(payload))['workControlNumber']).toBe(largest);
    }
  });

  test('beyond 2^53-1 as a number in JSON variables is refused with the way out', async () => {
    const { errors } = published(await publishVariables({ json: pickWith({ workControlNumber: 2 ** 53 }) }));
    expect(errors).toMatchObject([
      { code: 'SCHEMA_MISMATCH', path: ['input', 'payload', 'workControlNumber'], rule: 'long' },
    ]);
    expect(errors[0]?.message).toContain('send it as a string');
  });

  test('beyond 2^53-1 as a number in typed variables is refused with the way out', async () => {
    const { errors } = await publishVariables({ pickConfirmed: pickWith({ workControlNumber: 2 ** 53 }) });
    expect(errors?.[0]?.message).toContain('send it as a string');
    expect(errors?.[0]?.message).toContain('input.payload.pickConfirmed.workControlNumber');
  });

  test('in a JSON literal is exact beside harmless variables, and refused beside rounded ones', async () => {
    const payload = `json: ${literalWith({ workControlNumber: largest, lines: '[$line]' }, '"COMPLETE"')}`;
    const line = { lineNumber: 1, product: 'A', location: 'B', quantityRequired: 1, quantityProcessed: 1 };
    const send = (line: object) => publishLiteral(payload, { line }, '($line: JSONObject)');
    expect(delivered(await send(line))['workControlNumber']).toBe(largest);
    const { errors } = published(await send({ ...line, quantityRequired: 2 ** 60 }));
    expect(errors.map(({ path, rule }) => `${path.join('.')} ${rule}`)).toEqual([
      'input.payload.workControlNumber long',
      'input.payload.lines.0.quantityRequired maximum',
    ]);
  });
});

describe('order and absence', () => {
  test('members keep the order of the literal, whichever source they come from', async () => {
    const answer = await publishLiteral(
      `pickConfirmed: { lines: [], zoneId: $zone, ${literalWith({}).slice(1, -1).replace('lines: []', '')}, waveId: "W" }`,
      { zone: 'Z' },
      '($zone: String)',
    );
    const names = Object.keys(delivered(answer));
    expect(names.slice(0, 3)).toEqual(['lines', 'zoneId', 'status']);
    expect(names.at(-1)).toBe('waveId');
  });

  test('a nullable variable that is not given is an absent field, and so is null', async () => {
    const payload = `pickConfirmed: ${literalWith({ zoneId: '$zone', waveId: '$wave', batchId: 'null' })}`;
    const names = Object.keys(
      delivered(await publishLiteral(payload, { wave: null }, '($zone: String, $wave: String)')),
    );
    expect(names).not.toContain('zoneId');
    expect(names).not.toContain('waveId');
    expect(names).not.toContain('batchId');
  });

  test('defaults of variables are used, and variables of the name of a method are not there', async () => {
    const payload = `pickConfirmed: ${literalWith({ zoneId: '$zone', waveId: '$constructor' }, '$status')}`;
    const answer = await publishLiteral(
      payload,
      {},
      '($zone: String = "Z9", $constructor: String, $status: PickStatus = PARTIAL)',
    );
    expect(delivered(answer)).toMatchObject({ zoneId: 'Z9', status: 'PARTIAL' });
    expect(delivered(answer)).not.toHaveProperty('waveId');
  });

  test('the whole input, the payload or one member may be a variable', async () => {
    const pick = pickWith({});
    const text = JSON.stringify(pick);
    const whole = (definitions: string, input: string, variables: Readonly<Record<string, unknown>>) =>
      execute({ query: `mutation (${definitions}) { publishEvent(input: ${input}) ${selection} }`, variables });
    const answers = [
      await publishVariables({ pickConfirmed: pick }),
      await whole('$p: EventPayloadInput!', '{ type: "pick.confirmed", payload: $p, idempotencyKey: "k" }', {
        p: { pickConfirmed: pick },
      }),
      await publishLiteral('pickConfirmed: $pick', { pick }, '($pick: PickConfirmedInput!)'),
      await publishLiteral('json: $pick', { pick }, '($pick: JSONObject!)'),
      await publishLiteral('text: $text', { text }, '($text: String!)'),
    ];
    for (const answer of answers) expect(published(answer).event?.payloadText).toBe(text);
  });

  test('a single entry in place of a list of one becomes a list', async () => {
    const line = { lineNumber: 1, product: 'A', location: 'B', quantityRequired: 1, quantityProcessed: 1 };
    const text = JSON.stringify(pickWith({ lines: [line] }));
    const inLiteral = literalWith({
      lines: '{lineNumber:1 product:"A" location:"B" quantityRequired:1 quantityProcessed:1}',
    });
    expect(published(await publishVariables({ pickConfirmed: pickWith({ lines: line }) })).event?.payloadText).toBe(
      text,
    );
    expect(delivered(await publishLiteral(`pickConfirmed: ${inLiteral}`))['lines']).toHaveLength(1);
  });

  test('a member called __proto__ is refused like any other that is unknown', async () => {
    const literal = `json: ${literalWith({ __proto__x: '1' }, '"COMPLETE"').replace('__proto__x', '__proto__')}`;
    const json: unknown = JSON.parse(pickTextWith({}).replace('{', '{"__proto__":{"a":1},'));
    for (const answer of [await publishLiteral(literal), await publishVariables({ json })]) {
      expect(published(answer).errors).toMatchObject([{ path: ['input', 'payload', '__proto__'], rule: 'unknown' }]);
    }
  });

  test('JSON nested beyond all measure is refused, not a fault', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(published(await publishVariables({ json: pickWith({ lines: deep }) })).errors).toMatchObject([
      { rule: 'depth' },
    ]);
  });
});

describe('a typed payload of another type', () => {
  test('is refused by name', async () => {
    const { errors } = published(await publishVariables({ pickConfirmed: pickWith({}) }, 'order.status'));
    expect(errors).toEqual([
      {
        code: 'INVALID',
        message:
          'payload.pickConfirmed is a payload of pick.confirmed, but type is order.status: give orderStatus, json or text.',
        path: ['input', 'payload', 'pickConfirmed'],
        rule: 'type',
      },
    ]);
  });

  test('stops only itself in a batch', async () => {
    const event = (type: string, idempotencyKey: string) => ({
      type,
      payload: { pickConfirmed: pickWith({ waveId: idempotencyKey }) },
      idempotencyKey,
    });
    const answer = await execute({
      query: `mutation ($second: PublishEventInput!, $rest: PublishEventInput!) {
        publishEvents(inputs: [
          { type: "shipment.closed", payload: { pickConfirmed: ${literalWith({})} }, idempotencyKey: "1" }, $second, $rest
        ]) { acceptedCount results ${selection} }
      }`,
      variables: { second: event('pick.confirmed', 'two'), rest: event('no.such', 'three') },
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['publishEvents']).toMatchObject({
      acceptedCount: 1,
      results: [
        { event: null, errors: [{ code: 'INVALID', path: ['inputs', '0', 'payload', 'pickConfirmed'] }] },
        { event: { payloadText: expect.stringContaining('"waveId":"two"') as string }, errors: [] },
        { event: null, errors: [{ code: 'NOT_FOUND', path: ['inputs', '2', 'type'] }] },
      ],
    });
  });
});

test.each([
  [{}, /Exactly one key must be specified/],
  [{ text: '{}', json: {} }, /Exactly one key must be specified/],
  [{ text: null }, /must be non-null/],
  [{ json: '{"tenantId":"T"}' }, /JSONObject must be a JSON object/],
  [{ json: [] }, /JSONObject must be a JSON object/],
])('a payload %j is refused before anything is published', async (payload, message) => {
  const { errors } = await publishVariables(payload);
  expect(errors?.[0]?.message).toMatch(message);
});
