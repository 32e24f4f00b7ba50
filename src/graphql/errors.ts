/**
 * What leaves the service when something goes wrong outside the typed UserErrors: refusals keep their
 * message and code, everything else is masked and can be found in the log by its id.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { randomUUID } from 'node:crypto';
import { isUnavailable } from '../database/database-faults.ts';
import { isRequestOver } from '../database/request-time.ts';

/** Codes of errors that are about the request and may be shown as they are. */
const shownCodes: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'LIMIT_EXCEEDED',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** What PostgreSQL says to a NUL in a text: as a parameter, and inside a statement that MikroORM wrote. */
const unstorableTextCodes: ReadonlySet<unknown> = new Set(['22021', '08P01']);

/** No text can have a NUL: one in a filter or an id is the caller's mistake, wherever it stands. */
const isUnstorableText = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && unstorableTextCodes.has(cause.code);

/** After this a call that met a database out of reach may be repeated. */
const RETRY_AFTER_MS = 2_000;

/**
 * What a caller is told while the database is away, busy or full.
 * @param errorId under which the cause is in the log
 */
function unavailable(errorId: string) {
  return {
    message: `The service cannot reach its database at the moment. Please try again. It is logged as ${errorId}.`,
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterMs: RETRY_AFTER_MS, errorId },
  };
}

export type LogFault = (error: unknown, fields: Record<string, unknown>) => void;

export interface ErrorMask {
  /** For Apollo's formatError. */
  format(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
  /** For errors of socket operations. */
  mask(error: GraphQLError): GraphQLFormattedError;
}

export function createErrorMask(logFault: LogFault): ErrorMask {
  const internal = (cause: unknown, path: GraphQLFormattedError['path']) => {
    if (isUnstorableText(cause)) {
      return { message: 'Text must not contain the character NUL.', extensions: { code: 'BAD_USER_INPUT' } };
    }
    // Nobody waits for it any more: the answer has gone out, and said so.
    if (isRequestOver(cause)) return { message: 'The time of the request is over.', extensions: { code: 'TIMEOUT' } };
    const errorId = randomUUID();
    logFault(cause, { errorId, path: path?.join('.') });
    if (isUnavailable(cause)) return unavailable(errorId);
    return {
      message: `Something went wrong on our side. It is logged as ${errorId}.`,
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };

  return {
    format(formatted, error) {
      if (isTooMuchWrong(error)) {
        return { message: formatted.message, extensions: { code: 'BAD_USER_INPUT' } };
      }
      if (shownCodes.has(formatted.extensions?.['code'])) {
        const { code, ...rest } = formatted.extensions ?? {};
        const { stacktrace: _, ...extensions } = rest;
        return { ...formatted, message: withoutValue(formatted.message, error), extensions: { code, ...extensions } };
      }
      const masked = internal(error instanceof GraphQLError ? (error.originalError ?? error) : error, formatted.path);
      return { ...masked, ...(formatted.path === undefined ? {} : { path: formatted.path }) };
    },
    mask(error) {
      const origin = originOf(error);
      // Errors of graphql-js itself (validation, coercion) have no code and come from no other kind of error.
      if (origin instanceof GraphQLError || shownCodes.has(error.extensions['code'])) {
        return { ...error.toJSON(), message: withoutValue(error.message, error) };
      }
      const { message, extensions } = internal(origin, error.path);
      return { message, extensions, ...(error.path === undefined ? {} : { path: error.path }) };
    },
  };
}

/** graphql-js's last word on variables of which many do not fit: it has no code. */
const isTooMuchWrong = (error: unknown): boolean =>
  error instanceof GraphQLError && error.message.startsWith('Too many errors processing variables');

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? originOf(error.originalError) : error;
}

/** Longest message about a request; what is longer repeats the request. */
const messageLimit = 400;

/**
 * graphql-js repeats the value of a variable that it refuses, and so does a client's log: with people's names and
 * addresses when the value is a payload. What remains says which variable, where in it, and why.
 */
function withoutValue(message: string, error: unknown): string {
  const origin = originOf(error);
  const [start] = /^Variable "\$\w+" got invalid value/.exec(message) ?? [];
  const reason = origin instanceof Error ? `; ${origin.message}` : '';
  if (start === undefined || !message.endsWith(reason)) return cut(message);
  const [place = ''] = / at "[^"]*"$/.exec(message.slice(0, message.length - reason.length)) ?? [];
  return cut(start + place + reason);
}

function cut(message: string): string {
  const text = message
    .replace(/( cannot represent [^:]* value): [{[][^]*$/, '$1: an object or a list.')
    .replace(/( cannot represent [^:]* value): "[^]*$/, '$1: a text.')
    .replace(/^(Syntax Error: [^"]*\b(?:Block)?String) "[^]*$/, '$1.');
  return text.length > messageLimit ? `${text.slice(0, messageLimit)}…` : text;
}
