/**
 * One story with secrets planted wherever people put them. Afterwards none is in a log line, in an answer after the one
 * that shows it, or in any row of any table; log lines also have no query string and no payload.
 */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  ApiKeysDocument,
  AuditEntriesDocument,
  CreateApiKeyDocument,
  CreateWebhookDocument,
  DeliveriesDocument,
  DeliveryDocument,
  EventDocument,
  PreviewDeliveryDocument,
  PublishEventDocument,
  RedeliverDocument,
  RotateApiKeyDocument,
  RotateWebhookSecretDocument,
  TestWebhookDocument,
  UpdateWebhookDocument,
  WebhookDocument,
  WebhooksDocument,
} from '../../src/web/gql/graphql.ts';
import { pickText, toPublishInput } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const HEADER = 'Bearer open-sesame-4711';
const URL_TOKEN = 'url-token-0815';
const PAYLOAD = 'PAYLOADMARK77';
const TERMINAL = '\r\n\u001b[31mforged';

let app: TestApp;
let admin: pg.Client;
/** What was told once and must never be told again. */
const secrets: string[] = [HEADER, 'open-sesame-4711'];
const answers: string[] = [];
let dump: string;

/** Sends, and keeps the answer without the one place where a new secret belongs. */
async function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: object,
  shown?: (data: Data) => string | null | undefined,
): Promise<Data> {
  const { data, text } = await app.graphql.send(document, variables as Variables, app.token);
  const secret = shown?.(data as Data);
  if (shown !== undefined) {
    expect(secret).toMatch(/^(whsec|dhk)_/);
    expect(text.split(secret ?? '')).toHaveLength(2);
    secrets.push(secret ?? '');
  }
  answers.push(text.replace(secret ?? '', ''));
  return data as Data;
}

beforeAll(async () => {
  app = await createTestApp();
  secrets.push(app.token);
  const url = new URL(inject('databaseServer').adminUrl);
  url.pathname = app.database.name;
  admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  app.onStop(() => admin.end());
  await tellStory();
  dump = await dumpEverything();
});
afterAll(() => app?.stop());

async function tellStory(): Promise<void> {
  const receiver = await app.receiver();
  receiver.answers(500, 200);
  const target = receiver.url(`/hook?token=${URL_TOKEN}`);
  const headers = [{ name: 'Authorization', value: HEADER, isSensitive: true }];
  const input = { name: 'ERP', url: target, eventTypes: ['*'], headers, idempotencyKey: 'once' };
  const stream = app.live().deliveryUpdates();
  await stream.next();

  const made = await ask(CreateWebhookDocument, { input }, (data) => data.createWebhook?.signingSecret);
  const webhook = { id: made.createWebhook?.webhook?.id ?? '' };
  await ask(CreateWebhookDocument, { input });
  await ask(RotateWebhookSecretDocument, { webhook }, (data) => data.rotateWebhookSecret?.signingSecret);
  const key = { name: 'Viewer', role: 'VIEWER' };
  const { createApiKey } = await ask(CreateApiKeyDocument, { input: key }, (data) => data.createApiKey?.token);
  await ask(RotateApiKeyDocument, { id: createApiKey?.apiKey?.id }, (data) => data.rotateApiKey?.token);
  await ask(UpdateWebhookDocument, { webhook, input: { headers: [...headers, { ...headers[0], name: 'X-Key' }] } });

  const event = toPublishInput({ text: pickText({ lastActivityTeamMember: PAYLOAD }) });
  const { publishEvent } = await ask(PublishEventDocument, { input: event });
  const eventId = publishEvent?.event?.id;
  for (let isDone = false; !isDone;) {
    const item = await stream.next();
    answers.push(JSON.stringify(item));
    isDone = item.__typename === 'DeliveryChanged' && item.status === 'SUCCEEDED';
  }
  expect(receiver.requests[0]?.headers).toMatchObject({ authorization: HEADER, 'x-key': HEADER });

  const closed = await app.receiver();
  await closed.close();
  const gone = { ...input, url: closed.url(`/hook?token=${URL_TOKEN}`), name: 'Gone', idempotencyKey: null };
  const absent = await ask(CreateWebhookDocument, { input: gone }, (data) => data.createWebhook?.signingSecret);
  await ask(TestWebhookDocument, { webhook: { id: absent.createWebhook?.webhook?.id } });
  await ask(TestWebhookDocument, { webhook });
  await ask(PreviewDeliveryDocument, { target: { webhook }, sample: { eventId } });
  const { event: found } = await ask(EventDocument, {
    id: eventId,
  });
  const deliveryId = found?.deliveries?.nodes[0]?.id;
  await ask(RedeliverDocument, { deliveryId });
  await ask(DeliveryDocument, { id: deliveryId });

  await makeMistakes(webhook);
  await causeFaults(webhook);
  await ask(WebhooksDocument, {});
  await ask(DeliveriesDocument, {});
  await ask(ApiKeysDocument, {});
  await ask(AuditEntriesDocument, {});
  await ask(WebhookDocument, { by: webhook });
}

/** Inputs that are refused, each with a secret in it or a character that a terminal would obey. */
async function makeMistakes(webhook: { id: string }): Promise<void> {
  const header = { name: 'Authorization', value: `${HEADER}${TERMINAL}`, isSensitive: true };
  const whole = { name: 'ERP', url: 'https://example.com', eventTypes: ['*'] };
  for (const input of [
    { ...whole, name: `ERP${TERMINAL}` },
    { ...whole, eventTypes: [`pick${TERMINAL}`] },
    { ...whole, headers: [header] },
    { ...whole, headers: [{ ...header, name: `X${TERMINAL}` }] },
    { ...whole, headers: [{ ...header, value: { inner: HEADER } }] },
    { ...whole, headers: [{ ...header, value: [HEADER], more: HEADER }] },
    { ...whole, url: `https://10.0.0.1/?token=${URL_TOKEN}` },
    { ...whole, url: `https://user:open-sesame-4711@example.com/` },
  ]) {
    await ask(CreateWebhookDocument, { input });
    await ask(UpdateWebhookDocument, { webhook, input });
  }
  await ask(CreateApiKeyDocument, { input: { name: `Key${TERMINAL}`, role: 'VIEWER' } });
  const publication = toPublishInput({ text: `{"product": "${PAYLOAD}"}`, idempotencyKey: `key${TERMINAL}` });
  await ask(PublishEventDocument, { input: publication });
  for (const query of [
    `mutation { createWebhook(input: {name: "A", url: "x", headers: [{name: "B", value: ["${HEADER}"]}]}) { signingSecret } }`,
    `mutation { createWebhook(input: {name: "A" "${HEADER}"}) { signingSecret } }`,
    `mutation { createWebhook(input: {name: "A" """${HEADER}"""}) { signingSecret } }`,
    `{ viewer "${HEADER}" }`,
    `query ($token: Int = "${HEADER}") { viewer { __typename } }`,
  ]) {
    answers.push((await app.graphql.sendText(query, {}, app.token)).text);
  }
  answers.push((await app.graphql.sendText('{ viewer { __typename } }', {}, `${app.token}x`)).text);
}

/** Faults of ours in the middle of work on secrets. PostgreSQL quotes the row that it refused, but not with row-level security. */
async function causeFaults(webhook: { id: string }): Promise<void> {
  await admin.query(`alter table dockhook.webhook add constraint planted check (name <> 'Refused') not valid`);
  const changed = { name: 'Refused', url: `https://127.0.0.1:4443/?token=${URL_TOKEN}` };
  await ask(UpdateWebhookDocument, { webhook, input: changed });
  await admin.query(`alter table dockhook.webhook drop constraint planted`);
  await admin.query(`alter table dockhook.event add constraint planted check (idempotency_key <> 'refused') not valid`);
  const text = pickText({ lastActivityTeamMember: PAYLOAD });
  await ask(PublishEventDocument, { input: toPublishInput({ text, idempotencyKey: 'refused' }) });
  await admin.query(`alter table dockhook.event drop constraint planted`);
}

/** Every row of every table as text, also those of the job queue. */
async function dumpEverything(): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(`select t::text as row from only ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

/** A secret as it might stand in a text: as it is, without its prefix, and encoded. */
function formsOf(secret: string): string[] {
  const bare = secret.replace(/^(whsec_|dhk_)/, '');
  const bytes = [Buffer.from(secret), Buffer.from(bare), Buffer.from(bare, 'base64')];
  return [secret, bare, ...bytes.flatMap((each) => [each.toString('hex'), each.toString('base64')])];
}

function expectNoSecretIn(texts: readonly string[]): void {
  const forms = secrets.flatMap(formsOf).filter((form) => form.length >= 12);
  const found = texts.filter((text) => forms.some((form) => text.includes(form)));
  expect(found).toEqual([]);
}

describe('the planted secrets', () => {
  it('are many, and the places looked at are full', () => {
    expect(new Set(secrets).size).toBe(8);
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.filter((text) => text.includes('INTERNAL_SERVER_ERROR'))).toHaveLength(2);
    expect(dump).toContain('Authorization');
    expect(dump).toContain(PAYLOAD);
    expect(dump).toContain(URL_TOKEN);
  });

  it('are in no answer after the one that shows them', () => expectNoSecretIn(answers));
  it('are in no row of any table', () => expectNoSecretIn(dump.split('\n')));
  it('are in no log line', () => expectNoSecretIn(app.logLines));
});

describe('log lines', () => {
  it('tell of what was done and of the faults', () => {
    for (const word of ['delivery.attempted', 'fault']) {
      expect(app.logLines.filter((line) => line.includes(word))).not.toEqual([]);
    }
  });

  it('are one line of JSON each, whatever people write', () => {
    for (const line of app.logLines) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(line).not.toMatch(/[\r\u001b]/);
      expect(typeof JSON.parse(line)).toBe('object');
    }
  });

  it('have no query string of a URL, and nothing of a payload', () => {
    expect(app.logLines.filter((line) => line.includes(URL_TOKEN) || line.includes(PAYLOAD))).toEqual([]);
  });
});
