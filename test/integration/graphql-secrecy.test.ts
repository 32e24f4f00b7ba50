import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateWebhookDocument,
  DeliveryDocument,
  EventDocument,
  TestWebhookDocument,
  WebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { deliveriesOf, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: pg.Client;
let receiver: Receiver;
const headerSecret = 'Bearer open-sesame-4711';
const url = () => receiver.url('/hook?shared=url-part-0815');
let signingSecret: string;
let webhookId: string;
let eventId: string;
/** Everything the API said after the webhook was made. */
const answers: string[] = [];

beforeAll(async () => {
  app = await createTestApp({ RETRY_TIME_SCALE: '1' });
  receiver = await app.receiver();
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());

  const headers = [{ name: 'Authorization', value: headerSecret, isSensitive: true }];
  const input = { name: 'ERP', url: url(), eventTypes: ['*'], headers };
  const { createWebhook } = await app.execute(CreateWebhookDocument, { input });
  expect(createWebhook?.webhook?.headers).toEqual([{ name: 'Authorization', value: null, isSensitive: true }]);
  ({ signingSecret, webhookId } = {
    signingSecret: createWebhook?.signingSecret ?? '',
    webhookId: createWebhook?.webhook?.id ?? '',
  });
  const stream = app.live().deliveryUpdates();
  await stream.next();
  eventId = await publish(app);
  answers.push(JSON.stringify(await stream.next()));
  expect(receiver.requests[0]?.headers['authorization']).toBe(headerSecret);
});
afterAll(() => app?.stop());

describe('secrets', () => {
  it('are not in what the API shows of webhook, history and test', async () => {
    const webhook = await app.graphql.send(WebhookDocument, { by: { id: webhookId } }, app.token);
    const [delivery] = await deliveriesOf(app, eventId);
    const kept = await app.graphql.send(DeliveryDocument, { id: delivery?.id ?? '' }, app.token);
    const tested = await app.graphql.send(TestWebhookDocument, { webhook: { id: webhookId } }, app.token);
    answers.push(webhook.text, kept.text, tested.text);
    expect(webhook.data?.webhook?.signingSecrets).toMatchObject([{ hint: signingSecret.slice(-4), isPrimary: true }]);
    for (const { request } of [
      ...(kept.data?.delivery?.attempts?.nodes ?? []),
      ...[tested.data?.testWebhook?.delivery?.lastAttempt].filter((attempt) => attempt != null),
    ]) {
      expect(request?.headers).toContainEqual({ name: 'Authorization', value: null, isSensitive: true });
    }
  });

  it('are encrypted in the database', async () => {
    const [row] = await app.app.database.system.query<{ dump: string }>(
      `select string_agg(t, '') as dump from (
         select w::text as t from dockhook.webhook w union all select s::text from dockhook.signing_secret s
         union all select a::text from dockhook.attempt a union all select k::text from dockhook.api_key k) rows`,
    );
    expect(row?.dump).toContain('Authorization');
    expectNoSecretIn(row?.dump ?? '');
  });

  it('are in no log line, whatever went right', () => {
    expect(app.logLines.filter((line) => line.includes('delivery.attempted'))).not.toEqual([]);
    expectNoSecretIn(app.logLines.join('\n'));
  });
});

describe('a fault of ours', () => {
  beforeAll(() => owner.query(`alter table dockhook.event rename to event_gone`));
  afterAll(() => owner.query(`alter table dockhook.event_gone rename to event`));

  it('is masked over HTTP and found in the log by its id', async () => {
    const { data, errors, text } = await app.graphql.send(EventDocument, { id: eventId }, app.token);
    const errorId = errors[0]?.extensions?.['errorId'];
    expect(data).toEqual({ event: null });
    expect(errors).toEqual([
      {
        message: `Something went wrong on our side. It is logged as ${String(errorId)}.`,
        path: ['event'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
      },
    ]);
    expect(text).not.toMatch(/relation|select|event_gone|\.ts/);
    const line = app.logLines.find((candidate) => candidate.includes(String(errorId)));
    expect(line).toContain('does not exist');
  });

  it('is masked over a socket too', async () => {
    const stream = app.live().subscribe(EventDocument, { id: eventId });
    const failed = await stream.next().catch((error: unknown) => String(error));
    expect(failed).toContain('INTERNAL_SERVER_ERROR');
    expect(failed).not.toMatch(/relation|select|event_gone|\.ts/);
  });

  it('while a socket opens closes it in a way after which clients come back', async () => {
    const token = await app.key();
    await owner.query(`alter table dockhook.api_key rename to api_key_gone`);
    const live = app.live(token);
    const failed = live.deliveryUpdates().next();
    await expect(failed).rejects.toThrow('1013 Try again later.');
    await owner.query(`alter table dockhook.api_key_gone rename to api_key`);
    expect(await live.closed).toMatchObject({ code: 1013 });
  });

  it('while creating a webhook puts no secret into answer or log', async () => {
    await owner.query(`alter table dockhook.signing_secret rename to signing_secret_gone`);
    const headers = [{ name: 'Authorization', value: headerSecret, isSensitive: true }];
    const input = { name: 'Second', url: url(), eventTypes: ['*'], headers };
    const { errors, text } = await app.graphql.send(CreateWebhookDocument, { input }, app.token);
    await owner.query(`alter table dockhook.signing_secret_gone rename to signing_secret`);
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    answers.push(text);
    const second = await app.app.database.system.query(`select 1 from dockhook.webhook where name = 'Second'`);
    expect(second).toEqual([]);
  });

  it('afterwards no answer and no log line has a secret or a key', () => {
    expect(answers.length).toBeGreaterThan(3);
    for (const text of [...answers, ...app.logLines]) expectNoSecretIn(text);
  });
});

function expectNoSecretIn(text: string): void {
  for (const secret of [headerSecret, 'open-sesame', signingSecret, signingSecret.slice('whsec_'.length), app.token]) {
    expect(text.includes(secret)).toBe(false);
  }
}
