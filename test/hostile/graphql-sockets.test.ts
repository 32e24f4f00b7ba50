// What no honest client sends over a socket: each ends that socket, or is answered with an error; the others go on.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from 'node:net';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { tallyHostile } from '../support/hostile-tally.ts';
import { openInitialised, openRawSocket, type RawSocket } from '../support/raw-socket.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ ALLOWED_ORIGINS: 'https://erp.example.com' });
});
afterAll(() => app?.stop());

const VIEWER = '{ viewer { actor { id } } }';
const STREAM = 'subscription { deliveryUpdates { __typename } }';
const subscribe = (id: string, query = STREAM) => ({ id, type: 'subscribe', payload: { query } });

async function endsWith(socket: RawSocket, code: number): Promise<string[]> {
  const end = await socket.closed;
  return end.code === code ? [] : [`closed with ${end.code} ${end.reason} instead of ${code}`];
}

test('before a key was shown nothing is answered, and a wrong key ends the socket', async () => {
  const early = [
    subscribe('1', VIEWER),
    subscribe('1', '{ __schema { types { name } } }'),
    subscribe('1'),
    subscribe('1', 'mutation { deleteWebhook(webhook: {key: "x"}) { deletedWebhookId } }'),
  ];
  const keys = [
    undefined,
    null,
    '',
    'x',
    'Bearer x',
    1,
    true,
    {},
    [],
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${app.token}x` },
    { authorization: [app.token] },
    { authorization: { toString: 'x' } },
    { token: app.token },
    { authorization: `Bearer ${'x'.repeat(10_000)}` },
  ];
  const wrong: string[] = [];
  for (const message of early) {
    const socket = await openRawSocket(app.url);
    socket.say(message);
    wrong.push(...(await endsWith(socket, 4401)), ...socket.messages.map((answer) => JSON.stringify(answer)));
  }
  for (const payload of keys) {
    const socket = await openRawSocket(app.url);
    socket.say({ type: 'connection_init', payload });
    socket.say(subscribe('1', VIEWER));
    const { code } = await socket.closed;
    // Not an object at all: graphql-ws calls the message invalid.
    if (code !== 4401 && code !== 4400) wrong.push(`${JSON.stringify(payload)?.slice(0, 80)}: ${code}`);
    if (socket.messages.length > 0) wrong.push(JSON.stringify(socket.messages));
  }
  tallyHostile('GraphQL over sockets: without a valid key', early.length + keys.length, wrong);
});

test('messages that are none end the socket, and only that', async () => {
  const other = await openInitialised(app.url, app.token);
  const messages = [
    '',
    ' ',
    'x',
    '{',
    '[]',
    'null',
    '1',
    '"x"',
    '{}',
    '{"type":1}',
    '{"type":"x"}',
    '{"type":"connection_ack"}',
    '{"type":"next","id":"1","payload":{}}',
    '{"type":"error","id":"1","payload":[]}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","id":""}',
    '{"type":"subscribe","id":1,"payload":{"query":"{a}"}}',
    '{"type":"subscribe","id":"1"}',
    '{"type":"subscribe","id":"1","payload":{}}',
    '{"type":"subscribe","id":"1","payload":{"query":1}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":1}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":1}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","extensions":1}}',
    '{"type":"start","id":"1","payload":{"query":"{a}"}}',
    '{"type":"complete"}',
    '{"type":"ping","payload":1}',
    '\u0000',
    '{"type":"__proto__"}',
    '['.repeat(30_000),
  ];
  const wrong: string[] = [];
  for (const message of messages) {
    const socket = await openInitialised(app.url, app.token);
    socket.say(message);
    wrong.push(...(await endsWith(socket, 4400)).map((text) => `${message.slice(0, 80)}: ${text}`));
  }
  other.say(subscribe('still here', VIEWER));
  expect(await other.next()).toMatchObject({ id: 'still here', type: 'next' });
  await other.close();
  tallyHostile('GraphQL over sockets: messages', messages.length, wrong);
});

test('frames that are too large or broken end the socket', async () => {
  const wrong: string[] = [];
  const large = await openInitialised(app.url, app.token);
  large.say(`{"type":"ping","payload":{"x":"${'x'.repeat(70_000)}"}}`);
  wrong.push(...(await endsWith(large, 1009)));
  const unready = await openRawSocket(app.url);
  unready.say('x'.repeat(70_000));
  wrong.push(...(await endsWith(unready, 1009)));
  // Unmasked, reserved bits, an unknown opcode, a fragment that nothing began, a control frame that is too long.
  const frames = [
    [0x81, 0x02, 0x7b, 0x7d],
    [0xc1, 0x80, 0, 0, 0, 0],
    [0x83, 0x80, 0, 0, 0, 0],
    [0x80, 0x80, 0, 0, 0, 0],
    [0x89, 0xfe, 0, 126, 0, 0, 0, 0],
    // Bytes that are no UTF-8, a fragment that never ends, compression that was not agreed on.
    [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe],
    [...[0x01, 0x80, 0, 0, 0, 0], ...Array.from({ length: 20_000 }, () => [0x00, 0x80, 0, 0, 0, 0]).flat()],
    [0xc2, 0x84, 0, 0, 0, 0, 0x4b, 0x2c, 0x01, 0x00],
    [0x81, 0xff, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0],
  ];
  for (const frame of frames) {
    const socket = await openInitialised(app.url, app.token);
    (socket.ws as unknown as { _socket: { write(data: Buffer): void } })._socket.write(Buffer.from(frame));
    const { code } = await socket.closed;
    if (![1002, 1006, 1007, 1008, 1009].includes(code)) wrong.push(`${frame.join(' ')}: ${code}`);
  }
  tallyHostile('GraphQL over sockets: frames', frames.length + 2, wrong);
});

test('another subprotocol is refused, and what is no text ends the socket', async () => {
  const wrong: string[] = [];
  const protocols = [
    undefined,
    'graphql-ws',
    'subscriptions-transport-ws',
    'soap',
    'GRAPHQL-TRANSPORT-WS',
    'graphql-transport-ws2',
  ];
  for (const protocol of protocols) {
    const ws = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, protocol);
    const told = await new Promise<number | string>((resolve) => {
      // The client gives up by itself when a protocol that it asked for is not taken up.
      ws.on('error', (error) => resolve(error.message));
      ws.on('close', resolve);
    });
    if (told !== 4406 && told !== 'Server sent no subprotocol') wrong.push(`${protocol}: ${told}`);
  }
  const binary = ['{"type":"ping"}', JSON.stringify(subscribe('1', VIEWER)), '\0\xff', ''];
  for (const bytes of binary) {
    const socket = await openInitialised(app.url, app.token);
    socket.ws.send(Buffer.from(bytes, 'latin1'));
    wrong.push(...(await endsWith(socket, 1003)));
    if (socket.messages.length > 1) wrong.push(JSON.stringify(socket.messages));
  }
  tallyHostile('GraphQL over sockets: protocols and binary', protocols.length + binary.length, wrong);
});

test('the same id twice, and a second key, end the socket', async () => {
  const wrong: string[] = [];
  const ids = ['1', '__proto__', 'constructor', 'toString', 'é', 'x'.repeat(200)];
  for (const id of ids) {
    const socket = await openInitialised(app.url, app.token);
    socket.say(subscribe(id));
    expect((await socket.next()).type).toBe('next');
    socket.say(subscribe(id));
    wrong.push(...(await endsWith(socket, 4409)));
  }
  const again = await openInitialised(app.url, app.token);
  again.say({ type: 'connection_init', payload: { authorization: `Bearer ${app.token}` } });
  wrong.push(...(await endsWith(again, 4429)));
  const hasty = await openRawSocket(app.url);
  for (let times = 0; times < 2; times += 1) {
    hasty.say({ type: 'connection_init', payload: { authorization: `Bearer ${app.token}` } });
  }
  wrong.push(...(await endsWith(hasty, 4429)));
  const long = await openInitialised(app.url, app.token);
  long.say(subscribe('x'.repeat(201)));
  if ((await long.next()).type !== 'error') wrong.push('an id of 201 characters was taken');
  await long.close();
  tallyHostile('GraphQL over sockets: ids', ids.length + 3, wrong);
});

test('a socket runs twenty operations at a time, and a finished one makes room', async () => {
  const socket = await openInitialised(app.url, app.token);
  for (let index = 0; index < 20; index += 1) {
    socket.say(subscribe(String(index)));
    expect(await socket.next()).toMatchObject({ id: String(index), type: 'next' });
  }
  const wrong: string[] = [];
  const more = [
    STREAM,
    VIEWER,
    '{ __schema { types { name } } }',
    'mutation { cancelDelivery(deliveryId: "x") { errors { code } } }',
  ];
  for (const [index, query] of more.entries()) {
    socket.say(subscribe(`more ${index}`, query));
    const answer = await socket.next();
    const [error] = (answer.payload ?? []) as { extensions?: { code?: string; limit?: number } }[];
    if (answer.type !== 'error' || error?.extensions?.code !== 'LIMIT_EXCEEDED') wrong.push(JSON.stringify(answer));
  }
  socket.say({ id: '0', type: 'complete' });
  socket.say(subscribe('again', VIEWER));
  expect(await socket.next()).toMatchObject({ id: 'again', type: 'next' });
  await socket.close();
  tallyHostile('GraphQL over sockets: too many operations', more.length, wrong);
});

test('a key has twenty sockets; another key and a closed socket are not in its way', async () => {
  const token = await app.key();
  const sockets: RawSocket[] = [];
  for (let count = 0; count < 20; count += 1) sockets.push(await openInitialised(app.url, token));
  const wrong: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    const socket = await openRawSocket(app.url);
    socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    wrong.push(...(await endsWith(socket, 1013)));
  }
  const other = await openInitialised(app.url, await app.key());
  await other.close();
  sockets[0]?.ws.close();
  await sockets[0]?.closed;
  const again = await openInitialised(app.url, token);
  await Promise.all([again, ...sockets].map((socket) => socket.close()));
  tallyHostile('GraphQL over sockets: too many sockets', 5, wrong);
});

test('those without a key take at most two hundred sockets, keep nobody out, and have none for long', async () => {
  const silent = await Promise.all(Array.from({ length: 200 }, () => openRawSocket(app.url)));
  const wrong: string[] = [];
  const known = await openInitialised(app.url, app.token);
  const more = await Promise.all(Array.from({ length: 10 }, () => openRawSocket(app.url)));
  const ends = await Promise.all([...silent, ...more].map(({ closed }) => closed));
  const cut = ends.flatMap(({ code }, index) => (code === 1006 ? [index] : []));
  // One made room for the known socket, which then was one less of the unknown.
  if (cut.length !== 10 || cut.some((index) => index >= silent.length)) wrong.push(`these were cut: ${cut.join()}`);
  wrong.push(...ends.filter(({ code }) => code !== 4408 && code !== 1006).map(({ code }) => `closed with ${code}`));
  known.say(subscribe('still here', VIEWER));
  expect(await known.next()).toMatchObject({ id: 'still here', type: 'next' });
  await known.close();
  tallyHostile('GraphQL over sockets: silent ones', ends.length, wrong);
});

test('whoever opens many is in the way of nobody at another address, however slow', async () => {
  const slow = await openRawSocket(app.url, { localAddress: '127.0.0.2' });
  const silent = await Promise.all(Array.from({ length: 220 }, () => openRawSocket(app.url)));
  slow.say({ type: 'connection_init', payload: { authorization: `Bearer ${app.token}` } });
  expect(await slow.next()).toEqual({ type: 'connection_ack' });
  await Promise.all([slow, ...silent].map((socket) => socket.close()));
  tallyHostile('GraphQL over sockets: many of one address', silent.length, []);
});

test('a client that does not agree to being closed is cut a second later', async () => {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}).resume();
  socket.write(
    `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
  );
  const cut = once(socket, 'close').then(() => 'cut');
  // It is told to close with one that agrees. A second later it is cut; ws alone would wait for five.
  const polite = await openRawSocket(app.url);
  expect(await polite.closed).toMatchObject({ code: 4408 });
  const first = await Promise.race([cut, new Promise((resolve) => setTimeout(resolve, 4_500, 'not cut'))]);
  await cut;
  tallyHostile('GraphQL over sockets: mute to a close', 1, first === 'cut' ? [] : ['it was cut when ws had waited']);
});

test('a flood of messages ends its socket', async () => {
  const floods: Record<string, (socket: RawSocket) => void> = {
    pings: (socket) => socket.say({ type: 'ping' }),
    pongs: (socket) => socket.say({ type: 'pong' }),
    'control frames': (socket) => socket.ws.ping(),
    queries: (socket) => socket.say(subscribe(String(Math.random()), VIEWER)),
    'endings of nothing': (socket) => socket.say({ id: 'x', type: 'complete' }),
    'refused documents': (socket) => socket.say(subscribe(String(Math.random()), '{ nothing }')),
  };
  const wrong: string[] = [];
  for (const [name, send] of Object.entries(floods)) {
    const socket = await openInitialised(app.url, app.token);
    for (let count = 0; count < 2_000 && socket.ws.readyState === socket.ws.OPEN; count += 1) send(socket);
    const { code } = await socket.closed;
    // 1006: it was cut before the client, busy with sending, had read why.
    if (code !== 1008 && code !== 1006) wrong.push(`${name}: closed with ${code}`);
  }
  tallyHostile('GraphQL over sockets: floods', Object.keys(floods).length, wrong);
});

test('pages of other origins cannot open one', async () => {
  const port = new URL(app.url).port;
  const foreign = [
    'https://evil.example',
    'http://evil.example:80',
    'null',
    '',
    'x',
    `http://127.0.0.1:${Number(port) + 1}`,
    `http://localhost:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
    `http://evil.example/?127.0.0.1:${port}`,
    'https://erp.example.com.evil.example',
    'https://erp.example.com:444',
    'http://erp.example.com',
    'file://',
    'chrome-extension://x',
    `http://user@evil.example#127.0.0.1:${port}`,
  ];
  const wrong: string[] = [];
  for (const origin of foreign) {
    const opened = await openRawSocket(app.url, { headers: { origin } }).then(
      (socket) => socket.close().then(() => 'opened'),
      (error: Error) => error.message,
    );
    if (opened !== 'Unexpected server response: 403') wrong.push(`${origin}: ${opened}`);
  }
  for (const origin of [app.url, 'https://erp.example.com', 'HTTPS://ERP.example.com']) {
    const socket = await openInitialised(app.url, app.token, { headers: { origin } });
    await socket.close();
  }
  tallyHostile('GraphQL over sockets: foreign pages', foreign.length, wrong);
});

test('other protocols and half a handshake are refused, and nothing is left of them', async () => {
  const { hostname, port } = new URL(app.url);
  const head = `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  const version = 'Sec-WebSocket-Version: 13\r\n';
  const handshakes = [
    `${head}\r\n`,
    `${head}${key}\r\n`,
    `${head}${version}\r\n`,
    `${head}${key}Sec-WebSocket-Version: 99\r\n\r\n`,
    `${head}Sec-WebSocket-Key: short\r\n${version}\r\n`,
    `${head.replace('/graphql', '/other')}${key}${version}\r\n`,
    `${head.replace('GET', 'POST')}${key}${version}Content-Length: 0\r\n\r\n`,
    `${head}${key}${version}Sec-WebSocket-Protocol: ,,\r\n\r\n`,
  ];
  const wrong: string[] = [];
  for (const handshake of handshakes) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(handshake);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString())?.[1]);
    if (!(status >= 400 && status < 500)) wrong.push(`${status} for ${handshake.slice(0, 200)}`);
  }
  tallyHostile('GraphQL over sockets: handshakes', handshakes.length, wrong);
});

test('nothing of it was a fault of ours', () => {
  expect(app.logLines.filter((line) => line.includes('"fault"'))).toEqual([]);
});
