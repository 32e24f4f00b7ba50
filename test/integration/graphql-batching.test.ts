import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, publishMany } from '../support/clients.ts';
import { statementsOf } from '../support/count-statements.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const PAGE = 50;
let app: TestApp;

const QUERY = `query ($first: Int) {
  deliveries(first: $first) {
    nodes {
      id
      url
      maxAttempts
      event { id type { name } businessKeys { value } }
      webhook { id name }
      lastAttempt { number outcome }
      attempts(first: 5) { nodes { number } }
      redeliveryOf { id }
      replay { id }
    }
    streamCursor
  }
}`;

/** Only those about history: the service's own rounds go on meanwhile. */
async function readsOfPage(first: number): Promise<string[]> {
  const texts = await statementsOf(async () => {
    const { data, text } = await app.graphql.sendText(QUERY, { first }, app.token);
    const deliveries = data?.['deliveries'] as unknown as { nodes: unknown[] } | undefined;
    expect(deliveries?.nodes, text).toHaveLength(first);
  });
  return texts.filter(
    (text) =>
      /^\s*select/i.test(text) &&
      /"?(delivery|event|webhook|attempt)"?\b/.test(text) &&
      !text.includes('dockhook.delivery_change'),
  );
}

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  await createWebhook(app, receiver, { eventTypes: ['pick.*'], name: 'One' });
  await createWebhook(app, receiver, { eventTypes: ['*'], name: 'Two' });
  const stream = app.live().deliveryUpdates();
  await stream.next();
  await publishMany(
    app,
    Array.from({ length: PAGE / 2 }, () => ({})),
  );
  await stream.waitFor(PAGE + 1, 25_000);
});
afterAll(() => app?.stop());

it('a page of fifty deliveries with all that stands beside them takes as many statements as a page of two', async () => {
  const few = await readsOfPage(2);
  const many = await readsOfPage(PAGE);
  expect(few.length).toBeGreaterThan(3);
  expect(many.length, many.join('\n')).toBeLessThanOrEqual(few.length + 1);
  expect(many.length).toBeLessThan(12);
});
