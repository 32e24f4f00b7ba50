// Receivers that break every rule of HTTP and TLS: each attempt ends in time, with the right outcome, and leaves no socket.
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AttemptOutcome, Exchange } from '../../../src/domain/outcome.ts';
import type { Sender } from '../../../src/outbound/sender.ts';
import {
  type RawReceiver,
  type RawReceiverOptions,
  createLoopbackSender,
  eventually,
  request,
  startRawReceiver,
  testAuthority,
  tlsOptionsFor,
} from './receiver.ts';

const TIMEOUT_MS = 400;
/** Generous: both cores may be busy with other tests. */
const SLACK_MS = 5_000;

let sender: Sender;
const receivers: RawReceiver[] = [];
const unhandled: unknown[] = [];
const noteUnhandled = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', noteUnhandled);
  process.on('uncaughtExceptionMonitor', noteUnhandled);
  sender = createLoopbackSender({ trustedCa: [(await testAuthority()).certPem] });
});

afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

afterAll(async () => {
  await sender.close();
  process.off('unhandledRejection', noteUnhandled);
  process.off('uncaughtExceptionMonitor', noteUnhandled);
  expect(unhandled).toEqual([]);
});

async function start(options: RawReceiverOptions): Promise<RawReceiver> {
  const receiver = await startRawReceiver(options);
  receivers.push(receiver);
  return receiver;
}

async function sendTo(receiver: RawReceiver, scheme = 'http', timeoutMs = TIMEOUT_MS): Promise<Exchange> {
  const startedAt = performance.now();
  const exchange = await sender.send(request(`${scheme}://127.0.0.1:${receiver.port}/hook`, { timeoutMs }));
  expect(performance.now() - startedAt).toBeLessThan(timeoutMs + SLACK_MS);
  return exchange;
}

const drip =
  (bytes: string, text = 'x') =>
  (socket: Socket) => {
    socket.write(bytes);
    const timer = setInterval(() => socket.write(text), 10);
    socket.once('close', () => clearInterval(timer));
  };

const kib = (count: number, letter = 'a') => letter.repeat(count * 1024);

/** What a receiver sends when a whole request has come. */
type Bytes = string | Buffer | ((socket: Socket) => void);
const answers: [behaviour: string, bytes: Bytes, outcome: AttemptOutcome, message?: RegExp][] = [
  ['never answers', () => undefined, 'TIMEOUT', /did not answer/],
  ['drips a header for ever', drip('HTTP/1.1 200 OK\r\nx-a: ', 'a'), 'TIMEOUT', /did not finish/],
  ['drips a body for ever', drip('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'), 'TIMEOUT', /did not finish/],
  [
    'drips a chunked body for ever',
    drip('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\na\r\n'),
    'TIMEOUT',
  ],
  ['sends half a status line', 'HTTP/1.1 2', 'TIMEOUT'],
  ['sends headers without an end', 'HTTP/1.1 200 OK\r\nx-a: b\r\n', 'TIMEOUT'],
  ['announces a body that never comes', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n', 'TIMEOUT'],
  ['sends an endless body with success', `HTTP/1.1 200 OK\r\n\r\n${kib(200)}`, 'SUCCESS'],
  ['sends an endless body with an error', `HTTP/1.1 500 No\r\n\r\n${kib(200)}`, 'HTTP_ERROR'],
  ['announces 9 PB', `HTTP/1.1 200 OK\r\ncontent-length: 9007199254740991\r\n\r\n${kib(100)}`, 'SUCCESS'],
  [
    'sends one header of 70 KB',
    `HTTP/1.1 200 OK\r\nx-big: ${kib(70)}\r\ncontent-length: 0\r\n\r\n`,
    'RESPONSE_TOO_LARGE',
    /headers/,
  ],
  ['sends 10,000 small headers', `HTTP/1.1 200 OK\r\n${'x-a: bbbbbb\r\n'.repeat(10_000)}\r\n`, 'RESPONSE_TOO_LARGE'],
  [
    'sends a giant chunk extension',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;x=');
      const flood = () => {
        while (!socket.destroyed && socket.write(kib(64)));
      };
      socket.on('drain', flood);
      flood();
    },
    'RESPONSE_TOO_LARGE',
    /1 MiB/,
  ],
  [
    'sends informational answers without end',
    (socket) => {
      const flood = () => {
        while (!socket.destroyed && socket.write(`HTTP/1.1 103 Early Hints\r\nlink: ${kib(4)}\r\n\r\n`));
      };
      socket.on('drain', flood);
      flood();
    },
    'RESPONSE_TOO_LARGE',
  ],
  [
    'sends giant trailers',
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: ${kib(70)}\r\n\r\n`,
    'RESPONSE_TOO_LARGE',
  ],
  ['speaks another protocol', '220 mail.example.com ESMTP\r\n', 'PROTOCOL_ERROR', /not valid HTTP/],
  ['answers with HTTP/0.9', '<html>hello</html>', 'PROTOCOL_ERROR'],
  ['answers with HTTP/2 frames', Buffer.from([0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]), 'PROTOCOL_ERROR'],
  [
    'answers with random bytes',
    Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7919) % 251)),
    'PROTOCOL_ERROR',
  ],
  ['answers status 000', 'HTTP/1.1 000 Zero\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  ['answers status 99', 'HTTP/1.1 99 Short\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  ['answers status 2000', 'HTTP/1.1 2000 Long\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  ['answers status -1', 'HTTP/1.1 -1 Minus\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  ['answers status 999', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n', 'HTTP_ERROR', /999/],
  ['answers status 600', 'HTTP/1.1 600 Odd\r\ncontent-length: 0\r\n\r\n', 'HTTP_ERROR'],
  ['answers 199 and nothing else', 'HTTP/1.1 199 Odd\r\n\r\n', 'TIMEOUT'],
  ['answers 103 and then 204', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', 'SUCCESS'],
  [
    'answers 100 Continue unasked',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    'PROTOCOL_ERROR',
  ],
  [
    'switches protocols unasked',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    'PROTOCOL_ERROR',
  ],
  ['puts a NUL into a header', 'HTTP/1.1 200 OK\r\nx-a: a\0b\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  ['puts a space before a colon', 'HTTP/1.1 200 OK\r\nx-a : b\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  ['has a header without a name', 'HTTP/1.1 200 OK\r\n: b\r\ncontent-length: 0\r\n\r\n', 'PROTOCOL_ERROR'],
  [
    'has two different lengths',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc',
    'PROTOCOL_ERROR',
  ],
  [
    'has a length and chunks',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'PROTOCOL_ERROR',
  ],
  ['has a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nabc', 'PROTOCOL_ERROR'],
  ['has a length of letters', 'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\nabc', 'PROTOCOL_ERROR'],
  [
    'has a chunk size that is no number',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\na\r\n',
    'PROTOCOL_ERROR',
  ],
  [
    'has a chunk size beyond 64 bits',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\na',
    'PROTOCOL_ERROR',
  ],
  ['closes without an answer', (socket) => socket.end(), 'CONNECTION_ERROR', /without an answer/],
  ['resets without an answer', (socket) => socket.resetAndDestroy(), 'CONNECTION_ERROR'],
  [
    'closes in the middle of the headers',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nx-a'),
    'CONNECTION_ERROR',
    /before its answer was complete/,
  ],
  [
    'closes in the middle of a chunk',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab'),
    'CONNECTION_ERROR',
  ],
  [
    'closes in the middle of a chunk after announcing it',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab'),
    'CONNECTION_ERROR',
  ],
  [
    'closes before the announced length',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'),
    'CONNECTION_ERROR',
  ],
  [
    'closes before the announced length after announcing it',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\nabc'),
    'CONNECTION_ERROR',
  ],
  [
    'resets in the middle of the body',
    (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', () => socket.resetAndDestroy()),
    'CONNECTION_ERROR',
  ],
  ['ends its body by closing', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nwhole'), 'SUCCESS'],
  ['answers with HTTP/1.0', (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nold'), 'SUCCESS'],
  ['sends more than it announced', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok and more', 'SUCCESS'],
  ['answers 204 with a body', 'HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\nabc', 'SUCCESS'],
  [
    'redirects',
    'HTTP/1.1 307 Temporary Redirect\r\nlocation: http://169.254.169.254/latest?token=s3cret\r\ncontent-length: 0\r\n\r\n',
    'REDIRECT_REFUSED',
    /169\.254\.169\.254; redirects are never followed/,
  ],
  [
    'redirects after sixty other headers',
    `HTTP/1.1 302 Found\r\n${'x-other: x\r\n'.repeat(60)}location: https://moved.example/\r\ncontent-length: 0\r\n\r\n`,
    'REDIRECT_REFUSED',
    /302 Found and points to moved\.example; redirects/,
  ],
  [
    'redirects to nowhere',
    'HTTP/1.1 302 Found\r\nlocation: http://[::1\r\ncontent-length: 0\r\n\r\n',
    'REDIRECT_REFUSED',
    /no valid URL/,
  ],
  ['answers 304', 'HTTP/1.1 304 Not Modified\r\n\r\n', 'REDIRECT_REFUSED'],
  ['answers 410', 'HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n', 'HTTP_ERROR', /410 Gone/],
];

describe('a plain receiver that', () => {
  it.each(answers)('%s', async (_name, bytes, outcome, message = /./) => {
    const send = typeof bytes === 'function' ? bytes : (socket: Socket) => void socket.write(bytes);
    const receiver = await start({ answer: ({ socket }) => send(socket) });
    const exchange = await sendTo(receiver);
    expect(exchange.outcome).toBe(outcome);
    if (outcome !== 'SUCCESS') expect(exchange.errorMessage).toMatch(message);
    expect(exchange.errorMessage ?? '').not.toContain('s3cret');
    expect(exchange.timings.totalMs).toBeGreaterThan(0);
    expect(exchange.remoteAddress).toBe('127.0.0.1');
    if (exchange.outcome === 'TIMEOUT' || exchange.response?.bodyTruncated) {
      await eventually(() => receiver.openSockets() === 0, 'the socket closes with the attempt');
    }
  });

  it('accepts and never reads nor answers', async () => {
    const receiver = await start({ onConnection: (socket) => socket.pause() });
    const big = await sender.send(
      request(`http://127.0.0.1:${receiver.port}/`, { body: Buffer.alloc(1024 * 1024, 65), timeoutMs: TIMEOUT_MS }),
    );
    expect(big).toMatchObject({ outcome: 'TIMEOUT' });
  });

  it('resets as soon as it accepts', async () => {
    const receiver = await start({ onConnection: (socket) => socket.resetAndDestroy() });
    expect((await sendTo(receiver)).outcome).toBe('CONNECTION_ERROR');
  });

  it('talks before it is asked is not dialled again and again', async () => {
    const receiver = await start({
      onConnection: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'),
    });
    await sendTo(receiver);
    expect(receiver.connections()).toBeLessThanOrEqual(2);
  });

  it('does not listen', async () => {
    const receiver = await startRawReceiver();
    await receiver.close();
    expect(await sendTo(receiver)).toMatchObject({
      outcome: 'CONNECTION_ERROR',
      errorMessage: expect.stringContaining('nothing listens'),
    });
  });

  it('sends a gzip bomb, which is kept as the bytes it is', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    const receiver = await start({
      answer: ({ socket }) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
        socket.write(bomb);
      },
    });
    const { outcome, response } = await sendTo(receiver);
    expect(outcome).toBe('SUCCESS');
    expect(response).toMatchObject({ bodyTruncated: true, bodyBytes: Math.min(bomb.length, 65_536) });
    expect(Buffer.byteLength(response?.body ?? '')).toBeLessThan(64 * 1024);
    expect(receiver.requests[0]).toContain('accept-encoding: identity');
  });

  it('answers twice at once gets no second request on that connection', async () => {
    const receiver = await start({
      answer: ({ socket, text }) => {
        const body = /webhook-id: (\S+)/.exec(text)?.[1] ?? '';
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}HTTP/1.1 500 No\r\ncontent-length: 6\r\n\r\npoison`,
        );
      },
    });
    for (let index = 0; index < 20; index += 1) {
      const headers: [string, string][] = [['webhook-id', `msg_${index}`]];
      const exchange = await sender.send(request(`http://127.0.0.1:${receiver.port}/`, { headers, timeoutMs: 5_000 }));
      expect(exchange).toMatchObject({ outcome: 'SUCCESS', response: { body: `msg_${index}` } });
    }
  });
});

describe('a TLS receiver that', () => {
  const certificates: readonly (readonly [string, string[], Parameters<typeof tlsOptionsFor>[1], RegExp])[] = [
    ['signs its own certificate', ['127.0.0.1'], { selfSigned: true }, /self-signed/],
    [
      'has an expired certificate',
      ['127.0.0.1'],
      { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') },
      /expired/,
    ],
    ['has a certificate of tomorrow', ['127.0.0.1'], { notBefore: new Date(Date.now() + 86_400_000) }, /not valid yet/],
    ['has a certificate for another host', ['other.example.com'], {}, /another host name/],
    ['has a certificate for another address', ['127.0.0.2'], {}, /another host name/],
  ];

  it.each(certificates)('%s', async (_name, names, changes, message) => {
    const receiver = await start({ tls: await tlsOptionsFor(names, changes) });
    const exchange = await sendTo(receiver, 'https', 5_000);
    expect(exchange.outcome).toBe('TLS_ERROR');
    expect(exchange.errorMessage).toMatch(message);
    expect(receiver.requests).toEqual([]);
  });

  it('has an authority nobody trusts', async () => {
    const stranger = createLoopbackSender();
    const receiver = await start({ tls: await tlsOptionsFor(['127.0.0.1']) });
    const exchange = await stranger.send(request(`https://127.0.0.1:${receiver.port}/`));
    expect(exchange).toMatchObject({ outcome: 'TLS_ERROR', errorMessage: expect.stringContaining('issuer') });
    await stranger.close();
  });

  it('is not checked less when the environment says so', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const receiver = await start({ tls: await tlsOptionsFor(['127.0.0.1'], { selfSigned: true }) });
      expect((await sendTo(receiver, 'https', 5_000)).outcome).toBe('TLS_ERROR');
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('offers TLS 1.1 at most', async () => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0' } as const;
    const receiver = await start({ tls: { ...(await tlsOptionsFor(['127.0.0.1'])), ...old } });
    const exchange = await sendTo(receiver, 'https', 5_000);
    expect(exchange).toMatchObject({ outcome: 'TLS_ERROR', errorMessage: expect.stringContaining('1.2') });
  });

  it('demands a client certificate', async () => {
    const receiver = await start({
      tls: { ...(await tlsOptionsFor(['127.0.0.1'])), requestCert: true, rejectUnauthorized: true },
    });
    expect((await sendTo(receiver, 'https', 5_000)).outcome).toMatch(/TLS_ERROR|CONNECTION_ERROR/);
  });

  it('speaks plain HTTP on the port', async () => {
    const receiver = await start({ onConnection: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n') });
    const exchange = await sendTo(receiver, 'https', 5_000);
    expect(exchange).toMatchObject({
      outcome: 'TLS_ERROR',
      errorMessage: expect.stringContaining('did not answer with TLS'),
    });
  });

  it('never says hello', async () => {
    const receiver = await start({});
    const exchange = await sendTo(receiver, 'https');
    expect(exchange).toMatchObject({ outcome: 'TIMEOUT', errorMessage: expect.stringContaining('TLS handshake') });
    await eventually(() => receiver.openSockets() === 0, 'the half-open connection closes');
  });

  it('closes during the handshake', async () => {
    const receiver = await start({ onConnection: (socket) => socket.once('data', () => socket.destroy()) });
    expect((await sendTo(receiver, 'https', 5_000)).outcome).toBe('CONNECTION_ERROR');
  });

  it('floods a chunk extension over TLS', async () => {
    const receiver = await start({
      tls: await tlsOptionsFor(['127.0.0.1']),
      answer: ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;x=');
        const flood = () => {
          while (!socket.destroyed && socket.write(kib(64)));
        };
        socket.on('drain', flood);
        flood();
      },
    });
    expect((await sendTo(receiver, 'https', 5_000)).outcome).toBe('RESPONSE_TOO_LARGE');
  });
});
