/** A key ring rotated from its old key to a new one, while the service runs: nothing that was sealed is lost. */
import { randomBytes } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countKeyUse, reencryptSecrets } from '../../src/database/reencrypt-secrets.ts';
import { createSecretBox } from '../../src/database/secret-box.ts';
import type { Sql } from '../../src/database/sql.ts';
import { parsePublicId } from '../../src/domain/ids.ts';
import {
  CreateWebhookDocument,
  RotateWebhookSecretDocument,
  UpdateWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { publish } from '../support/clients.ts';
import { runCli } from '../support/command-line.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
const [k1, k2, k3] = [newKey('k1'), newKey('k2'), newKey('k3')];
const HEADER = 'Bearer open-sesame';

let database: TestDatabase;
let receiver: Receiver;
let app: TestApp;
let secrets: string[];
const input = () => ({
  name: 'ERP',
  url: receiver.url(),
  eventTypes: ['*'],
  headers: [
    { name: 'Authorization', value: HEADER, isSensitive: true },
    { name: 'X-Site', value: 'north', isSensitive: false },
  ],
  idempotencyKey: 'once',
});

const startApp = (ring: string) => createTestApp({ DATABASE_URL: database.url, SECRET_KEYS: ring });
const cli = (command: string, ring: string) => runCli(command, { DATABASE_URL: database.url, SECRET_KEYS: ring });

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  // The new key is known everywhere before anything is sealed with it.
  app = await startApp(`${k1},${k2}`);
  const { createWebhook } = await app.execute(CreateWebhookDocument, { input: input() });
  const webhook = { id: createWebhook?.webhook?.id ?? '' };
  const { rotateWebhookSecret } = await app.execute(RotateWebhookSecretDocument, { webhook });
  secrets = [createWebhook?.signingSecret ?? '', rotateWebhookSecret?.signingSecret ?? ''];
});
afterAll(async () => {
  await receiver?.close();
  await app?.stop();
  await database?.drop();
});

async function expectDelivery(): Promise<void> {
  await publish(app);
  const { body, headers } = await receiver.nextRequest();
  expect(headers).toMatchObject({ authorization: HEADER, 'x-site': 'north' });
  for (const secret of secrets) new Verifier(secret).verify(body.toString(), headers);
}

const rows = () =>
  app.app.database.system.query(
    `select id::text, secret, null as headers from dockhook.signing_secret
     union all select id::text, null, headers::text from dockhook.webhook order by 1`,
  );

it('a dry run counts and changes nothing; the doctor tells of the old key', async () => {
  await expectDelivery();
  const before = await rows();
  const { exitCode, lines } = await cli('secrets reencrypt --dry-run', `${k2},${k1}`);
  expect(lines).toEqual([
    'signing secrets: 2 under k1',
    'sensitive header values: 1 under k1',
    'idempotency keys of created webhooks: 1 under k1',
    '4 stored value(s) need the older key k1.',
  ]);
  expect(exitCode).toBe(0);
  expect(await rows()).toEqual(before);
  const doctor = await cli('doctor', `${k2},${k1}`);
  expect(doctor.lines.filter((line) => line.startsWith('note')).join('\n')).toContain('need the older key k1');
  expect(doctor.exitCode).toBe(0);
});

it('a key that is not in the ring is named, and what needs it stays as it is', async () => {
  const before = await rows();
  const { exitCode, lines } = await cli('secrets reencrypt', k3);
  expect(exitCode).toBe(1);
  expect(lines).toContain('0 value(s) re-encrypted under k3.');
  expect(lines.at(-1)).toContain('4 stored value(s) need the key k1, which SECRET_KEYS does not have');
  expect(await rows()).toEqual(before);
  expect((await cli('doctor', k3)).exitCode).toBe(1);
});

it('everything comes under the new key while the service delivers, and a repetition finds nothing to do', async () => {
  const [{ exitCode, lines }] = await Promise.all([cli('secrets reencrypt', `${k2},${k1}`), expectDelivery()]);
  expect(lines).toEqual([
    '4 value(s) re-encrypted under k2.',
    'signing secrets: 2 under k2',
    'sensitive header values: 1 under k2',
    'idempotency keys of created webhooks: 1 under k2',
    'Everything is under k2: no other key is needed.',
  ]);
  expect(exitCode).toBe(0);
  expect((await cli('secrets reencrypt', `${k2},${k1}`)).lines[0]).toBe('0 value(s) re-encrypted under k2.');
  await expectDelivery();
});

it('a change made meanwhile wins, and the next look takes it', async () => {
  const { system } = app.app.database;
  const box = createSecretBox(`${k2},${k1}`);
  const other = { ...input(), eventTypes: ['order.status'], idempotencyKey: null };
  const { createWebhook } = await app.execute(CreateWebhookDocument, { input: other });
  const webhook = { id: createWebhook?.webhook?.id ?? '' };
  let isChanged = false;
  const disturbed: Sql = {
    async query(statement, values) {
      const isIts = values?.[0] === parsePublicId('webhook', webhook.id);
      if (!isChanged && isIts && String(statement).includes('update dockhook.webhook')) {
        isChanged = true;
        const headers = [{ name: 'X-Token', value: 'changed meanwhile', isSensitive: true }];
        await app.execute(UpdateWebhookDocument, { webhook, input: { headers } });
      }
      return system.query(statement, values);
    },
  };
  const first = await reencryptSecrets(disturbed, box);
  expect(isChanged).toBe(true);
  expect(first.missed).toBe(1);
  expect(await reencryptSecrets(system, box)).toEqual({ moved: 1, missed: 0, broken: 0 });
  expect((await countKeyUse(system)).get('sensitive header values')).toEqual(new Map([['k2', 2]]));
});

describe('without the old key', () => {
  beforeAll(async () => {
    await app.stop();
    app = await startApp(k2);
  });

  it('deliveries are signed by every live secret, and headers are sent', expectDelivery);

  it('a repeated creation is known', async () => {
    const { createWebhook } = await app.execute(CreateWebhookDocument, { input: input() });
    expect(createWebhook).toMatchObject({ errors: [], webhook: { name: 'ERP' } });
    await expect(app.execute(CreateWebhookDocument, { input: { ...input(), name: 'Other' } })).resolves.toMatchObject({
      createWebhook: { errors: [{ code: 'IDEMPOTENCY_MISMATCH' }] },
    });
  });

  it('nothing is wrong', async () => {
    expect((await cli('doctor', k2)).lines.at(-1)).toBe('Nothing is wrong.');
  });
});
