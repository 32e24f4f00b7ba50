/**
 * One connection to one receiver for one tenant: an undici Client (HTTP/1.1, one request at a time) that
 * dials through the guard, counts the bytes of each exchange, and knows whether it was used before.
 */
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Dial, DialCallback, DialProgress, DialTarget, Dialler } from './connector.ts';

/** Bytes on the socket in one exchange, whatever they are: undici counts neither chunk extensions nor informational answers. */
const SOCKET_BYTES_LIMIT = 1024 * 1024;
/** Undici measures names and values against it. */
const RESPONSE_HEADER_LIMIT_BYTES = 16 * 1024;
/** Below the 5 s after which common servers close, so that we close first. */
const IDLE_TIMEOUT_MS = 4_000;
const IDLE_TIMEOUT_MAX_MS = 10_000;
/** A busy connection is replaced after this, so that a change in DNS or in the guard is noticed. */
const MAX_AGE_MS = 60_000;
/** An answer came before so much of the request was taken that the rest would delay the next one. (TLS reports small writes late.) */
const STUCK_BYTES = 64 * 1024;
/** A receiver that talks before it is asked makes undici reconnect for ever; one second dial covers an idle socket that just closed. */
const DIALS_PER_EXCHANGE = 2;

/** More bytes came than an answer may have. */
export class SocketBytesExceededError extends Error {
  readonly code = 'SOCKET_BYTES_EXCEEDED';
}

/** The receiver sent bytes that answer nothing, each time we connected. */
export class UnsolicitedDataError extends Error {
  readonly code = 'UNSOLICITED_DATA';
}

export interface ConnectionTarget extends DialTarget {
  readonly origin: string;
}

export interface Connection {
  /**
   * Begins an exchange; only when none is running. Every failure goes to `handler.onResponseError`.
   * @param onTurn called when the exchange needs a dial, with how long others went first
   */
  dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    onTurn: (waitedMs: number) => void,
  ): void;
  /** The dial that the current exchange caused; undefined when it uses a kept-alive socket. */
  dialProgress(): Readonly<DialProgress> | undefined;
  /** The peer, once a connection exists; also after it closed. */
  remoteAddress(): string | undefined;
  /** Whether the receiver ended its side: tells a cut answer from a malformed one. */
  endedByPeer(): boolean;
  /** Whether another exchange may follow on the open socket. */
  isReusable(): boolean;
  /** Closes at once, a dial under way included; a running exchange gets an error. Resolves when closed. */
  destroy(): Promise<void>;
}

export interface ConnectionOptions {
  readonly target: ConnectionTarget;
  readonly dial: Dialler;
  /** Dials of different keys take turns. */
  readonly key: string;
  /** Called whenever the socket closes; the connection may be in use and about to dial again. */
  readonly onClose: () => void;
}

export function createConnection({ target, dial, key, onClose }: ConnectionOptions): Connection {
  let socket: Socket | undefined;
  let currentDial: Dial | undefined;
  let onTurn: ((waitedMs: number) => void) | undefined;
  let dialsInExchange = 0;
  let bytesBefore = 0;
  let openedAt = 0;
  let remoteAddress: string | undefined;

  const client = new Client(target.origin, {
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: RESPONSE_HEADER_LIMIT_BYTES,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
    keepAliveMaxTimeout: IDLE_TIMEOUT_MAX_MS,
    // The attempt has one precise timer over everything; undici's are per phase and half a second coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(_options, callback) {
      dialsInExchange += 1;
      if (dialsInExchange > DIALS_PER_EXCHANGE) {
        queueMicrotask(() => callback(new UnsolicitedDataError(), null));
        return;
      }
      const settle: DialCallback = (error, opened) => {
        if (opened) adopt(opened);
        if (opened) callback(null, opened);
        else callback(error ?? new Error('No socket.'), null);
      };
      currentDial = dial(target, settle, { key, onTurn: (waitedMs) => onTurn?.(waitedMs) });
    },
  });
  // Undici emits 'error' when one of its own callbacks threw; without a listener the process would end.
  (client as EventEmitter).on('error', () => void destroy());

  function adopt(opened: Socket): void {
    socket = opened;
    openedAt = performance.now();
    remoteAddress = opened.remoteAddress;
    bytesBefore = 0;
    opened.on('readable', () => {
      if (opened.bytesRead - bytesBefore > SOCKET_BYTES_LIMIT) opened.destroy(new SocketBytesExceededError());
    });
    opened.once('close', onClose);
  }

  async function destroy(): Promise<void> {
    currentDial?.cancel();
    await client.destroy(null);
  }

  return {
    dispatch(options, handler, tellTurn) {
      currentDial = undefined;
      onTurn = tellTurn;
      dialsInExchange = 0;
      bytesBefore = socket?.bytesRead ?? 0;
      client.dispatch(options, handler);
    },
    dialProgress: () => currentDial?.progress,
    remoteAddress: () => (currentDial ? currentDial.progress.remoteAddress : remoteAddress),
    endedByPeer: () => socket?.readableEnded ?? false,
    isReusable: () =>
      socket !== undefined &&
      !socket.destroyed &&
      socket.writableLength < STUCK_BYTES &&
      performance.now() - openedAt < MAX_AGE_MS,
    destroy,
  };
}
