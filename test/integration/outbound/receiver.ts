// Loopback servers that misbehave at the byte level, and a sender that may reach them.
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import type { Resolver } from '../../../src/outbound/resolver.ts';
import { createSystemResolver } from '../../../src/outbound/resolver.ts';
import { type SendRequest, type Sender, type SenderOptions, createSender } from '../../../src/outbound/sender.ts';
import { type CertificateAuthority, createCertificateAuthority } from '../../support/certificates.ts';

export interface RawReceiver {
  readonly port: number;
  /** Connections accepted so far, TLS or not. */
  readonly connections: () => number;
  /** Sockets that are open now. */
  readonly openSockets: () => number;
  /** Whole requests seen so far (headers and body), as text. */
  readonly requests: string[];
  close(): Promise<void>;
}

export interface RawRequest {
  readonly text: string;
  readonly socket: net.Socket;
  /** 1 for the first request on this connection. */
  readonly numberOnConnection: number;
}

export interface RawReceiverOptions {
  /** Called for each whole request. Default: answers 200 with "ok". */
  readonly answer?: (request: RawRequest) => void;
  /** Called for each connection, before any request. */
  readonly onConnection?: (socket: net.Socket) => void;
  /** Absent: plain HTTP. */
  readonly tls?: tls.TlsOptions;
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
}

export const okAnswer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** A server made of bytes: no HTTP library repairs or refuses what a test wants to send. */
export async function startRawReceiver(options: RawReceiverOptions = {}): Promise<RawReceiver> {
  const { answer = ({ socket }) => socket.write(okAnswer), onConnection } = options;
  const sockets = new Set<net.Socket>();
  const requests: string[] = [];
  let accepted = 0;

  function serve(socket: net.Socket): void {
    let pending = '';
    let numberOnConnection = 0;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (let end = requestEnd(pending); end !== undefined; end = requestEnd(pending)) {
        const text = pending.slice(0, end);
        pending = pending.slice(end);
        requests.push(text);
        numberOnConnection += 1;
        answer({ text, socket, numberOnConnection });
      }
    });
    onConnection?.(socket);
  }

  const server = options.tls ? tls.createServer(options.tls, serve) : net.createServer(serve);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: net.Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');

  return {
    port: address.port,
    connections: () => accepted,
    openSockets: () => sockets.size,
    requests,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function requestEnd(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const end = headEnd + 4 + length;
  return text.length >= end ? end : undefined;
}

/** A resolver with fixed answers; asks nobody. */
export function fakeResolver(answers: Record<string, readonly string[]>): Resolver {
  return {
    async resolve(name) {
      const addresses = answers[name];
      return addresses ? { ok: true, addresses } : { ok: false, reason: 'not-found' };
    },
  };
}

/** A sender that may reach loopback and speak plain HTTP, unless told otherwise. */
export function createLoopbackSender(options: Partial<SenderOptions> = {}): Sender {
  return createSender({
    policy: createAddressPolicy({ allow: ['127.0.0.0/8'] }),
    resolver: createSystemResolver(),
    allowHttp: true,
    ...options,
  });
}

export function request(url: string, changes: Partial<SendRequest> = {}): SendRequest {
  return {
    url,
    poolKey: 'tenant-1',
    headers: [
      ['content-type', 'application/json'],
      ['webhook-id', 'msg_1'],
    ],
    body: '{"a":1}',
    timeoutMs: 5_000,
    ...changes,
  };
}

/** One authority for all tests of a file: making keys costs time. */
let authority: Promise<CertificateAuthority> | undefined;
export const testAuthority = (): Promise<CertificateAuthority> => (authority ??= createCertificateAuthority());

export async function tlsOptionsFor(
  names: string[],
  changes: { notAfter?: Date; notBefore?: Date; selfSigned?: boolean } = {},
) {
  const { certPem, keyPem } = await (await testAuthority()).issue({ names, ...changes });
  return { cert: certPem, key: keyPem };
}

/** Waits until `condition` holds, looking again after each turn of the event loop; fails after a bounded time. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`Did not happen within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
