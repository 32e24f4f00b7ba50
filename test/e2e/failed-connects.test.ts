// What a tenant's host leads to may be out of this machine's reach in every way: nobody else notices.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PublishEventDocument, TestWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, toPublishInput } from '../support/clients.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
});
afterAll(() => app?.stop());

it('a connect that the system refuses at once ends neither the worker nor the API', async () => {
  const file = path.join(makeTemporaryDirectory(), 'hosts.json');
  // Loopback's broadcast address: Linux refuses to connect there, as to an IPv6 address where there is no IPv6.
  writeFileSync(file, JSON.stringify({ 'hooks.example.com': '127.255.255.255' }));
  const service = await startServiceProcess(app, { ROLE: 'all', RESOLVER_FILE: file });
  const client = createGraphqlClient(() => service.url);
  app.onStop(() => client.close());
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, { url: () => 'https://hooks.example.com/hook' });
  await createWebhook(app, receiver);

  const tested = await client.send(TestWebhookDocument, { webhook: { id } }, app.token);
  expect(tested.data?.testWebhook?.delivery?.lastAttempt).toMatchObject({ outcome: 'CONNECTION_ERROR' });

  const published = await client.send(PublishEventDocument, { input: toPublishInput() }, app.token);
  const eventId = published.data?.publishEvent?.event?.id ?? '';
  const delivery = async () => (await deliveriesOf(app, eventId)).find(({ webhook }) => webhook?.id === id);
  await expect.poll(async () => (await delivery())?.attempts?.nodes[0]).toMatchObject({ outcome: 'CONNECTION_ERROR' });
  await receiver.nextRequest();
  expect((await request(`${service.url}/readyz`)).statusCode).toBe(200);
  expect(await service.end('SIGTERM')).toBe(0);
});
