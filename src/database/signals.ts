/**
 * Wake-ups between the parts of Dockhook, in this process and in others. A signal is only a hint to look
 * now: it carries no data, may be lost, and every listener also polls.
 *
 * In this process a signal arrives at once. To other processes it goes as a NOTIFY after the commit that
 * caused it, at most one per channel and few milliseconds, because NOTIFY inside a publishing transaction
 * halves how many of them can commit.
 */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import type { DatabaseClock } from './database-clock.ts';
import type { Sql } from './sql.ts';

/**
 * tickets: there may be due tickets · changes: new delivery changes · replays: a replay to go on with ·
 * credentials: an API key changed · webhooks: settings, secrets or the circuit of a webhook changed (sent by triggers) ·
 * cancellations: a delivery that waits was cancelled · erasures: payloads were removed that may be remembered.
 */
const signalNames = ['tickets', 'changes', 'replays', 'credentials', 'webhooks', 'cancellations', 'erasures'] as const;
export type Signal = (typeof signalNames)[number];

const CHANNEL = 'dockhook';

/** Tells every process, this one too, when and only when the transaction commits. For what happens seldom. */
export async function announce(sql: Sql, signal: Signal): Promise<void> {
  await sql.query(`select pg_notify('${CHANNEL}', $1)`, [`${signal} transaction`]);
}

const NOTIFY_SPACING_MS = 5;
const HEARTBEAT_MS = 10_000;
const CLOSE_MS = 1_000;

export interface Signals {
  /** Tells every listener here and in other processes to look. */
  send(signal: Signal): void;
  /** Registers a listener; the returned function removes it. Also called after a lost connection is back. */
  on(signal: Signal, listener: () => void): () => void;
  close(): Promise<void>;
}

/** Another thread of this process that has signals of its own: told at once, without the way through the database. */
export interface Neighbour {
  /** What both sign their NOTIFYs with. */
  readonly origin: string;
  tell(signal: Signal): void;
  hear(listener: (signal: Signal) => void): void;
}

export interface SignalsOptions {
  readonly url: string;
  readonly sql: Sql;
  readonly neighbour?: Neighbour | undefined;
  /** Read with what is asked anyway, on a connection that nothing else keeps waiting. */
  readonly clock?: Pick<DatabaseClock, 'read'>;
  readonly onError: (error: Error) => void;
}

/** What `pg` has and its typings do not tell. */
const streamOf = (client: pg.Client): Socket =>
  (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;

/** Starts listening on a connection of its own and keeps it alive. Resolves when the first LISTEN stands. */
export async function openSignals({ url, sql, neighbour, clock, onError }: SignalsOptions): Promise<Signals> {
  const local = new EventEmitter().setMaxListeners(0);
  // Our own NOTIFY comes back to us: skip it, the listeners of this process have been told already.
  const origin = neighbour?.origin ?? Math.random().toString(36).slice(2, 10);
  neighbour?.hear((signal) => void local.emit(signal));
  const pending = new Map<Signal, NodeJS.Timeout>();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const heartbeat = setInterval(() => {
    const asked = client;
    // Destroyed, not ended: a connection that went silent would not hear a farewell, and its end would not come.
    if (asked) readClock(asked).catch(() => streamOf(asked).destroy());
  }, HEARTBEAT_MS).unref();

  async function readClock(asked: pg.Client): Promise<void> {
    const ask = async (): Promise<number> => {
      const { rows } = await asked.query<{ ms: number }>(
        'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
      );
      return rows[0]?.ms ?? Number.NaN;
    };
    await (clock === undefined ? ask() : clock.read(ask));
  }

  async function listen(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'dockhook listen',
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    });
    next.on('error', onError);
    next.on('notification', ({ payload }) => {
      const [signal, sender] = (payload ?? '').split(' ');
      if (signal !== undefined && sender !== origin) local.emit(signal);
    });
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      await readClock(next);
    } catch (error) {
      streamOf(next).destroy();
      throw error;
    }
    if (closed) return next.end();
    // Only the end of a connection that listened is news; one that never stood has rejected above.
    next.once('end', () => {
      client = undefined;
      if (!closed) retry = setTimeout(() => void reconnect(), 250);
    });
    client = next;
  }

  async function reconnect(): Promise<void> {
    try {
      await listen();
      for (const signal of signalNames) local.emit(signal);
    } catch (error) {
      onError(error instanceof Error ? error : new Error('LISTEN failed', { cause: error }));
      if (!closed) retry = setTimeout(() => void reconnect(), 1_000);
    }
  }

  function notify(signal: Signal): Promise<unknown> {
    return sql.query(`select pg_notify('${CHANNEL}', $1)`, [`${signal} ${origin}`]).catch(onError);
  }

  await listen();
  return {
    send(signal) {
      local.emit(signal);
      neighbour?.tell(signal);
      if (closed || pending.has(signal)) return;
      pending.set(
        signal,
        setTimeout(() => {
          pending.delete(signal);
          void notify(signal);
        }, NOTIFY_SPACING_MS),
      );
    },
    on(signal, listener) {
      local.on(signal, listener);
      return () => local.off(signal, listener);
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      clearTimeout(retry);
      for (const timer of pending.values()) clearTimeout(timer);
      // What was given back while stopping is for other processes: tell them now.
      await Promise.all([...pending.keys()].map(notify));
      if (client === undefined) return;
      const { end, stream } = { end: client.end(), stream: streamOf(client) };
      const impatient = setTimeout(() => stream.destroy(), CLOSE_MS);
      await end.finally(() => clearTimeout(impatient));
    },
  };
}
