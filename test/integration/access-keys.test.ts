import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateWebhookDocument,
  DeliveriesDocument,
  DeliveryUpdatesDocument,
  EventTypesDocument,
  PublishEventDocument,
  PublishEventsDocument,
  TestWebhookDocument,
  ViewerDocument,
  WebhooksDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, toPublishInput } from '../support/clients.ts';
import { createLiveClient } from '../support/live-client.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhookId: string;
let viewerToken: string;
let publisherToken: string;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  ({ id: webhookId } = await createWebhook(app, receiver));
  viewerToken = await app.key({ role: 'VIEWER', name: 'Dashboard' });
  publisherToken = await app.key({ role: 'PUBLISHER', name: 'WMS' });
});
afterAll(() => app?.stop());

describe('without a valid key', () => {
  const wrongKeys = [
    ['no key', undefined],
    ['an unknown key', 'dhk_notakeynotakeynotakeynotakey'],
    ['a key that is too short', 'short'],
  ] as const;

  it.each(wrongKeys)('HTTP with %s is answered with 401 UNAUTHENTICATED', async (_, token) => {
    const answer = await app.graphql.send(ViewerDocument, {}, token);
    expect(answer.httpStatus).toBe(401);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(answer.data ?? null).toBeNull();
  });

  it('HTTP says which kind of credential is asked for', async () => {
    const { headers, body } = await request(`${app.url}/graphql?query={__typename}`, {
      headers: { 'apollo-require-preflight': 'true', connection: 'close', authorization: 'Basic eDp5' },
    });
    await body.dump();
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it.each([...wrongKeys, ['something that is no text', 42]] as const)(
    'a socket with %s is closed with 4401',
    async (_, key) => {
      const params = { authorization: typeof key === 'string' ? `Bearer ${key}` : key };
      const live = createLiveClient(app.url, key === undefined ? {} : params);
      app.onStop(() => live.close());
      const stream = live.deliveryUpdates();
      await expect(stream.next()).rejects.toThrow('4401');
      expect(await live.closed).toMatchObject({ code: 4401 });
    },
  );

  it('a key that expired or was revoked is refused', async () => {
    const token = await app.key({ name: 'Gone' });
    await app.app.database.system.query(`update dockhook.api_key set revoked_at = now() where name = 'Gone'`);
    expect((await app.graphql.send(ViewerDocument, {}, token)).httpStatus).toBe(401);
    const expired = await app.key({ name: 'Old' });
    await app.app.database.system.query(
      `update dockhook.api_key set expires_at = now() - interval '1 second' where name = 'Old'`,
    );
    expect((await app.graphql.send(ViewerDocument, {}, expired)).httpStatus).toBe(401);
  });
});

describe('a viewer', () => {
  it('is told who it is', async () => {
    const { viewer } = await app.execute(ViewerDocument, {}, { token: viewerToken });
    expect(viewer).toMatchObject({
      actor: { name: 'Dashboard', role: 'VIEWER' },
      scope: { tenantId: 'TENANT001', companyId: null },
    });
  });

  it('reads webhooks, the history and the live stream', async () => {
    const { webhooks } = await app.execute(WebhooksDocument, {}, { token: viewerToken });
    expect(webhooks?.nodes).toMatchObject([{ id: webhookId }]);
    await app.execute(DeliveriesDocument, {}, { token: viewerToken });
    const stream = app.live(viewerToken).deliveryUpdates();
    expect(await stream.next()).toMatchObject({ __typename: 'StreamCaughtUp' });
  });

  it('neither publishes, nor creates, nor tests', async () => {
    const attempts = [
      await app.graphql.send(PublishEventDocument, { input: toPublishInput() }, viewerToken),
      await app.graphql.send(PublishEventsDocument, { inputs: [toPublishInput()] }, viewerToken),
      await app.graphql.send(
        CreateWebhookDocument,
        { input: { name: 'x', url: receiver.url(), eventTypes: ['*'] } },
        viewerToken,
      ),
      await app.graphql.send(TestWebhookDocument, { webhook: { id: webhookId } }, viewerToken),
    ];
    for (const { errors } of attempts) expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('a publisher', () => {
  it('publishes and reads event types', async () => {
    const { publishEvent } = await app.execute(
      PublishEventDocument,
      { input: toPublishInput() },
      { token: publisherToken },
    );
    expect(publishEvent?.errors).toEqual([]);
    const { eventTypes } = await app.execute(EventTypesDocument, {}, { token: publisherToken });
    expect(eventTypes?.nodes).toHaveLength(5);
  });

  it('sees no webhook, no history and no live stream', async () => {
    const answers = [
      await app.graphql.send(WebhooksDocument, {}, publisherToken),
      await app.graphql.send(DeliveriesDocument, {}, publisherToken),
    ];
    for (const { errors } of answers) expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const stream = app.live(publisherToken).subscribe(DeliveryUpdatesDocument, {});
    await expect(stream.next()).rejects.toThrow(/FORBIDDEN/);
    expect(stream.items).toEqual([]);
  });

  it('sees no webhook through the deliveries of the event it published', async () => {
    const { text, errors } = await app.graphql.sendText(
      `mutation ($input: PublishEventInput!) {
         publishEvent(input: $input) {
           event { id deliveries { nodes { url webhook { url signingSecrets { hint } } lastAttempt { response { body } } } } }
         }
       }`,
      { input: toPublishInput() },
      publisherToken,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(text).not.toContain(receiver.url());
  });
});
