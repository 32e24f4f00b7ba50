// What DNS may say about a host, over real packets: whatever leads inside refuses the host, and nothing is dialled.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAddressPolicy } from '../../src/outbound/address-policy.ts';
import { checkTarget } from '../../src/outbound/check-target.ts';
import { createSystemResolver } from '../../src/outbound/resolver.ts';
import { createLoopbackSender, type RawReceiver, request, startRawReceiver } from '../integration/outbound/receiver.ts';
import { type DnsAnswer, type DnsRecord, type DnsServer, startDnsServer } from '../support/dns-server.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { embeddingsOf } from './disguises.ts';
import { hostileUrls, internalAddresses, internalAddresses6 } from './hostile-urls.ts';

const policy = createAddressPolicy();
const good = '93.184.215.14';
const good6 = '2606:4700:4700::1111';
const record = (data: string, name?: string): DnsRecord => ({
  type: data.includes(':') ? 'AAAA' : 'A',
  data,
  ...(name === undefined ? {} : { name }),
});
const alias = (data: string, name?: string): DnsRecord => ({
  type: 'CNAME',
  data,
  ...(name === undefined ? {} : { name }),
});

/** Ways in which one bad address stands in an answer. */
const arrangements: Record<string, (bad: string) => DnsRecord[]> = {
  alone: (bad) => [record(bad)],
  last: (bad) => [record(good), record(good6), record(bad)],
  first: (bad) => [record(bad), record(good), record(good6)],
  'among many': (bad) => [...Array.from({ length: 30 }, (_, index) => record(`93.184.215.${index}`)), record(bad)],
  'behind an alias': (bad) => [alias('a.example.net'), record(good, 'a.example.net'), record(bad, 'a.example.net')],
  'behind aliases': (bad) => [
    alias('a.example.net'),
    alias('b.example.net', 'a.example.net'),
    record(bad, 'b.example.net'),
  ],
};

let listener: RawReceiver;
let dns: DnsServer;
let answer: (name: string, type: string | undefined, query: Buffer) => DnsAnswer = () => 3;
beforeEach(async () => {
  listener = await startRawReceiver();
  dns = await startDnsServer((...question) => answer(...question));
});
afterEach(async () => {
  await dns.close();
  await listener.close();
});

test('a host with one bad address is refused at save and blocked at delivery, wherever the address stands', async () => {
  const addresses = [
    ...internalAddresses,
    ...internalAddresses6,
    ...['127.0.0.1', '169.254.169.254', '10.1.2.3', '8.8.8.8'].flatMap(embeddingsOf),
  ];
  const cases = [...new Set(addresses)].flatMap((bad) =>
    Object.entries(arrangements).map(([where, arrange]) => ({ bad, where, arrange })),
  );
  const resolver = createSystemResolver([dns.address]);
  const sender = createLoopbackSender({ policy, resolver });
  answer = (name, type) => {
    const known = cases[Number(/^h(\d+)\./.exec(name)?.[1])];
    return known?.arrange(known.bad).filter((one) => one.type === 'CNAME' || one.type === type) ?? 3;
  };
  const judgeOne = async (index: number): Promise<string[]> => {
    const url = `http://h${index}.example.com:${listener.port}/`;
    const saved = await checkTarget(url, { policy, resolver, allowHttp: true });
    const exchange = await sender.send(request(url));
    const text = saved.ok ? '' : saved.message + exchange.errorMessage;
    const isRefused = !saved.ok && exchange.outcome === 'BLOCKED_ADDRESS' && exchange.remoteAddress === undefined;
    const isSilent = !/\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:/.test(text);
    return isRefused && isSilent ? [] : [`${cases[index]?.bad} ${cases[index]?.where}: ${exchange.outcome} ${text}`];
  };
  const wrong: string[] = [];
  for (let start = 0; start < cases.length; start += 50) {
    const batch = cases.slice(start, start + 50).map((_, index) => judgeOne(start + index));
    wrong.push(...(await Promise.all(batch)).flat());
  }
  await sender.close();
  expect(listener.connections()).toBe(0);
  tallyHostile('DNS: a bad address in the answer', cases.length, wrong);
});

test('an answer that is none is a value, and nothing is dialled', async () => {
  const reply = (query: Buffer, ...rest: Buffer[]): Buffer => {
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(rest.length, 6);
    head.writeUInt32BE(0, 8);
    const questionEnd = query.indexOf(0, 12) + 5;
    return Buffer.concat([head, query.subarray(12, questionEnd), ...rest]);
  };
  const rdata = (type: number, bytes: number[]) =>
    Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
  const nonsense: Record<string, (type: string | undefined, query: Buffer) => DnsAnswer> = {
    'not a byte': () => Buffer.alloc(0),
    'one byte': () => Buffer.from([7]),
    'half a header': (_type, query) => query.subarray(0, 6),
    'a header alone': (_type, query) => reply(query).subarray(0, 12),
    'its own question': (_type, query) => query,
    'random bytes': (_type, query) =>
      Buffer.concat([query.subarray(0, 2), Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 7919) % 251))]),
    'no records': () => [],
    'a record cut short': (_type, query) => reply(query, rdata(1, [127, 0, 0, 1])).subarray(0, -3),
    'more records than it has': (_type, query) =>
      Buffer.concat([reply(query).subarray(0, 6), Buffer.from([0xff, 0xff]), reply(query).subarray(8)]),
    'an address of three bytes': (_type, query) => reply(query, rdata(1, [127, 0, 0])),
    'an address of five bytes': (_type, query) => reply(query, rdata(1, [127, 0, 0, 1, 9])),
    'an IPv6 address of four bytes': (_type, query) => reply(query, rdata(28, [127, 0, 0, 1])),
    'a name that points at itself': (_type, query) =>
      reply(query, Buffer.from([0xc0, 0x2c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1])),
    'an alias of itself': () => [alias('nonsense.example.com')],
    'an alias to nowhere': () => [alias('nowhere.example.net')],
    'aliases in a ring': () => [
      alias('a.example.net'),
      alias('b.example.net', 'a.example.net'),
      alias('a.example.net', 'b.example.net'),
    ],
    'an error of format': () => 1,
    'a failure': () => 2,
    'no such name': () => 3,
    'not implemented': () => 4,
    'a refusal': () => 5,
    'an unknown code': () => 15,
    'another question': (_type, query) =>
      Buffer.concat([
        query.subarray(0, 2),
        Buffer.from('8180000100000000000000000378797a036e657400000100 01'.replaceAll(' ', ''), 'hex'),
      ]),
    'another id': (_type, query) =>
      Buffer.concat([Buffer.from([query[0] ?? 0, (query[1] ?? 0) ^ 1]), reply(query).subarray(2)]),
    silence: () => undefined,
    'records of the other family': (type) => [{ type: type === 'A' ? 'AAAA' : 'A', data: type === 'A' ? good6 : good }],
  };
  const names = Object.keys(nonsense);
  // The root's name servers are asked for to see whether the server answers at all; else its silence would be ours.
  answer = (name, type, query) =>
    name === '' ? 5 : nonsense[names[Number(/^n(\d+)\./.exec(name)?.[1])] ?? '']?.(type, query);
  const exchanges = await Promise.all(
    names.map(async (_, index) => {
      // One each: c-ares lets all questions to a server suffer when it answers one with nonsense.
      const sender = createLoopbackSender({ policy, resolver: createSystemResolver([dns.address]) });
      const url = `http://n${index}.example.com:${listener.port}/`;
      const exchange = await sender.send(request(url, { timeoutMs: 20_000 }));
      await sender.close();
      return exchange;
    }),
  );
  const wrong = exchanges.flatMap(({ outcome }, index) =>
    outcome === 'DNS_ERROR' || outcome === 'BLOCKED_ADDRESS' ? [] : [`${names[index]}: ${outcome}`],
  );
  expect(listener.connections()).toBe(0);
  tallyHostile('DNS: nonsense for an answer', names.length, wrong);
});

test('a URL that is refused by its form asks no resolver', async () => {
  const resolver = createSystemResolver([dns.address]);
  const urls = [...new Set(Object.values(hostileUrls).flat())];
  const verdicts = await Promise.all(urls.map((url) => checkTarget(url, { policy, resolver, allowHttp: true })));
  expect(verdicts.filter(({ ok }) => ok)).toEqual([]);
  expect(dns.questions).toEqual([]);
});

test('a name with thousands of addresses is judged whole, and only a few are dialled', async () => {
  const addresses = Array.from({ length: 2_000 }, (_, index) => `127.1.${index >> 8}.${index & 255}`);
  const opened = createAddressPolicy({ allow: ['127.0.0.0/8'] });
  const many = { resolve: async () => ({ ok: true as const, addresses }) };
  const sender = createLoopbackSender({ policy: opened, resolver: many });
  // Nothing listens there: each address refuses at once, and the attempt ends without trying them all.
  expect((await sender.send(request(`http://many.example.com:${listener.port}/`))).outcome).toBe('CONNECTION_ERROR');
  const withBad = { resolve: async () => ({ ok: true as const, addresses: [...addresses, '169.254.169.254'] }) };
  const other = createLoopbackSender({ policy: opened, resolver: withBad });
  expect((await other.send(request(`http://many.example.com:${listener.port}/`))).outcome).toBe('BLOCKED_ADDRESS');
  await Promise.all([sender.close(), other.close()]);
  expect(listener.connections()).toBe(0);
});
