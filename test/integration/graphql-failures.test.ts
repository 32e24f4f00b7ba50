/** Every way an attempt can fail, over the real sender, and what the API says about it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failureTexts } from '../../src/domain/failure-texts.ts';
import { DeliveryDocument, TestWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createCertificateAuthority } from '../support/certificates.ts';
import { createWebhook } from '../support/clients.ts';
import { type AnswerFunction, receiverAuthority, startReceiver } from '../support/receiver.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
const YEAR_MS = 365 * 24 * 3_600_000;

beforeAll(async () => {
  const file = path.join(makeTemporaryDirectory(), 'names.json');
  const names = {
    'inside.example.com': { seq: ['1.1.1.1', '10.0.0.1'] }, // the first answer lets it be saved
    'missing.example.com': { error: 'NXDOMAIN' },
    'silent.example.com': { error: 'TIMEOUT' },
    'broken.example.com': { error: 'SERVFAIL' },
  };
  writeFileSync(file, JSON.stringify(names));
  app = await createTestApp({ RESOLVER_FILE: file });
});
afterAll(() => app?.stop());

/** Tests a webhook with this URL; returns what its one attempt says of its failure, which is also what is kept. */
async function failureAt(url: string) {
  const receiver = { url: () => url } as Awaited<ReturnType<typeof startReceiver>>;
  const { id } = await createWebhook(app, receiver, { timeout: 'PT1S' });
  const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id } });
  expect(testWebhook?.errors).toEqual([]);
  const deliveryId = testWebhook?.delivery?.id ?? '';
  const { delivery } = await app.execute(DeliveryDocument, { id: deliveryId });
  const failure = testWebhook?.delivery?.lastAttempt?.failure;
  expect(delivery?.attempts?.nodes[0]?.failure).toEqual(failure);
  return failure;
}

type Category = keyof typeof failureTexts;
const expectedOf = (category: Category) => ({ category, ...failureTexts[category] });

it.each<[status: number, category: Category]>([
  [302, 'REDIRECT'],
  [400, 'CLIENT_ERROR'],
  [401, 'UNAUTHORIZED'],
  [403, 'UNAUTHORIZED'],
  [404, 'NOT_FOUND'],
  [410, 'GONE'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [429, 'TOO_MANY_REQUESTS'],
  [503, 'SERVER_ERROR'],
])('an answer with %i is %s, with its cause and remedy', async (status, category) => {
  const receiver = await app.receiver();
  receiver.answers({ status, headers: { location: 'https://elsewhere.example.com/' } });
  expect(await failureAt(receiver.url())).toEqual(expectedOf(category));
});

it.each<[name: string, category: Category]>([
  ['inside', 'BLOCKED_ADDRESS'],
  ['missing', 'DNS_NOT_FOUND'],
  ['silent', 'DNS_NO_ANSWER'],
  ['broken', 'DNS_SERVER_ERROR'],
])('a host name that is %s is %s', async (name, category) => {
  expect(await failureAt(`https://${name}.example.com/`)).toEqual(expectedOf(category));
});

it('certificates that have expired, are self-signed, of an unknown authority or of another host are told apart', async () => {
  const ca = await receiverAuthority();
  const names = ['127.0.0.1'];
  const longAgo = { notBefore: new Date(Date.now() - 2 * YEAR_MS), notAfter: new Date(Date.now() - YEAR_MS) };
  const stranger = await createCertificateAuthority('A stranger');
  const certificates: [Category, Awaited<ReturnType<typeof ca.issue>>][] = [
    ['CERTIFICATE_EXPIRED', await ca.issue({ names, ...longAgo })],
    ['CERTIFICATE_SELF_SIGNED', await ca.issue({ names, selfSigned: true })],
    ['CERTIFICATE_UNTRUSTED', await stranger.issue({ names })],
    ['CERTIFICATE_NAME_MISMATCH', await ca.issue({ names: ['other.example.com'] })],
  ];
  for (const [category, certificate] of certificates) {
    const receiver = await app.receiver({ certificate });
    expect(await failureAt(receiver.url())).toEqual(expectedOf(category));
  }
});

it.each<[what: string, category: Category, answer: AnswerFunction]>([
  ['hangs', 'TIMEOUT_ANSWER', () => ({ hang: true })],
  [
    'begins and does not end',
    'TIMEOUT_BODY',
    (_, response) => {
      response.writeHead(200);
      response.write('and then');
    },
  ],
  ['hangs up', 'CONNECTION_LOST', (_, response) => void response.socket?.destroy()],
  ['speaks no HTTP', 'PROTOCOL_ERROR', (_, response) => void response.socket?.end('220 mail.example.com ESMTP\r\n')],
  [
    'sends endless headers',
    'RESPONSE_TOO_LARGE',
    (_, response) => void response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`),
  ],
])('a receiver that %s is %s', async (_, category, answer) => {
  const receiver = await app.receiver();
  receiver.answers(answer);
  expect(await failureAt(receiver.url())).toEqual(expectedOf(category));
});

it('a port where nothing listens, and one that does not speak TLS, are told apart', async () => {
  const gone = await startReceiver();
  await gone.close();
  expect(await failureAt(gone.url())).toEqual(expectedOf('CONNECTION_REFUSED'));

  const plain = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  );
  app.onStop(async () => void (await once(plain.close(), 'close')));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  expect(await failureAt(`https://127.0.0.1:${port}/`)).toEqual(expectedOf('TLS_HANDSHAKE'));

  const mute = createServer((socket) => socket.on('error', () => {}).resume());
  app.onStop(async () => void (await once(mute.close(), 'close')));
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  expect(await failureAt(`https://127.0.0.1:${(mute.address() as AddressInfo).port}/`)).toEqual(
    expectedOf('TIMEOUT_TLS'),
  );
});

it('a success has no failure', async () => {
  expect(await failureAt((await app.receiver()).url())).toBeNull();
});
