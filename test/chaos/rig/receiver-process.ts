/**
 * HTTPS receivers in a process that no fault touches. Each request is one line of JSON in the oracle file, written
 * before it is answered, and so is the end of each connection: those of a process that is killed end with it. The path
 * says whose secret verifies a request, the query how to answer.
 */
import { appendFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** The first message from the rig. */
export interface ReceiverSetup {
  readonly certPem: string;
  readonly keyPem: string;
  readonly oracleFile: string;
}

/** What the rig tells of a webhook: its secret, or what it answers from now on. */
export type Told =
  { readonly name: string; readonly secret: string } | { readonly name: string; readonly status: number };

/** What the oracle knows of one request. */
export interface SeenRequest {
  readonly atMs: number;
  /** Name of the webhook, from the path. */
  readonly webhook: string;
  readonly eventId: string;
  readonly deliveryId: string;
  readonly attempt: number;
  readonly isSigned: boolean;
  /** As answered, or 0 when it never is. */
  readonly status: number;
  /** How long after its arrival it is answered. */
  readonly delayMs: number;
  /** Number of the connection on which it came. */
  readonly connection: number;
}

/** A connection that has ended, whoever ended it. */
export interface ClosedConnection {
  readonly closed: number;
}

/** Turns of the event loop in which what sockets hold is read, taken from its TLS records, and written down. */
const TURNS = 20;

const afterTurns = (turns: number, then: () => void): void =>
  void setTimeout(() => (turns === 0 ? then() : afterTurns(turns - 1, then)), 1);

const secrets = new Map<string, string>();
/** What webhooks answer since they were told otherwise than by their query. */
const statuses = new Map<string, number>();
/** Numbers of the connections that are open. */
const connections = new Map<Socket, number>();

async function receive(request: IncomingMessage, response: ServerResponse, oracleFile: string): Promise<void> {
  const connection = connections.get(request.socket) ?? 0;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'https://receiver');
  const webhook = url.pathname.slice(1);
  const header = (name: string): string => String(request.headers[name] ?? '');
  const asked = url.searchParams.has('hang') ? 0 : Number(url.searchParams.get('status') ?? 200);
  const status = statuses.get(webhook) ?? asked;
  const delayMs = Number(url.searchParams.get('delay') ?? 0);
  const seen: SeenRequest = {
    atMs: Date.now(),
    webhook,
    eventId: header('webhook-id'),
    deliveryId: header('x-jasci-delivery'),
    attempt: Number(header('x-jasci-attempt')),
    isSigned: isSigned(webhook, Buffer.concat(chunks), request),
    status,
    delayMs,
    connection,
  };
  appendFileSync(oracleFile, `${JSON.stringify(seen)}\n`);
  if (status === 0) return;
  const answer = (): void => poison(url.searchParams.get('poison'), status, response);
  if (delayMs === 0) answer();
  else setTimeout(answer, delayMs);
}

function isSigned(webhook: string, body: Buffer, { headers }: IncomingMessage): boolean {
  try {
    new Webhook(secrets.get(webhook) ?? '').verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** Answers that PostgreSQL could not store as they come. */
function poison(kind: string | null, status: number, response: ServerResponse): void {
  const bodies: Record<string, Buffer> = {
    nul: Buffer.from('before\0after'),
    surrogate: Buffer.from('"\\ud800" and \ufffd', 'utf8'),
    bytes: Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0]),
    large: Buffer.alloc(1024 * 1024, 'x'),
  };
  const headers = kind === 'header' ? { 'x-odd': Buffer.from([0x80, 0xff, 0xa0]).toString('latin1') } : {};
  response.writeHead(status, headers).end(bodies[kind ?? '']);
}

process.once('message', ({ certPem, keyPem, oracleFile }: ReceiverSetup) => {
  const server = createServer({ cert: certPem, key: keyPem, keepAliveTimeout: 60_000 }, (request, response) => {
    receive(request, response, oracleFile).catch(() => response.destroy()); // the sender was killed
  });
  let opened = 0;
  server.on('secureConnection', (socket) => {
    const number = ++opened;
    connections.set(socket, number);
    socket.once('close', () => {
      connections.delete(socket);
      appendFileSync(oracleFile, `${JSON.stringify({ closed: number } satisfies ClosedConnection)}\n`);
    });
  });
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.on('error', () => {}).once('close', () => (open -= 1));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', (message: Told | 'sockets' | 'caught up') => {
    if (message === 'sockets') process.send?.({ open });
    else if (message === 'caught up') afterTurns(TURNS, () => process.send?.({ caughtUp: true }));
    else if ('secret' in message) secrets.set(message.name, message.secret);
    else statuses.set(message.name, message.status);
  });
});
process.on('disconnect', () => process.exit(0));
