// The sender with well-behaved receivers: what is sent, what is kept, and how connections are shared.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sender, createSender } from '../../../src/outbound/sender.ts';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import { webhookLimits } from '../../../src/webhooks/webhook-limits.ts';
import {
  type RawReceiver,
  type RawReceiverOptions,
  createLoopbackSender,
  eventually,
  fakeResolver,
  okAnswer,
  request,
  startRawReceiver,
  testAuthority,
  tlsOptionsFor,
} from './receiver.ts';

let sender: Sender;
const receivers: RawReceiver[] = [];

beforeEach(async () => {
  sender = createLoopbackSender({ trustedCa: [(await testAuthority()).certPem] });
});
afterEach(async () => {
  await sender.close();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

async function start(options: RawReceiverOptions = {}): Promise<RawReceiver> {
  const receiver = await startRawReceiver(options);
  receivers.push(receiver);
  return receiver;
}
const urlOf = (receiver: RawReceiver, path = '/hook') => `http://127.0.0.1:${receiver.port}${path}`;

describe('a send', () => {
  it('puts exactly one of each framing header on the wire, then the body', async () => {
    const receiver = await start();
    await sender.send(
      request(urlOf(receiver, '/a%20b?c=d'), {
        body: '{"ü":1}',
        headers: [
          ['content-type', 'application/json'],
          ['X-Api-Key', 'k'],
        ],
      }),
    );
    expect(receiver.requests).toEqual([
      `POST /a%20b?c=d HTTP/1.1\r\nhost: 127.0.0.1:${receiver.port}\r\nconnection: keep-alive\r\ncontent-type: application/json\r\n` +
        `X-Api-Key: k\r\naccept-encoding: identity\r\ncontent-length: 8\r\n\r\n${Buffer.from('{"ü":1}').toString('latin1')}`,
    ]);
  });

  it('takes bytes, text and nothing as a body', async () => {
    const receiver = await start();
    for (const body of [Buffer.from('abc'), 'abc', ''])
      expect((await sender.send(request(urlOf(receiver), { body }))).outcome).toBe('SUCCESS');
    expect(receiver.requests.map((text) => text.split('\r\n\r\n')[1])).toEqual(['abc', 'abc', '']);
  });

  it('records the answer and the phases of a fresh connection', async () => {
    const receiver = await start({ tls: await tlsOptionsFor(['hooks.example.com']) });
    sender = createSender({
      policy: createAddressPolicy({ allow: ['127.0.0.1/32'] }),
      resolver: fakeResolver({ 'hooks.example.com': ['127.0.0.1'] }),
      allowHttp: false,
      trustedCa: [(await testAuthority()).certPem],
    });
    const first = await sender.send(request(`https://hooks.example.com:${receiver.port}/`));
    expect(first).toMatchObject({
      outcome: 'SUCCESS',
      remoteAddress: '127.0.0.1',
      response: { statusCode: 200, headers: [['content-length', '2']], body: 'ok', bodyTruncated: false, bodyBytes: 2 },
    });
    const { dnsMs = -1, connectMs = -1, tlsMs = -1, firstByteMs = -1, totalMs } = first.timings;
    const inOrder = [dnsMs, connectMs, tlsMs, firstByteMs, totalMs];
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    expect(dnsMs).toBeGreaterThanOrEqual(0);

    const second = await sender.send(request(`https://hooks.example.com:${receiver.port}/`));
    expect(Object.keys(second.timings)).toEqual(['firstByteMs', 'totalMs']);
    expect(second.remoteAddress).toBe('127.0.0.1');
    expect(receiver.connections()).toBe(1);
  });

  it('reports a name that does not resolve', async () => {
    const missing = createLoopbackSender({ resolver: fakeResolver({}) });
    const exchange = await missing.send(request('https://hooks.example.com/'));
    expect(exchange).toMatchObject({ outcome: 'DNS_ERROR', errorMessage: expect.stringContaining('does not resolve') });
    await missing.close();
  });

  it('counts the time that DNS takes', async () => {
    const stuck = createLoopbackSender({ resolver: { resolve: () => new Promise(() => undefined) } });
    const exchange = await stuck.send(request('https://hooks.example.com/', { timeoutMs: 100 }));
    expect(exchange).toMatchObject({ outcome: 'TIMEOUT', errorMessage: expect.stringContaining('resolve') });
    await stuck.close();
  });

  it('finds an answer that came in time but could only be read later', async () => {
    const receiver = await start({
      answer: ({ socket }) => {
        socket.write(okAnswer);
        // The whole process is busy past the deadline, the answer lies in the socket.
        const until = performance.now() + 300;
        while (performance.now() < until);
      },
    });
    expect((await sender.send(request(urlOf(receiver), { timeoutMs: 200 }))).outcome).toBe('SUCCESS');
  });

  it('tries the next address when the first one refuses', async () => {
    const receiver = await start({ host: '127.0.0.3' });
    const both = createLoopbackSender({ resolver: fakeResolver({ 'hooks.example.com': ['127.0.0.2', '127.0.0.3'] }) });
    const exchange = await both.send(request(`http://hooks.example.com:${receiver.port}/`));
    expect(exchange).toMatchObject({ outcome: 'SUCCESS', remoteAddress: '127.0.0.3' });
    await both.close();
  });

  it('turns a header that cannot be sent into an outcome', async () => {
    const receiver = await start();
    const exchange = await sender.send(request(urlOf(receiver), { headers: [['X-A', 'a\r\nX-B: c']] }));
    expect(exchange).toMatchObject({ outcome: 'PROTOCOL_ERROR', errorMessage: expect.stringContaining('header') });
    expect(receiver.requests).toEqual([]);
  });

  it('is not written when nobody wants it any more by the time its connection stands', async () => {
    const receiver = await start({ tls: await tlsOptionsFor(['127.0.0.1']) });
    const url = `https://127.0.0.1:${receiver.port}/`;
    let isWanted = true;
    const given = { isWanted: () => isWanted };
    const opening = sender.send(request(url, given));
    isWanted = false;
    expect(await opening).toMatchObject({ outcome: 'ABORTED' });
    expect(receiver.connections()).toBe(1);
    await eventually(() => receiver.openSockets() === 0, 'the connection is closed');

    isWanted = true;
    expect((await sender.send(request(url, given))).outcome).toBe('SUCCESS');
    isWanted = false; // and the same on a connection that was kept
    expect((await sender.send(request(url, given))).outcome).toBe('ABORTED');
    expect((await sender.send(request(url))).outcome).toBe('SUCCESS');
    expect(receiver.requests).toHaveLength(2);
  });

  it('is not repeated on a new connection when nobody wants it any more', async () => {
    let isWanted = true;
    const receiver = await start({
      answer({ socket, numberOnConnection }) {
        if (numberOnConnection === 1) socket.write(okAnswer);
        else {
          isWanted = false;
          socket.destroy();
        }
      },
    });
    await sender.send(request(urlOf(receiver)));
    const repeated = await sender.send(request(urlOf(receiver), { isWanted: () => isWanted }));
    expect(repeated.outcome).toBe('ABORTED');
    expect(receiver.requests).toHaveLength(2);
  });

  it('is broken off by its signal, before, while connecting and while waiting for the answer', async () => {
    const receiver = await start({ answer: () => undefined });
    expect((await sender.send(request(urlOf(receiver), { signal: AbortSignal.abort() }))).outcome).toBe('ABORTED');
    const controller = new AbortController();
    const waiting = sender.send(request(urlOf(receiver), { signal: controller.signal }));
    await eventually(() => receiver.requests.length === 1, 'the request arrives');
    controller.abort();
    expect((await waiting).outcome).toBe('ABORTED');
    await eventually(() => receiver.openSockets() === 0, 'the socket closes');
  });
});

describe('connections', () => {
  it('are kept alive for one webhook and never shared with another', async () => {
    const receiver = await start();
    for (const poolKey of ['a', 'a', 'b', 'a', 'b']) await sender.send(request(urlOf(receiver), { poolKey }));
    expect(receiver.connections()).toBe(2);
  });

  it('are at most as many as allowed, and the others wait their turn', async () => {
    const receiver = await start();
    const narrow = createLoopbackSender({ maxConnectionsPerOrigin: 2 });
    const exchanges = await Promise.all(Array.from({ length: 20 }, () => narrow.send(request(urlOf(receiver)))));
    expect(exchanges.map(({ outcome }) => outcome)).toEqual(Array(20).fill('SUCCESS'));
    expect(receiver.connections()).toBe(2);
    await narrow.close();
  });

  it('that hang do not spend the time of those who wait: the one that gets no connection was not sent, and says so', async () => {
    const receiver = await start({ answer: () => undefined });
    const narrow = createLoopbackSender({ maxConnectionsPerOrigin: 1 });
    const exchanges = await Promise.all(
      Array.from({ length: 5 }, () => narrow.send(request(urlOf(receiver), { timeoutMs: 200 }))),
    );
    const ends = exchanges.map((exchange) => ('ownFault' in exchange ? exchange.ownFault : exchange.outcome));
    // As many as had a connection have seen the receiver say nothing; the others know nothing of it.
    expect(ends.filter((end) => end === 'TIMEOUT')).toHaveLength(receiver.requests.length);
    expect(ends.filter((end) => end === 'NO_FREE_CONNECTION')).toHaveLength(5 - receiver.requests.length);
    expect(ends[0]).toBe('TIMEOUT');
    expect(ends.at(-1)).toBe('NO_FREE_CONNECTION');
    expect(exchanges.at(-1)).toMatchObject({ outcome: 'ABORTED' });
    await narrow.close();
  });

  it('that are waited for leave the receiver its whole time', async () => {
    // Two answers take longer than the limit of one, and each has nearly as long again to come.
    const [timeoutMs, answerMs] = [4_000, 2_100];
    const receiver = await start({ answer: ({ socket }) => void setTimeout(() => socket.write(okAnswer), answerMs) });
    const narrow = createLoopbackSender({ maxConnectionsPerOrigin: 1 });
    const [first, second] = await Promise.all([1, 2].map(() => narrow.send(request(urlOf(receiver), { timeoutMs }))));
    expect([first?.outcome, second?.outcome]).toEqual(['SUCCESS', 'SUCCESS']);
    expect(second?.timings.totalMs).toBeLessThan(timeoutMs); // without the time in which it waited
    await narrow.close();
  });

  it('are as many as a webhook may have requests in flight', async () => {
    let answer = (): void => {};
    const all = new Promise<void>((resolve) => (answer = resolve));
    const receiver = await start({ answer: ({ socket }) => void all.then(() => socket.write(okAnswer)) });
    const wide = createLoopbackSender();
    const sends = Array.from({ length: webhookLimits.maxConcurrent }, () => wide.send(request(urlOf(receiver))));
    await eventually(() => receiver.requests.length === webhookLimits.maxConcurrent, 'all are sent at once');
    answer();
    expect(new Set((await Promise.all(sends)).map(({ outcome }) => outcome))).toEqual(new Set(['SUCCESS']));
    await wide.close();
  });

  it('that are idle beyond the limit are closed, the oldest first', async () => {
    const receiver = await start();
    const small = createLoopbackSender({ maxIdleConnections: 2 });
    for (const poolKey of ['a', 'b', 'c', 'd']) await small.send(request(urlOf(receiver), { poolKey }));
    await eventually(() => receiver.openSockets() === 2, 'two of four close');
    await small.send(request(urlOf(receiver), { poolKey: 'd' }));
    expect(receiver.connections()).toBe(4);
    await small.close();
    await eventually(() => receiver.openSockets() === 0, 'closing the sender closes the rest');
  });

  it('that the receiver closed just as we used them are replaced, at no cost to the attempt', async () => {
    const receiver = await start({
      answer: ({ socket, numberOnConnection }) => {
        if (numberOnConnection === 1) socket.write(okAnswer);
        else socket.resetAndDestroy();
      },
    });
    for (let index = 0; index < 6; index += 1)
      expect((await sender.send(request(urlOf(receiver)))).outcome).toBe('SUCCESS');
    // Each later request was written to the old connection first, then once to a fresh one.
    expect(receiver.connections()).toBe(6);
    expect(receiver.requests).toHaveLength(11);
  });

  it('that break on the first request are not tried again', async () => {
    const receiver = await start({ answer: ({ socket }) => socket.destroy() });
    expect((await sender.send(request(urlOf(receiver)))).outcome).toBe('CONNECTION_ERROR');
    expect(receiver.requests).toHaveLength(1);
  });

  it('are tried again only once, and not after a byte of an answer', async () => {
    let answered = 0;
    const receiver = await start({
      answer: ({ socket }) => {
        answered += 1;
        if (answered === 1) socket.write(okAnswer);
        else if (answered === 2) socket.end('HTTP/1.1 20');
      },
    });
    expect((await sender.send(request(urlOf(receiver)))).outcome).toBe('SUCCESS');
    expect((await sender.send(request(urlOf(receiver)))).outcome).toBe('CONNECTION_ERROR');
    expect(receiver.requests).toHaveLength(2);
  });

  it('that the receiver announced to close are not used again', async () => {
    const receiver = await start({
      answer: ({ socket }) => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`),
    });
    for (let index = 0; index < 3; index += 1)
      expect((await sender.send(request(urlOf(receiver)))).outcome).toBe('SUCCESS');
    expect(receiver.connections()).toBe(3);
  });
});

describe('closing the sender', () => {
  it('ends what runs, closes every socket and refuses what follows', async () => {
    const receiver = await start({ answer: () => undefined });
    const running = sender.send(request(urlOf(receiver)));
    await eventually(() => receiver.requests.length === 1, 'the request arrives');
    await sender.close();
    expect((await running).outcome).toBe('ABORTED');
    expect((await sender.send(request(urlOf(receiver)))).outcome).toBe('ABORTED');
    await eventually(() => receiver.openSockets() === 0, 'the socket closes');
  });
});

describe('a sender', () => {
  it('is not made with an authority that is no certificate', () => {
    expect(() => createLoopbackSender({ trustedCa: ['nonsense'] })).toThrow('not a PEM certificate');
  });

  it('delivers 300 requests to 30 webhooks at once, each its own answer', async () => {
    const receiver = await start({
      answer: ({ socket, text }) => {
        const body = text.split('\r\n\r\n')[1] ?? '';
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      },
    });
    const sends = Array.from({ length: 300 }, (_, index) =>
      sender.send(
        request(urlOf(receiver), { poolKey: `webhook-${index % 30}`, body: `body ${index}`, timeoutMs: 20_000 }),
      ),
    );
    const bodies = (await Promise.all(sends)).map(({ response }) => response?.body);
    expect(bodies).toEqual(sends.map((_, index) => `body ${index}`));
  });
});
