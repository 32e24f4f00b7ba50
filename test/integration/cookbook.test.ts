/** docs/cookbook.md: its operations are those of the files, and each runs as it stands there, in order. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExamples } from '../../src/server/explorer/examples.ts';
import { DeliveryUpdatesDocument, EventTypeDocument, PreviewDeliveryDocument } from '../../src/web/gql/graphql.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/cookbook.md'), 'utf8');
const recipes = page
  .split(/^### /m)
  .slice(1)
  .map((text) => ({
    title: text.slice(0, text.indexOf('\n')),
    file: /\(\.\.\/operations\/([\w-]+\.graphql)\)/.exec(text)?.[1] ?? '',
    operation: /```graphql\n([^]*?)```/.exec(text)?.[1] ?? '',
    variables: /```json\n([^]*?)```/.exec(text)?.[1] ?? '{}',
  }));

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterAll(() => app?.stop());

/** Fills in what stands in angle brackets. */
const filled = (text: string): Record<string, unknown> =>
  JSON.parse(
    text
      .replace('<url of your receiver>', receiver.url())
      .replaceAll('<an hour ago>', new Date(Date.now() - 3_600_000).toISOString())
      .replaceAll('<now>', new Date().toISOString()),
  ) as Record<string, unknown>;

/** What proves that the operation did what its heading says. */
const proofs: Record<string, (answer: Record<string, unknown>) => void> = {
  'publish-event.graphql': (answer) =>
    expect(answer).toMatchObject({ isDuplicate: false, event: { id: expect.any(String) } }),
  'publish-events.graphql': (answer) => expect(answer).toMatchObject({ acceptedCount: 2 }),
  'create-webhook.graphql': (answer) =>
    expect(answer).toMatchObject({ signingSecret: expect.stringMatching(/^whsec_/), webhook: { key: 'erp' } }),
  'test-webhook.graphql': (answer) =>
    expect(answer).toMatchObject({ delivery: { status: 'SUCCEEDED', lastAttempt: { outcome: 'SUCCESS' } } }),
  'rotate-webhook-secret.graphql': (answer) =>
    expect(answer).toMatchObject({ signingSecret: expect.stringMatching(/^whsec_/) }),
  'deliveries.graphql': (answer) => expect(answer).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } }),
  'delivery-stats.graphql': (answer) => expect((answer['buckets'] as unknown[]).length).toBeGreaterThan(50),
  'trace.graphql': (answer) => expect(answer).toMatchObject({ steps: [{ event: { type: { name: 'order.status' } } }] }),
  'start-replay.graphql': (answer) => expect(answer).toMatchObject({ replay: null, matching: { precision: 'EXACT' } }),
};

it('there are ten', () => {
  expect(recipes).toHaveLength(10);
  expect(new Set(recipes.map(({ file }) => file)).size).toBe(10);
});

describe.each(recipes)('$title', ({ file, operation, variables }) => {
  it('is the file, word for word', () => {
    expect(operation).toBe(readFileSync(path.join(ROOT, 'operations', file), 'utf8'));
  });

  it('is offered by the explorer', () => {
    const names = readExamples(path.join(ROOT, 'operations')).map(({ query }) => query.trim());
    expect(names).toContain(operation.trim());
  });

  it('runs', async () => {
    if (file === 'delivery-updates.graphql') {
      const stream = app.live().subscribe(DeliveryUpdatesDocument, filled(variables));
      expect((await stream.next()).deliveryUpdates).toMatchObject({ __typename: 'StreamCaughtUp' });
      return;
    }
    const { data, errors } = await app.graphql.sendText(operation, filled(variables), app.token);
    expect(errors).toEqual([]);
    const answer = Object.values(data ?? {})[0] as Record<string, unknown>;
    expect(answer['errors'] ?? []).toEqual([]);
    const proof = proofs[file];
    if (proof === undefined) throw new Error(`What proves ${file}?`);
    proof(answer);
  });
});

it('an event type shows its example, and a preview for a draft shows the request and sends nothing', async () => {
  const { eventType } = await app.execute(EventTypeDocument, { name: 'order.status' });
  expect(eventType?.name).toBe('order.status');
  const draft = { name: 'Draft', url: receiver.url('/draft'), eventTypes: ['order.status'] };
  const { previewDelivery } = await app.execute(PreviewDeliveryDocument, {
    target: { draft },
    sample: { eventType: 'order.status' },
  });
  expect(previewDelivery).toMatchObject({ matches: true, errors: [], request: { url: draft.url } });
  expect(receiver.requests.filter((request) => request.path === '/draft')).toEqual([]);
});

it('every file of operations is used by a test', () => {
  const tests = readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(ROOT, 'test', name), 'utf8'))
    .join('\n');
  const unused = readdirSync(path.join(ROOT, 'operations')).filter((file) => {
    const [definition] = parse(readFileSync(path.join(ROOT, 'operations', file), 'utf8')).definitions;
    const name = definition?.kind === 'OperationDefinition' ? definition.name?.value : undefined;
    return !new RegExp(`\\b${name}Document\\b`).test(tests);
  });
  expect(unused).toEqual([]);
});
