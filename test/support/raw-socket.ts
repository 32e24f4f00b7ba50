/** A socket that keeps to no protocol but says what it is told to: for what no honest client sends. */
import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { createInbox } from './inbox.ts';

export interface SocketMessage {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

export interface RawSocket {
  readonly ws: WebSocket;
  /** Sends as JSON, or a text as it is. */
  say(message: object | string): void;
  /** The oldest message not yet returned. Rejects when none comes in time, or the socket closed. */
  next(): Promise<SocketMessage>;
  readonly messages: readonly SocketMessage[];
  /** Resolves when the socket is closed, by whomever. */
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

const WAIT_MS = 20_000;

/** @param url http://host:port; rejects with "Unexpected server response: <status>" when the upgrade is refused */
export async function openRawSocket(url: string, options: ClientOptions = {}): Promise<RawSocket> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  const inbox = createInbox<SocketMessage>('message');
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<{ code: number; reason: string }>();
  ws.on('message', (data) => inbox.add(JSON.parse(String(data as Buffer)) as SocketMessage));
  ws.on('close', (code, reason) => {
    inbox.close(`closed with ${code} ${String(reason)}`);
    onClosed({ code, reason: String(reason) });
  });
  await once(ws, 'open');
  ws.on('error', () => {});
  return {
    ws,
    say: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () => inbox.next(WAIT_MS),
    messages: inbox.items,
    closed,
    async close() {
      ws.terminate();
      await closed;
    },
  };
}

/** A socket that has shown its key. */
export async function openInitialised(url: string, token: string, options?: ClientOptions): Promise<RawSocket> {
  const socket = await openRawSocket(url, options);
  socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  const answer = await socket.next();
  if (answer.type !== 'connection_ack') throw new Error(`no connection_ack but ${JSON.stringify(answer)}`);
  return socket;
}
