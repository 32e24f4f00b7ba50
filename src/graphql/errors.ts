/**
 * What leaves the service when something goes wrong outside the typed UserErrors: refusals keep their
 * message and code, everything else is masked and can be found in the log by its id.
 */
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
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
const RETRY_AFTER_S = 2;

/**
 * What a caller is told while the database is away, busy or full.
 * @param errorId under which the cause is in the log
 */
function unavailable(errorId: string): Told {
  return {
    message: `The service cannot reach its database at the moment. Please try again. It is logged as ${errorId}.`,
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: `PT${RETRY_AFTER_S}S`, errorId },
  };
}

export type LogFault = (error: unknown, fields: Record<string, unknown>) => void;

export interface ErrorMask {
  /** What is told of an error, over HTTP and sockets alike: always with a code, never with anything for our own use. */
  tell(error: unknown): GraphQLFormattedError;
}

/** Message and extensions of an answer's error; place and path are the error's own. */
type Told = Required<Pick<GraphQLFormattedError, 'message' | 'extensions'>>;

export function createErrorMask(logFault: LogFault): ErrorMask {
  function internal(cause: unknown, path: GraphQLFormattedError['path']): Told {
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
  }

  return {
    tell(error) {
      if (!(error instanceof GraphQLError)) return internal(error, undefined);
      if (isTooMuchWrong(error)) return { message: error.message, extensions: { code: 'BAD_USER_INPUT' } };
      const { code: given, http: _http, stacktrace: _stack, ...rest } = error.extensions;
      const code = given ?? (isBadInput(error) ? 'BAD_USER_INPUT' : undefined);
      const { locations, path } = error.toJSON();
      if (!shownCodes.has(code)) {
        return { ...internal(originOf(error), path), ...(path === undefined ? {} : { path }) };
      }
      return {
        message: withoutValue(error.message, error),
        ...(locations === undefined ? {} : { locations }),
        ...(path === undefined ? {} : { path }),
        extensions: { code, ...rest },
      };
    },
  };
}

/** graphql-js's last word on variables of which many do not fit: it has no code. */
const isTooMuchWrong = (error: GraphQLError): boolean =>
  error.message.startsWith('Too many errors processing variables');

/**
 * What graphql-js itself says of variables that do not fit, and of arguments that got none: a null for an argument that
 * has a default passes validation and is found out only while the operation runs. It gives neither a code. What it says
 * of values that we answer with (a number that is no Int) has none either, and is a fault of ours.
 */
function isBadInput(error: GraphQLError): boolean {
  if (error.nodes?.length === 1 && error.nodes[0]?.kind === Kind.VARIABLE_DEFINITION) return true;
  const origin = originOf(error);
  return origin instanceof GraphQLError && badArgument.test(origin.message) && origin.nodes?.length === 1;
}

const badArgument =
  /^Argument "\w+" (of required type "[^"]+" was (not )?provided|of non-null type "[^"]+" must not be null|has invalid value )/;

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? originOf(error.originalError) : error;
}

/** Longest message about a request; what is longer repeats the request. */
const messageLimit = 400;

/**
 * graphql-js repeats the value of a variable or an argument that it refuses, and so does a client's log: with people's names and
 * addresses when the value is a payload. What remains says which variable, where in it, and why.
 */
function withoutValue(message: string, error: unknown): string {
  const [, argument] = /^Argument "(\w+)" has invalid value /.exec(message) ?? [];
  if (argument !== undefined) return `Argument "${argument}" has no valid value: a variable in it is null or missing.`;
  const origin = originOf(error);
  const [start] = /^Variable "\$\w+" got invalid value/.exec(message) ?? [];
  const reason = origin instanceof Error ? `; ${origin.message}` : '';
  if (start === undefined || !message.endsWith(reason)) return cut(message);
  const [place = ''] = / at "[^"]*"$/.exec(message.slice(0, message.length - reason.length)) ?? [];
  return cut(start + place + reason);
}

function cut(message: string): string {
  const text = message
    .replace(/( cannot represent (?:[^:]* )?value): [{[][^]*$/, '$1: an object or a list.')
    .replace(/( cannot represent (?:[^:]* )?value): "[^]*$/, '$1: a text.')
    .replace(
      /( cannot represent (?:[^:]* )?value): (?!an? (?:text|object)|(?:-?[\d.e+]+|true|false|null)$)[^]*$/,
      '$1.',
    )
    .replace(/( cannot represent (?:an invalid [\w-]+|non string or Date type)) [^]*$/, '$1.')
    .replace(/^(Syntax Error: [^"]*\b(?:Block)?String) "[^]*$/, '$1.');
  return text.length > messageLimit ? `${text.slice(0, messageLimit)}…` : text;
}
