/**
 * What an error of the database means for those who met it: wait, repeat, or look at what was sent. Errors of the
 * driver, of PostgreSQL and of MikroORM (which copies their fields) are told apart by code, else by message.
 */

/** SQLSTATE classes and codes after which the same call may well succeed a little later. */
const unavailableStates: ReadonlySet<string> = new Set([
  '25006', // read-only: a standby, or a primary that was demoted
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '57014', // the statement took too long
  '57P01', // terminated by the administrator, or the server stops
  '57P02', // another session crashed
  '57P03', // the server starts or recovers
  '57P05', // idle session ended
  '25P03', // idle transaction ended
]);

/** The transaction stood in another's way and was rolled back. */
const contendedStates: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

const socketCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The driver's own errors have no code. */
const driverMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after|the database (did not answer|went silent))/;

/** The database cannot serve this call now; nothing is wrong with the call. */
export const isUnavailable = (error: unknown): boolean =>
  isConnectionLost(error) || hasState(error, unavailableStates) || isContended(error);

/** A deadlock, a serialization failure or a lock not given in time: the transaction may be repeated at once. */
export const isContended = (error: unknown): boolean => hasState(error, contendedStates);

/** The connection is gone, or none was to be had; whether a commit under way took place is not known. */
export function isConnectionLost(error: unknown): boolean {
  return some(
    error,
    ({ code, message, syscall }) =>
      (code === 'ENOENT' && syscall === 'connect') || // a Unix socket without its server
      (typeof code === 'string' && (code.startsWith('08') || code.startsWith('57P') || socketCodes.has(code))) ||
      (code === undefined && driverMessages.test(message)),
  );
}

/** PostgreSQL refuses a value, and will refuse it again. */
export const isDataRefused = (error: unknown): boolean =>
  some(error, ({ code }) => typeof code === 'string' && /^(2[23]|54)\w{3}$/.test(code));

const hasState = (error: unknown, states: ReadonlySet<string>): boolean =>
  some(error, ({ code }) => typeof code === 'string' && states.has(code));

type ErrorWithCode = Error & { readonly code?: unknown; readonly syscall?: unknown };

/** Looks at the error and at what caused it. */
function some(error: unknown, matches: (error: ErrorWithCode) => boolean): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (matches(cause)) return true;
  }
  return false;
}
