/** A key of secrets at rest that is lost for good: SECURITY.md's way out of it. */
import { randomBytes } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { AuditEntriesDocument, RotateWebhookSecretDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTestApp } from '../support/test-app.ts';
import { createTestDatabase } from '../support/test-database.ts';

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;

it('a webhook goes on when its secret is rotated without overlap, though two older ones cannot be opened', async () => {
  const database = await createTestDatabase();
  const receiver = await startReceiver();
  const start = (ring: string) => createTestApp({ DATABASE_URL: database.url, SECRET_KEYS: ring });
  const before = await start(newKey('k1'));
  const { id } = await createWebhook(before, receiver, { eventTypes: ['pick.confirmed'] });
  await before.execute(RotateWebhookSecretDocument, { webhook: { id }, overlap: 'PT24H' });
  await before.stop();

  const app = await start(newKey('k2'));
  const eventId = await publish(app);
  const status = async () => (await deliveriesOf(app, eventId)).map((one) => [one.status, one.holdReason]);
  await expect.poll(status).toEqual([['HELD', 'SECRETS']]);

  expect(app.logLines.find((line) => line.includes('cannot be opened'))).toContain(id);

  const { rotateWebhookSecret } = await app.execute(RotateWebhookSecretDocument, { webhook: { id }, overlap: 'PT0S' });
  expect(rotateWebhookSecret).toMatchObject({ errors: [], webhook: { signingSecrets: [{ isPrimary: true }] } });
  expect(rotateWebhookSecret?.webhook?.signingSecrets).toHaveLength(1);
  const { body, headers } = await receiver.nextRequest();
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(1);
  new Verifier(rotateWebhookSecret?.signingSecret ?? '').verify(body.toString(), headers);
  await expect.poll(status).toEqual([['SUCCEEDED', null]]);

  const { auditEntries } = await app.execute(AuditEntriesDocument, { first: 1 });
  const [entry] = auditEntries?.nodes ?? [];
  expect(entry?.action).toBe('rotateWebhookSecret');
  expect((entry?.after as { endedSecrets?: string[] } | null)?.endedSecrets).toHaveLength(2);

  await app.stop();
  await receiver.close();
  await database.drop();
});
