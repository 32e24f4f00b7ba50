/** A programmable HTTPS receiver on 127.0.0.1: says what it was told to say and keeps every request it got. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type CertificateAuthority, type CertificatePair, createCertificateAuthority } from './certificates.ts';
import { createInbox } from './inbox.ts';

export interface ReceivedRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Names in lower case; repeated headers joined as Node does. */
  readonly headers: Readonly<Record<string, string>>;
  /** As they came: order, case, repetitions. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** When the last byte of the body was in. */
  readonly receivedAt: Date;
}

export interface AnswerParts {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Wait this long before answering. Default 0. */
  readonly delayMs?: number;
  /** Never answer; the connection stays open until `close()`. */
  readonly hang?: boolean;
}

/** May also write to `response` itself and return nothing: for broken, endless or dripping answers. */
export type AnswerFunction = (
  request: ReceivedRequest,
  response: ServerResponse,
) => number | AnswerParts | void | Promise<number | AnswerParts | void>;

export type Answer = number | AnswerParts | AnswerFunction;

export interface ReceiverOptions {
  /** Names and addresses in the certificate. Default 127.0.0.1, ::1, localhost and receiver.test. */
  readonly names?: readonly string[];
  /** Instead of one from the shared authority: expired, self-signed, another's. */
  readonly certificate?: CertificatePair;
}

export interface WaitOptions {
  /** Default 30,000. */
  readonly timeoutMs?: number;
}

export interface Receiver {
  readonly port: number;
  /** The certificate of the authority to trust. */
  readonly caPem: string;
  /** https://127.0.0.1:<port><path>; the default path is /hook. */
  url(path?: string): string;
  /** Answers to the coming requests, one each; the last repeats. At first: 200 to all. */
  answers(...answers: readonly [Answer, ...Answer[]]): void;
  /** All requests so far, in the order of their arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** The oldest request not yet returned by this function. Rejects when none comes in time. */
  nextRequest(options?: WaitOptions): Promise<ReceivedRequest>;
  /** Resolves to all requests as soon as there are `count`. Rejects when there are not in time. */
  waitFor(count: number, options?: WaitOptions): Promise<readonly ReceivedRequest[]>;
  /** TCP connections accepted so far. */
  readonly connectionCount: number;
  /** Destroys all connections. Waiting calls reject. May be called again. */
  close(): Promise<void>;
}

let authority: Promise<CertificateAuthority> | undefined;

/** The authority of all receivers of this process. */
export function receiverAuthority(): Promise<CertificateAuthority> {
  return (authority ??= createCertificateAuthority('Dockhook test authority'));
}

export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { names = ['127.0.0.1', '::1', 'localhost', 'receiver.test'] } = options;
  const ca = await receiverAuthority();
  const { certPem, keyPem } = options.certificate ?? (await ca.issue({ names: [...names] }));
  const inbox = createInbox<ReceivedRequest>('request');
  const sockets = new Set<Socket>();
  let connectionCount = 0;
  let script: Answer[] = [200];

  const server = createServer({ cert: certPem, key: keyPem, keepAliveTimeout: 60_000 }, (incoming, response) => {
    void receive(incoming)
      .then(async (request) => {
        const answer = (script.length > 1 ? script.shift() : script[0]) ?? 200;
        inbox.add(request);
        await reply(answer, request, response);
      })
      .catch(() => response.destroy()); // the sender hung up, or an answer function failed
  });
  server.on('connection', (socket: Socket) => {
    connectionCount += 1;
    sockets.add(socket.once('close', () => sockets.delete(socket)).on('error', () => {}));
  });
  server.on('tlsClientError', () => {}); // a sender that does not trust us, or speaks no TLS
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let closed: Promise<unknown> | undefined;

  return {
    port,
    caPem: ca.certPem,
    url: (path = '/hook') => `https://127.0.0.1:${port}${path}`,
    answers: (...answers) => void (script = [...answers]),
    requests: inbox.items,
    nextRequest: ({ timeoutMs = 30_000 } = {}) => inbox.next(timeoutMs),
    waitFor: (count, { timeoutMs = 30_000 } = {}) => inbox.waitFor(count, timeoutMs),
    get connectionCount() {
      return connectionCount;
    },
    async close() {
      closed ??= once(server.close(), 'close');
      inbox.close('The receiver was closed');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const rawHeaders = incoming.rawHeaders.flatMap((name, index, all) =>
    index % 2 === 0 ? [[name, all[index + 1] ?? ''] as const] : [],
  );
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(headers),
    rawHeaders,
    body: Buffer.concat(chunks),
    receivedAt: new Date(),
  };
}

async function reply(answer: Answer, request: ReceivedRequest, response: ServerResponse): Promise<void> {
  const given = typeof answer === 'function' ? await answer(request, response) : answer;
  if (given === undefined) return;
  const parts: AnswerParts = typeof given === 'number' ? { status: given } : given;
  if (parts.hang === true) return;
  const send = (): void => {
    response.writeHead(parts.status ?? 200, parts.headers as Record<string, string | string[]> | undefined);
    response.end(parts.body);
  };
  if (parts.delayMs === undefined) return send();
  const timer = setTimeout(send, parts.delayMs);
  response.once('close', () => clearTimeout(timer));
}
