/**
 * Ends connections that are of no more use, whoever holds them. One that was asked something and stays silent
 * is half-open (a cable, a firewall, a frozen host): TCP itself notices only after many minutes. One that answers
 * "read-only" leads to a server that is no longer the primary; the next connection may find the new one.
 */
import type { Socket } from 'node:net';
import type { Pool } from 'pg';

/** Longer than the longest statement may take: see `statement_timeout`. */
const SILENCE_MS = 14_000;
/** How often is looked, as a share of that. */
const LOOKS = 14;
const READ_ONLY = '25006';

/** What `pg` has and its typings do not tell. */
interface ClientInside {
  readonly connection: {
    readonly stream: Socket;
    on(event: 'errorMessage', listener: (message: { readonly code?: string }) => void): void;
    prependListener(event: 'readyForQuery', listener: () => void): void;
  };
}

/**
 * @param silenceMs how long an answer may be owed; default 14 s
 * @returns stops looking; connections stay as they are
 */
export function guardConnections(pool: Pool, silenceMs = SILENCE_MS): () => void {
  /** Since when each connection has owed an answer, or its next piece; nothing while it owes none. */
  const askedAt = new Map<Socket, number | undefined>();

  pool.on('connect', (client) => {
    const { connection } = client as unknown as ClientInside;
    const { stream } = connection;
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    askedAt.set(stream, undefined);
    stream.write = (...args: unknown[]) => {
      if (askedAt.get(stream) === undefined) askedAt.set(stream, performance.now());
      return write(...args);
    };
    stream.on('data', () => {
      // A piece of an answer is not its end: a host may freeze, or a firewall forget, in the middle of a row.
      if (askedAt.get(stream) !== undefined) askedAt.set(stream, performance.now());
    });
    // First of its listeners: those of the driver may ask the next thing at once.
    connection.prependListener('readyForQuery', () => askedAt.set(stream, undefined));
    stream.once('close', () => askedAt.delete(stream));
    connection.on('errorMessage', ({ code }) => {
      // After the one who asked has been told.
      if (code === READ_ONLY) setImmediate(() => stream.destroy());
    });
  });

  const timer = setInterval(() => {
    for (const [stream, since] of askedAt) {
      if (since !== undefined && performance.now() - since > silenceMs) {
        stream.destroy(new Error(`the database went silent for ${silenceMs / 1000} s`));
      }
    }
  }, silenceMs / LOOKS).unref();
  return () => clearInterval(timer);
}
