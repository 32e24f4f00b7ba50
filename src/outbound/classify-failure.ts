/**
 * Turns whatever broke an exchange into an outcome and one sentence for the tenant. Never passes on an
 * error's own text: it may name internal addresses or hold bytes of the receiver's choosing.
 */
import { errors } from 'undici';
import type { TransportFailure } from '../domain/transport-failure.ts';
import type { AttemptOutcome } from '../domain/outcome.ts';
import { SocketBytesExceededError, UnsolicitedDataError } from './connection.ts';
import { ConnectTimeoutError, type DialProgress, UnresolvedError } from './connector.ts';
import { describeOwnFault, type OwnFault, ownFaultOf } from './own-fault.ts';
import { EgressRefusedError } from './refusal.ts';
import type { UnresolvedReason } from './resolver.ts';
import { isTlsCode, tlsCodeOf, tlsFailureKind, tlsFailureMessage } from './tls-failure.ts';

export interface Failure {
  readonly outcome: Exclude<AttemptOutcome, 'SUCCESS' | 'HTTP_ERROR' | 'REDIRECT_REFUSED'>;
  readonly message: string;
  /** What it was more exactly, where the outcome does not say. */
  readonly transportFailure?: TransportFailure;
  /** Only with ABORTED. */
  readonly ownFault?: OwnFault;
}

export interface FailureContext {
  readonly phase: DialProgress['phase'];
  /** Whether any byte of an answer came. */
  readonly answered: boolean;
  /** Whether the receiver ended the connection. */
  readonly endedByPeer: boolean;
}

const unresolved: Record<Exclude<UnresolvedReason, 'unavailable'>, Omit<Failure, 'outcome'>> = {
  'not-found': {
    message: 'The host name does not resolve: DNS knows no address for it.',
    transportFailure: 'DNS_NOT_FOUND',
  },
  timeout: {
    message: 'The host name does not resolve: its DNS servers did not answer in time.',
    transportFailure: 'DNS_NO_ANSWER',
  },
  failed: {
    message: 'The host name does not resolve: its DNS servers answered with an error.',
    transportFailure: 'DNS_SERVER_ERROR',
  },
};

const connectionMessages: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The receiver refused the connection: nothing listens on this port.',
  EHOSTUNREACH: 'The receiver cannot be reached: there is no route to it.',
  ENETUNREACH: 'The receiver cannot be reached: there is no route to it.',
};

const connectionCodes: ReadonlySet<string> = new Set(
  (
    'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE EHOSTUNREACH ENETUNREACH ENETDOWN EHOSTDOWN EADDRNOTAVAIL EADDRINUSE ' +
    'ENOTCONN EACCES EPERM EMFILE ENFILE ENOBUFS ERR_STREAM_PREMATURE_CLOSE'
  ).split(' '),
);

export function classifyFailure(error: unknown, context: FailureContext): Failure {
  if (error instanceof EgressRefusedError) return { outcome: 'BLOCKED_ADDRESS', message: error.message };
  if (error instanceof UnresolvedError) {
    if (error.reason === 'unavailable') return ownFailure('RESOLVER_UNAVAILABLE');
    return { outcome: 'DNS_ERROR', ...unresolved[error.reason] };
  }
  if (error instanceof ConnectTimeoutError) return timeoutFailure(context);
  if (error instanceof SocketBytesExceededError) return tooLarge('The answer of the receiver is larger than 1 MiB.');
  if (error instanceof UnsolicitedDataError) return protocol('The receiver sends data before it is asked.');
  const ownFault = ownFaultOf(error);
  if (ownFault !== undefined) return ownFailure(ownFault);
  const code = codeOf(error);
  if (code === 'ETIMEDOUT') return timeoutFailure(context);
  if (isTlsCode(code)) {
    return { outcome: 'TLS_ERROR', message: tlsFailureMessage(code), transportFailure: tlsFailureKind(code) };
  }
  if (/OVERFLOW/.test(code)) return tooLarge('The headers of the answer are larger than 16 KiB.');
  if (isConnectionLoss(error, context)) {
    const transportFailure = lossKind(code, context);
    return { outcome: 'CONNECTION_ERROR', message: lossMessage(code, context), transportFailure };
  }
  return protocol(protocolMessage(error, code));
}

/** Nothing that the receiver did. */
export const ownFailure = (ownFault: OwnFault): Failure => ({
  outcome: 'ABORTED',
  message: describeOwnFault(ownFault),
  ownFault,
});

/** What the attempt was waiting for when its time ran out. */
export function timeoutFailure({ phase, answered }: FailureContext): Failure {
  const waitedFor = {
    dns: 'The host name did not resolve in time.',
    connect: 'The receiver did not accept the connection in time.',
    tls: 'The receiver did not finish the TLS handshake in time.',
    open: answered ? 'The receiver did not finish its answer in time.' : 'The receiver did not answer in time.',
  };
  const kinds = {
    dns: 'TIMEOUT_DNS',
    connect: 'TIMEOUT_CONNECT',
    tls: 'TIMEOUT_TLS',
    open: answered ? 'TIMEOUT_BODY' : 'TIMEOUT_ANSWER',
  } as const;
  return { outcome: 'TIMEOUT', message: waitedFor[phase], transportFailure: kinds[phase] };
}

/** Whether the connection broke, as opposed to carrying something that is not HTTP. */
export function isConnectionLoss(error: unknown, { endedByPeer, phase }: Omit<FailureContext, 'answered'>): boolean {
  const code = codeOf(error);
  if (connectionCodes.has(code)) return true;
  // Undici gives one code to a closed socket and to three kinds of bad answer.
  if (code === 'UND_ERR_SOCKET') return !(error instanceof Error && /^bad (response|upgrade)/.test(error.message));
  const isCutShort = parserReason(error) === 'Invalid EOF state' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
  return (isCutShort && endedByPeer) || (phase !== 'open' && code === '');
}

function lossKind(code: string, { phase }: FailureContext): TransportFailure {
  if (phase !== 'connect') return 'CONNECTION_LOST';
  if (code === 'ECONNREFUSED') return 'CONNECTION_REFUSED';
  return code === 'ECONNRESET' ? 'CONNECTION_LOST' : 'HOST_UNREACHABLE';
}

function lossMessage(code: string, { answered, phase }: FailureContext): string {
  const known = connectionMessages[code];
  if (known && phase === 'connect') return known;
  if (phase === 'connect') return 'The connection to the receiver could not be made.';
  if (phase === 'tls') return 'The receiver closed the connection during the TLS handshake.';
  return answered
    ? 'The receiver closed the connection before its answer was complete.'
    : 'The receiver closed the connection without an answer.';
}

function protocolMessage(error: unknown, code: string): string {
  const reason = parserReason(error);
  if (reason !== undefined) return `The answer of the receiver is not valid HTTP: ${reason}.`;
  if (code === 'UND_ERR_INVALID_ARG') return 'The request could not be sent: a header of the webhook is not valid.';
  return 'The answer of the receiver does not follow HTTP/1.1.';
}

const tooLarge = (message: string): Failure => ({ outcome: 'RESPONSE_TOO_LARGE', message });
const protocol = (message: string): Failure => ({ outcome: 'PROTOCOL_ERROR', message });

/** What llhttp (whose fixed phrases are safe to show) disliked; undici sets no usable code. Undefined for other errors. */
function parserReason(error: unknown): string | undefined {
  if (!(error instanceof errors.HTTPParserError)) return undefined;
  return /\(([^()]{1,80})\)/.exec(error.message)?.[1] ?? 'unknown reason';
}

/** The code of an error; of several tried addresses, the first one's. Empty when there is none. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return '';
  return tlsCodeOf(error.code, error.message);
}
