/**
 * One socket between ws and graphql-ws, in place of the latter's adapter: with limits on what a client may send, on
 * what may wait for it to read, and without a word on the console about what it did wrong.
 */
import { CloseCode, type Server } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import { endSocket } from './end-socket.ts';
import { startHeartbeat } from './heartbeat.ts';
import {
  HEARTBEAT_MS,
  MESSAGE_BURST,
  MESSAGES_PER_SECOND,
  UNREAD_LIMIT_BYTES,
  UNREAD_PAUSE_BYTES,
} from './socket-limits.ts';
import { createTokenBucket } from './token-bucket.ts';

/** What belongs to a connection and is handed to every hook. */
export type SocketExtra<More> = { readonly socket: WebSocket; readonly request: IncomingMessage } & More;

/** RFC 6455's registry: a kind of message, and a message, that the server does not accept. */
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;

export interface ServeOptions {
  readonly onError: (error: unknown) => void;
  readonly heartbeatMs?: number | undefined;
}

export function serveSocket<More>(
  server: Server<SocketExtra<More>>,
  extra: SocketExtra<More>,
  { onError, heartbeatMs = HEARTBEAT_MS }: ServeOptions,
): void {
  const { socket } = extra;
  const mayTake = createTokenBucket(MESSAGE_BURST, MESSAGES_PER_SECOND);
  let isFlooding = false;
  // A frame that is too large or broken: ws closes with the right code by itself.
  socket.on('error', () => {});
  startHeartbeat(socket, heartbeatMs);

  /** What comes after the limit is not looked at; nothing waits for the client to agree to the close. */
  function take(): boolean {
    if (isFlooding || socket.readyState !== socket.OPEN) return false;
    if (mayTake()) return true;
    isFlooding = true;
    socket.close(POLICY_VIOLATION, `At most ${MESSAGES_PER_SECOND} messages a second.`);
    return false;
  }

  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => endSocket(socket, code, reason),
      onMessage(handle) {
        socket.on('message', (data: RawData, isBinary: boolean) => {
          if (!take()) return;
          if (isBinary) return socket.close(UNSUPPORTED_DATA, 'Messages are text.');
          handle(String(data as Buffer)).catch((error: unknown) => {
            if (isUnexpectedMessage(error)) return socket.close(CloseCode.BadRequest, 'Invalid message received');
            onError(error);
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
        });
      },
    },
    extra,
  );
  socket.on('ping', take);
  socket.once('close', (code, reason) => {
    closed(code, String(reason)).catch(onError);
  });
}

/** graphql-ws throws it for a message that only a server sends. */
const isUnexpectedMessage = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type');

/** Resolves when more may be sent; a subscription takes its next item only then. */
function send(socket: WebSocket, data: string): Promise<void> | void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount + data.length > UNREAD_LIMIT_BYTES && socket.bufferedAmount > 0) {
    socket.terminate();
    return;
  }
  if (socket.bufferedAmount < UNREAD_PAUSE_BYTES) {
    socket.send(data, () => {});
    return;
  }
  return new Promise((resolve) => {
    socket.send(data, () => resolve());
  });
}
