// The address guard with real sockets: a refused address gets no connection, however it is reached.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import { createFileResolver } from '../../../src/outbound/file-resolver.ts';
import type { Sender } from '../../../src/outbound/sender.ts';
import { hostOf, readCorpus } from '../../unit/outbound/corpus.ts';
import { type RawReceiver, createLoopbackSender, fakeResolver, request, startRawReceiver } from './receiver.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dockhook-guard-'));
afterAll(() => rmSync(folder, { recursive: true }));

let listener: RawReceiver;
let sender: Sender | undefined;
beforeEach(async () => {
  listener = await startRawReceiver();
});
afterEach(async () => {
  await sender?.close();
  await listener.close();
});

function resolverOf(answers: Record<string, unknown>) {
  const file = path.join(folder, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(answers));
  return createFileResolver(file);
}

describe('a sender with the default policy', () => {
  it('blocks every refused URL of the corpus without a connection', async () => {
    const refused = readCorpus().filter((line) => line.verdict === 'REFUSE');
    sender = createLoopbackSender({ policy: createAddressPolicy(), resolver: fakeResolver({}) });
    for (const { url } of refused) {
      const exchange = await sender.send(request(url.replace(/:8\d{3}\//, `:${listener.port}/`), { timeoutMs: 1_000 }));
      expect(exchange, url).toMatchObject({ outcome: 'BLOCKED_ADDRESS', errorMessage: expect.any(String) });
      expect(exchange).not.toHaveProperty('remoteAddress');
    }
    expect(listener.connections()).toBe(0);
  });

  it('blocks every name that resolves to a refused address, without a connection and without naming the address', async () => {
    // Sequences begin with a good public address, which a test must not dial.
    const lines = readCorpus().filter(
      ({ verdict, answers }) => verdict === 'REFUSE-DNS' && !JSON.stringify(answers).includes('seq'),
    );
    for (const { url, answers } of lines) {
      const one = createLoopbackSender({
        policy: createAddressPolicy(),
        resolver: resolverOf({ [hostOf(url)]: answers }),
      });
      const exchange = await one.send(request(url, { timeoutMs: 1_000 }));
      expect(exchange, url).toMatchObject({
        outcome: 'BLOCKED_ADDRESS',
        errorMessage: expect.stringMatching(/^The host name resolves to/),
      });
      expect(exchange.errorMessage).not.toMatch(/\d+\.\d+\.\d+\.\d+|::/);
      await one.close();
    }
    expect(listener.connections()).toBe(0);
  });

  it('refuses plain HTTP unless the operator allows it', async () => {
    sender = createLoopbackSender({ allowHttp: false });
    const exchange = await sender.send(request(`http://127.0.0.1:${listener.port}/`));
    expect(exchange).toMatchObject({ outcome: 'BLOCKED_ADDRESS', errorMessage: expect.stringContaining('https://') });
    expect(listener.connections()).toBe(0);
  });
});

describe('DNS rebinding', () => {
  // 127.0.0.2 plays the public address, 127.0.0.1 the internal one, on the same port.
  const policy = createAddressPolicy({ allow: ['127.0.0.2/32'] });
  const url = () => `http://rebind.example.com:${listener.port}/`;

  it('never reaches the second answer, in 200 deliveries whose resolver flips each time', async () => {
    const good = await startRawReceiver({
      host: '127.0.0.2',
      port: listener.port,
      answer: ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'),
    });
    const flips = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? '127.0.0.2' : '127.0.0.1'));
    sender = createLoopbackSender({ policy, resolver: resolverOf({ 'rebind.example.com': { seq: flips } }) });
    const outcomes = [];
    for (const _flip of flips) outcomes.push((await sender.send(request(url()))).outcome);
    expect(outcomes).toEqual(flips.map((address) => (address === '127.0.0.2' ? 'SUCCESS' : 'BLOCKED_ADDRESS')));
    expect(listener.connections()).toBe(0);
    expect(good.connections()).toBe(100);
    await good.close();
  });

  it('resolves once per connection: the address that was judged is the one that is dialled', async () => {
    const good = await startRawReceiver({ host: '127.0.0.2', port: listener.port });
    let questions = 0;
    const resolver = {
      async resolve() {
        questions += 1;
        return { ok: true as const, addresses: [questions === 1 ? '127.0.0.2' : '127.0.0.1'] };
      },
    };
    sender = createLoopbackSender({ policy, resolver });
    expect(await sender.send(request(url()))).toMatchObject({ outcome: 'SUCCESS', remoteAddress: '127.0.0.2' });
    expect(questions).toBe(1);
    expect(listener.connections()).toBe(0);
    await good.close();
  });

  it('a mixed answer refuses the host, whichever comes first', async () => {
    for (const addresses of [
      ['127.0.0.2', '127.0.0.1'],
      ['127.0.0.1', '127.0.0.2'],
      ['127.0.0.2', '::ffff:127.0.0.1'],
    ]) {
      const one = createLoopbackSender({ policy, resolver: fakeResolver({ 'rebind.example.com': addresses }) });
      expect((await one.send(request(url()))).outcome).toBe('BLOCKED_ADDRESS');
      await one.close();
    }
    expect(listener.connections()).toBe(0);
  });
});

describe('the check of the peer after connecting', () => {
  it('stops before any byte of HTTP when the policy changes its mind', async () => {
    const real = createAddressPolicy({ allow: ['127.0.0.0/8'] });
    let questions = 0;
    const policy = {
      opensAny: true,
      check(ip: string, port: number) {
        questions += 1;
        // First asked about the URL, then before the connect, then about the peer.
        return questions <= 2 ? real.check(ip, port) : { ok: false as const, rule: 'loopback' as const };
      },
    };
    sender = createLoopbackSender({ policy });
    const exchange = await sender.send(request(`http://127.0.0.1:${listener.port}/`));
    expect(exchange.outcome).toBe('BLOCKED_ADDRESS');
    expect(questions).toBe(3);
    expect(listener.requests).toEqual([]);
  });
});
