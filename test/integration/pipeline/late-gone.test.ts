// A 410 that arrives when somebody has seen to its webhook already.
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  DeleteWebhookDocument,
  PauseWebhookDocument,
  UpdateWebhookDocument,
  WebhookDocument,
} from '../../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish } from '../../support/clients.ts';
import type { Receiver } from '../../support/receiver.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let left: Receiver;
let present: Receiver;
let id: string;
let event: string;
let goes: PromiseWithResolvers<number>;
beforeEach(async () => {
  app = await createTestApp();
  [left, present] = [await app.receiver(), await app.receiver()];
  goes = Promise.withResolvers<number>();
  left.answers(() => goes.promise);
  ({ id } = await createWebhook(app, left));
  event = await publish(app);
  await left.waitFor(1);
});
afterEach(() => app?.stop());

const moveToPresent = () => app.execute(UpdateWebhookDocument, { webhook: { id }, input: { url: present.url() } });
const webhook = async () => (await app.execute(WebhookDocument, { by: { id } })).webhook;
const delivery = async () => (await deliveriesOf(app, event))[0];

it('from the URL that the webhook had before is a failed attempt, and the next goes to the new one', async () => {
  await moveToPresent();
  goes.resolve(410);
  await present.waitFor(1);
  await expect.poll(delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2 });
  expect(await webhook()).toMatchObject({ status: 'ACTIVE', statusReason: null });
  expect(left.requests).toHaveLength(1);
});

it('for a webhook that was paused leaves it paused, and its delivery waits for the corrected URL', async () => {
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  goes.resolve(410);
  await expect.poll(delivery).toMatchObject({ status: 'HELD', attemptCount: 1 });
  expect(await webhook()).toMatchObject({ status: 'PAUSED' });
  await moveToPresent();
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  await present.waitFor(1);
  await expect.poll(delivery).toMatchObject({ status: 'SUCCEEDED' });
});

it('from the URL that the webhook still has disables it, whatever else was changed', async () => {
  await app.execute(UpdateWebhookDocument, { webhook: { id }, input: { name: 'Another name' } });
  goes.resolve(410);
  await expect.poll(webhook).toMatchObject({ status: 'DISABLED', statusReason: 'ENDPOINT_GONE' });
  await expect.poll(delivery).toMatchObject({ status: 'FAILED', attemptCount: 1 });
});

it('for a webhook that was deleted changes nothing of it', async () => {
  await app.execute(DeleteWebhookDocument, { webhook: { id } });
  const row = () => app.app.database.system.query('select status, status_reason, revision from dockhook.webhook');
  const before = await row();
  goes.resolve(410);
  const attempts = () => app.app.database.system.query('select outcome from dockhook.attempt');
  await expect.poll(attempts).toEqual([{ outcome: 'HTTP_ERROR' }]);
  expect(await row()).toEqual(before);
});
