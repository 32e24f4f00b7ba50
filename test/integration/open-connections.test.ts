/** Connections that clients hold: a process that is told to stop ends in spite of them, and answers what is under way. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createWebhook } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** A generous limit; what waits for such connections takes 38 s and more. */
const LIMIT_MS = 20_000;

let app: TestApp;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.stop();
});

/** @param text all that is ever sent on it */
function hold(url: string, text: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  socket.setEncoding('utf8').write(text);
  sockets.push(socket);
  return socket;
}

const post = (body: string, bytes: number, token = 'x') =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n${body}`;

async function start(role: string): Promise<App> {
  app = await createTestApp({ ROLE: 'api' });
  if (role === 'api') return app.app;
  const other = await createApp(loadConfig({ ...app.environment, ROLE: role }), pino({ level: 'silent' }));
  app.onStop(() => other.stop());
  await other.start();
  return other;
}

it.each([
  ['api', 'nothing', ''],
  ['api', 'half a request', 'GET /healthz HTTP/1.1\r\nho'],
  ['api', 'half a body', post('{"query":', 100)],
  ['worker', 'nothing', ''],
  ['worker', 'half a request', 'GET /healthz HTTP/1.1\r\nho'],
  ['worker', 'half a body', post('{"query":', 100)],
  ['all', 'nothing', ''],
  ['all', 'half a request', 'GET /healthz HTTP/1.1\r\nho'],
])(
  '%s ends although a client has sent %s',
  async (role, _what, text) => {
    const service = await start(role);
    hold(service.url, text);
    // Connections are accepted in their order: the one before it is known by now.
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    await service.stop();
  },
  LIMIT_MS,
);

it.each(['api', 'worker'])(
  '%s ends although a client has sent half of a second request',
  async (role) => {
    const service = await start(role);
    const socket = hold(service.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(String(await once(socket, 'data'))).toContain('200 OK');
    socket.write('GET /healthz HTTP/1.1\r\nho');
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    await service.stop();
  },
  LIMIT_MS,
);

it(
  'half a body of a client with a key is waited for a little and no longer',
  async () => {
    const service = await start('api');
    hold(service.url, post('{"query":', 100, app.token));
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    await service.stop();
  },
  LIMIT_MS,
);

it(
  'a request under way is answered before the API ends, and its connection is no reason to stay',
  async () => {
    const service = await start('api');
    const receiver = await app.receiver();
    const { promise: answer, resolve: answerNow } = Promise.withResolvers<number>();
    receiver.answers(() => answer);
    const { id } = await createWebhook(app, receiver);
    const query = `mutation { testWebhook(webhook: { id: "${id}" }) { delivery { status } errors { message } } }`;
    const body = JSON.stringify({ query });
    const socket = hold(service.url, post(body, body.length, app.token));
    await receiver.nextRequest();
    const silent = once(hold(service.url, ''), 'close');
    let text = '';
    socket.on('data', (more) => (text += String(more)));
    const ended = once(socket, 'close');
    const stopped = service.stop();
    await silent;
    answerNow(202);
    await Promise.all([stopped, ended]);
    expect(text).toContain('200 OK');
    expect(text).toContain('SUCCEEDED');
  },
  LIMIT_MS,
);
