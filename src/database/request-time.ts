/**
 * Statements of a request whose time is over: none begins any more. The one that runs is ended by its own limit
 * (`statement_timeout`), and a transaction that changes something is finished, so that no change is made by half.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';

const current = new AsyncLocalStorage<AbortSignal>();

const REQUEST_OVER = 'REQUEST_OVER';

/** Told by its code, which MikroORM keeps. */
export const isRequestOver = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === REQUEST_OVER) || isRequestOver(error.cause));

/** What a statement gets that would begin too late. */
class RequestOverError extends Error {
  readonly code = REQUEST_OVER;
  constructor() {
    super('the time of the request is over');
    this.name = 'RequestOverError';
  }
}

/** Runs `work` as a part of a request whose time is over when the signal aborts. */
export const withinRequest = <T>(signal: AbortSignal, work: () => T): T => current.run(signal, work);

/** Runs `work` as nobody's: for what several requests share, and for changes, which are finished. */
export const outsideRequests = <T>(work: () => T): T => current.exit(work);

/** @throws what `isRequestOver` tells, in a request whose time is over */
export function refuseWhenOver(): void {
  if (current.getStore()?.aborted === true) throw new RequestOverError();
}

/** From now on the pool gives no connection to a request whose time is over. */
export function heedRequestTime(pool: Pool): void {
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  pool.connect = ((...args: unknown[]) => {
    if (current.getStore()?.aborted !== true) return connect(...args);
    const [callback] = args;
    if (typeof callback !== 'function') return Promise.reject(new RequestOverError());
    (callback as (error: Error) => void)(new RequestOverError());
    return undefined;
  }) as Pool['connect'];
}
