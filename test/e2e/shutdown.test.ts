import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PublishEventDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, publishMany, toPublishInput } from '../support/clients.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { createLiveClient } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
});
afterAll(() => app?.stop());

it('SIGTERM lets the request in flight finish, ends with code 0, and the next start goes on with the rest', async () => {
  const receiver = await app.receiver();
  const { promise: answer, resolve: answerNow } = Promise.withResolvers<number>();
  receiver.answers(503, () => answer, 200);
  await createWebhook(app, receiver);

  const first = await startServiceProcess(app, { ROLE: 'all', RETRY_TIME_SCALE: '1' });
  const retried = await publish(app);
  await receiver.nextRequest();
  await expect.poll(async () => (await deliveriesOf(app, retried))[0]?.status).toBe('RETRYING');
  const live = createLiveClient(first.url, { authorization: `Bearer ${app.token}` });
  await live.deliveryUpdates().next();
  const inFlight = await publish(app);
  await receiver.nextRequest();

  const ended = first.end('SIGTERM');
  await expect.poll(() => statusOf(`${first.url}/readyz`)).toBe(503);
  answerNow(202);
  expect(await ended).toBe(0);
  expect((await live.closed).code).toBe(1001);
  await live.close();
  expect((await deliveriesOf(app, inFlight))[0]).toMatchObject({
    status: 'SUCCEEDED',
    attempts: { nodes: [{ outcome: 'SUCCESS', response: { statusCode: 202 } }] },
  });

  const second = await startServiceProcess(app, { ROLE: 'all' });
  const other = createGraphqlClient(() => second.url);
  app.onStop(() => other.close());
  const published = await other.send(PublishEventDocument, { input: toPublishInput() }, app.token);
  expect(published.data?.publishEvent?.errors).toEqual([]);
  await receiver.waitFor(4);
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(ids.filter((id) => id === retried)).toHaveLength(2);
  expect(ids.filter((id) => id === inFlight)).toHaveLength(1);
  expect(await second.end('SIGINT')).toBe(0);
}, 60_000);

it('a SIGTERM to everything that `npm start` began is one request to end, not two', async () => {
  const receiver = await app.receiver();
  // Longer than it takes to notice that the shell is gone.
  receiver.answers(() => new Promise((resolve) => setTimeout(() => resolve(200), 1_500)));
  const { id } = await createWebhook(app, receiver);
  const service = await startServiceProcess(app, { ROLE: 'all' }, { inShell: true });
  const event = await publish(app);
  await receiver.nextRequest();
  await service.end('SIGTERM');
  expect((await deliveriesOf(app, event)).find(({ webhook }) => webhook?.id === id)).toMatchObject({
    status: 'SUCCEEDED',
    attempts: { nodes: [{ number: 1, outcome: 'SUCCESS' }] },
  });
}, 60_000);

it('what has not begun goes to another worker at once, and does not wait for a request that takes long', async () => {
  const receiver = await app.receiver();
  const { promise: answer, resolve: answerNow } = Promise.withResolvers<number>();
  receiver.answers(() => answer, 200);
  const eventTypes = ['order.status'];
  await createWebhook(app, receiver, { eventTypes, throttle: { maxConcurrent: 1 }, timeout: 'PT30S' });
  const first = await startServiceProcess(app, { ROLE: 'worker' });
  const events: string[] = [];
  // Of one ticket some is under way; of the other nothing is.
  for (const count of [11, 20]) {
    events.push(
      ...(await publishMany(
        app,
        Array.from({ length: count }, () => ({ type: 'order.status' })),
      )),
    );
  }
  await receiver.nextRequest();

  const ended = first.end('SIGTERM');
  const second = await startServiceProcess(app, { ROLE: 'worker' });
  await receiver.waitFor(31, { timeoutMs: 3_000 });
  answerNow(202);
  expect(await ended).toBe(0);
  expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(events));
  expect(receiver.requests).toHaveLength(31);
  expect(await second.end('SIGTERM')).toBe(0);
}, 60_000);

async function statusOf(url: string): Promise<number> {
  const { statusCode, body } = await request(url, { headers: { connection: 'close' } });
  await body.dump();
  return statusCode;
}
