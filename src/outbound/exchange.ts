/**
 * One HTTP exchange from first to last: takes a connection, sends, reads, and ends exactly once with a
 * value, by answer, failure, deadline or abort. Redirects are read, never followed.
 */
import { STATUS_CODES } from 'node:http';
import type { Dispatcher } from 'undici';
import type { AttemptTimings, Exchange, ReceivedResponse } from '../domain/outcome.ts';
import {
  type Failure,
  type FailureContext,
  classifyFailure,
  isConnectionLoss,
  ownFailure,
  timeoutFailure,
} from './classify-failure.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Connection, ConnectionTarget } from './connection.ts';
import { createResponseReader } from './response-reader.ts';

export interface ExchangeRequest {
  /** Connections are shared only between exchanges with the same key and origin. */
  readonly key: string;
  readonly target: ConnectionTarget;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | string;
  /** For everything that the receiver has a part in; and once more, before that, to wait for a connection to be free. */
  readonly timeoutMs: number;
  /** Asked when the request is about to be written; false ends the exchange as ABORTED, unsent. */
  readonly isWanted?: () => boolean;
  /** Called when the request was handed to the system whole, before any of the answer is read. */
  readonly onWritten?: (() => void) | undefined;
}

export interface RunningExchange {
  readonly result: Promise<Exchange>;
  /** Ends it now, as ABORTED. */
  abort(): void;
}

const aborted: Failure = { outcome: 'ABORTED', message: 'The attempt was broken off before it ended.' };

/** What undici is told when a request is given up before it is written. */
const notWanted = new Error('Not wanted any more.');

export function startExchange(request: ExchangeRequest, pool: ConnectionPool): RunningExchange {
  let startedAt = performance.now();
  const reader = createResponseReader();
  const options = dispatchOptions(request);
  let connection: Connection | undefined;
  let firstByteAt: number | undefined;
  let handedOver = 0;
  let isWaiting = false;
  let isRetried = false;
  let isDone = false;
  let stopWaiting = (): void => undefined;
  let resolve: (exchange: Exchange) => void;
  const result = new Promise<Exchange>((settle) => (resolve = settle));

  let timer = setTimeout(expire, request.timeoutMs);
  acquire(false);

  function expire(): void {
    // Without a connection the receiver has not seen anything yet: earlier exchanges have all that there may be.
    if (connection === undefined) return fail(ownFailure('NO_FREE_CONNECTION'));
    // Its turn will set the timer again.
    if (connection.dialProgress()?.isWaiting) return;
    // After what has come in meanwhile: when this process was busy, the answer may be waiting to be read.
    setImmediate(() => fail(timeoutFailure(context())));
  }

  /** The receiver's time begins when a connection is ours to use, however long it took for one to be free. */
  function beginTime(): void {
    clearTimeout(timer);
    startedAt = performance.now();
    timer = setTimeout(expire, request.timeoutMs);
  }

  /** Nor is it the receiver's time while other dials go first. */
  function prolong(waitedMs: number): void {
    if (isDone) return;
    startedAt += waitedMs;
    clearTimeout(timer);
    timer = setTimeout(expire, startedAt + request.timeoutMs - performance.now());
  }

  function acquire(fresh: boolean): void {
    const before = handedOver;
    const stop = pool.acquire(request.key, request.target, use, fresh);
    if (handedOver !== before || isDone) return;
    isWaiting = true;
    stopWaiting = stop;
  }

  function use(acquired: Connection): void {
    handedOver += 1;
    connection = acquired;
    if (isWaiting && !isRetried) beginTime();
    isWaiting = false;
    acquired.dispatch(options, handler(), prolong);
  }

  function handler(): Dispatcher.DispatchHandler {
    const events: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        if (request.isWanted?.() === false) controller.abort(notWanted);
      },
      onResponseStarted() {
        firstByteAt ??= performance.now();
      },
      onResponseStart(controller, statusCode) {
        // Informational answers (103 and the like) announce the one that counts.
        if (statusCode >= 200 && !isDone) reader.readHead(statusCode, rawHeadersOf(controller));
      },
      onResponseData(_controller, chunk) {
        if (!isDone && !reader.readBody(chunk)) answer(false);
      },
      onResponseEnd() {
        if (!isDone) answer(true);
      },
      onResponseError(_controller, error) {
        if (isDone) return;
        if (error === notWanted) fail(aborted);
        else if (isStaleConnection(error)) retry();
        else fail(classifyFailure(error, context()));
      },
    };
    if (request.onWritten) events.onRequestSent = request.onWritten;
    return events;
  }

  /** The receiver closed an idle connection just as we used it: that says nothing about the receiver, so it costs no attempt. */
  function isStaleConnection(error: unknown): boolean {
    const wasUsedBefore = connection !== undefined && connection.dialProgress() === undefined;
    return wasUsedBefore && !isRetried && firstByteAt === undefined && isConnectionLoss(error, context());
  }

  /** Safe: the receiver tells a repeated request by its webhook-id, and at-least-once is the promise anyway. */
  function retry(): void {
    isRetried = true;
    if (connection) pool.release(connection, false);
    connection = undefined;
    acquire(true);
  }

  function answer(isComplete: boolean): void {
    const response = reader.response();
    if (!response) return fail(classifyFailure(undefined, context()));
    const { outcome, errorMessage } = judge(response, request.target.origin);
    end({ outcome, response, ...(errorMessage === undefined ? {} : { errorMessage }), ...facts() }, isComplete);
  }

  function fail({ outcome, message, transportFailure, ownFault }: Failure): void {
    if (isDone) return;
    const response = reader.response();
    // A refused address must not become known through the record of the attempt.
    const known = outcome === 'BLOCKED_ADDRESS' ? { timings: timings() } : facts();
    const kind = { ...(transportFailure && { transportFailure }), ...(ownFault && { ownFault }) };
    end({ outcome, errorMessage: message, ...kind, ...(response ? { response } : {}), ...known }, false);
  }

  function end(exchange: Exchange, keepConnection: boolean): void {
    isDone = true;
    clearTimeout(timer);
    stopWaiting();
    if (connection) pool.release(connection, keepConnection);
    resolve(exchange);
  }

  function context(): FailureContext {
    const phase = connection?.dialProgress()?.phase ?? 'open';
    return { phase, answered: firstByteAt !== undefined, endedByPeer: connection?.endedByPeer() ?? false };
  }

  function timings(): AttemptTimings {
    const dial = connection?.dialProgress();
    const since = (at: number): number => roundMs(at - startedAt);
    return {
      ...(dial?.resolvedAt === undefined ? {} : { dnsMs: since(dial.resolvedAt) }),
      ...(dial?.connectedAt === undefined ? {} : { connectMs: since(dial.connectedAt) }),
      ...(dial?.securedAt === undefined ? {} : { tlsMs: since(dial.securedAt) }),
      ...(firstByteAt === undefined ? {} : { firstByteMs: since(firstByteAt) }),
      totalMs: since(performance.now()),
    };
  }

  function facts(): { timings: AttemptTimings; remoteAddress?: string } {
    const remoteAddress = connection?.remoteAddress();
    return remoteAddress === undefined ? { timings: timings() } : { timings: timings(), remoteAddress };
  }

  return { result, abort: () => fail(aborted) };
}

function dispatchOptions({ path, headers, body }: ExchangeRequest): Dispatcher.DispatchOptions {
  const flat: string[] = [];
  for (const [name, value] of headers) flat.push(name, value);
  // A compressed answer would be a bomb to unpack and useless to keep.
  flat.push('accept-encoding', 'identity');
  return { method: 'POST', path, headers: flat, body };
}

function rawHeadersOf(controller: Dispatcher.DispatchController): readonly (Buffer | string)[] {
  return Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
}

function judge(
  response: ReceivedResponse,
  origin: string,
): { outcome: 'SUCCESS' | 'HTTP_ERROR' | 'REDIRECT_REFUSED'; errorMessage?: string } {
  const { statusCode } = response;
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'SUCCESS' };
  const phrase = STATUS_CODES[statusCode];
  const status = phrase === undefined ? `${statusCode}` : `${statusCode} ${phrase}`;
  if (statusCode < 300 || statusCode > 399)
    return { outcome: 'HTTP_ERROR', errorMessage: `The receiver answered ${status}.` };
  const place = redirectPlace(response, origin);
  return {
    outcome: 'REDIRECT_REFUSED',
    errorMessage: `The receiver answered ${status}${place}; redirects are never followed.`,
  };
}

/** Names the host only: the rest of the URL may hold a token, and is kept in the headers anyway. */
function redirectPlace({ location }: ReceivedResponse, origin: string): string {
  if (location === undefined) return '';
  const host = URL.parse(location, origin)?.host;
  return host ? ` and points to ${host.slice(0, 255)}` : ' and points to a place that is no valid URL';
}

const roundMs = (ms: number): number => Math.round(ms * 100) / 100;
