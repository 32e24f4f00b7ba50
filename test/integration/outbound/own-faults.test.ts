// Failures of our own machine and of our own resolvers: what is sent afterwards shows that the receiver was well.
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ownFaultOf } from '../../../src/outbound/own-fault.ts';
import { createSystemResolver } from '../../../src/outbound/resolver.ts';
import { startDnsServer } from '../../support/dns-server.ts';
import { createLoopbackSender, request, startRawReceiver } from './receiver.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const failure = (code: string, address = '192.0.2.1'): Error => Object.assign(new Error(code), { code, address });

describe('a failure to connect is ours', () => {
  it.each(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'ENETDOWN'])('by %s', (code) => {
    expect(ownFaultOf(failure(code))).toBe(code);
    expect(ownFaultOf(new AggregateError([failure(code), failure(code, '192.0.2.2')]))).toBe(code);
    // That this machine has no IPv6 is so today and tomorrow.
    expect(ownFaultOf(new AggregateError([failure(code), failure('ENETUNREACH', '2001:db8::1')]))).toBe(code);
  });

  it('unless one of its addresses was reached, or the way there may be the cause', () => {
    expect(ownFaultOf(new AggregateError([failure('EMFILE'), failure('ECONNREFUSED')]))).toBeUndefined();
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPERM'])
      expect(ownFaultOf(failure(code))).toBeUndefined();
    for (const code of ['EADDRNOTAVAIL', 'ENETUNREACH', 'EAFNOSUPPORT'])
      expect(ownFaultOf(failure(code, '2001:db8::1'))).toBeUndefined();
    expect(ownFaultOf(new AggregateError([]))).toBeUndefined();
    expect(ownFaultOf(undefined)).toBeUndefined();
  });
});

it.skipIf(process.platform === 'win32')('a process without descriptors knows that it is to blame', async () => {
  const receiver = await startRawReceiver();
  closers.push(() => receiver.close());
  const program = path.resolve(import.meta.dirname, '../../support/starved-sender-process.ts');
  const limited = `ulimit -n 256 && exec "$0" --import tsx "$1" "$2"`;
  const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, program, String(receiver.port)]);
  expect(JSON.parse(stdout)).toEqual([
    { outcome: 'ABORTED', ownFault: 'EMFILE' },
    { outcome: 'ABORTED', ownFault: 'RESOLVER_UNAVAILABLE' },
    { outcome: 'ABORTED', ownFault: 'EMFILE' },
    { outcome: 'ABORTED', ownFault: 'EMFILE' },
    { outcome: 'SUCCESS' },
  ]);
  expect(receiver.requests).toHaveLength(1);
});

describe('a name that does not resolve', () => {
  const resolveBy = (server: string) => createSystemResolver([server]).resolve('hooks.example.com');

  it('is ours when nothing listens where our DNS server should be', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    await once(socket, 'close');
    expect(await resolveBy(`127.0.0.1:${port}`)).toEqual({ ok: false, reason: 'unavailable' });
  });

  it('is ours when our DNS server says nothing to anything', async () => {
    const server = await startDnsServer(() => undefined);
    closers.push(() => server.close());
    expect(await resolveBy(server.address)).toEqual({ ok: false, reason: 'unavailable' });
    expect(server.questions).toContain('');
  });

  it.each([
    ['silence', undefined, 'timeout'],
    ['a failure', 2, 'failed'],
    ['a refusal', 5, 'failed'],
    ['no such name', 3, 'not-found'],
  ] as const)("is the receiver's for %s when our DNS server answers other questions", async (_what, answer, reason) => {
    const server = await startDnsServer((name) => (name === '' ? 5 : answer));
    closers.push(() => server.close());
    expect(await resolveBy(server.address)).toEqual({ ok: false, reason });
  });

  it('costs no attempt when it is ours', async () => {
    const sender = createLoopbackSender({ resolver: { resolve: async () => ({ ok: false, reason: 'unavailable' }) } });
    closers.push(() => sender.close());
    const exchange = await sender.send(request('https://hooks.example.com/'));
    expect(exchange).toMatchObject({ outcome: 'ABORTED', ownFault: 'RESOLVER_UNAVAILABLE' });
  });
});
