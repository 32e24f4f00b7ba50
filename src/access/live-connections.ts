/**
 * The sockets that are open, by their credentials: when a credential ends, by revocation in whichever process or by
 * time, its sockets are closed. A signal says at once that a key changed; a look every half second is the floor.
 */
import type { Signals } from '../database/signals.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Viewer } from './viewer.ts';

const POLL_MS = 500;

/** REVOKED: the key is no longer good · EXPIRED: a token's time is over, another may take its place. */
export type ConnectionEnd = 'REVOKED' | 'EXPIRED';

export interface LiveConnections {
  /** @returns to be called when the connection has closed */
  add(viewer: Viewer, end: (why: ConnectionEnd) => void): () => void;
  /** Open connections of a key in this process. */
  countOf(keyId: string | undefined): number;
  /** Ends those of a key in this process without asking the database. */
  endAllOf(keyId: string): void;
  close(): void;
}

export interface LiveConnectionsDeps {
  readonly apiKeys: ApiKeys;
  readonly signals: Signals;
  readonly onError: (error: unknown) => void;
}

interface Connection {
  readonly viewer: Viewer;
  readonly end: (why: ConnectionEnd) => void;
}

export function createLiveConnections({ apiKeys, signals, onError }: LiveConnectionsDeps): LiveConnections {
  const open = new Set<Connection>();
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  function end(connection: Connection, why: ConnectionEnd): void {
    if (open.delete(connection)) connection.end(why);
  }

  async function look(): Promise<void> {
    const now = Date.now();
    const hashes = new Set<string>();
    for (const connection of open) {
      const { tokenHash, expiresAt } = connection.viewer;
      if (tokenHash !== undefined) hashes.add(tokenHash);
      else if (expiresAt !== null && expiresAt.getTime() <= now) end(connection, 'EXPIRED');
    }
    if (hashes.size === 0) return;
    const asked = [...open];
    const valid = await apiKeys.stillValid([...hashes]);
    for (const connection of asked) {
      const { tokenHash } = connection.viewer;
      if (tokenHash !== undefined && hashes.has(tokenHash) && !valid.has(tokenHash)) end(connection, 'REVOKED');
    }
  }

  /** One look at a time; what changes meanwhile is looked at afterwards. */
  function wake(): void {
    lookAgain = true;
    looking ??= (async () => {
      while (lookAgain) {
        lookAgain = false;
        await look().catch(onError);
      }
      looking = undefined;
    })();
  }

  const timer = setInterval(() => {
    if (open.size > 0) wake();
  }, POLL_MS);
  const stopListening = signals.on('credentials', () => {
    apiKeys.forget();
    wake();
  });

  const of = (keyId: string | undefined) => [...open].filter(({ viewer }) => viewer.keyId === keyId);
  return {
    add(viewer, whenOver) {
      const connection = { viewer, end: whenOver };
      open.add(connection);
      return () => void open.delete(connection);
    },
    countOf: (keyId) => of(keyId).length,
    endAllOf: (keyId) => of(keyId).forEach((connection) => end(connection, 'REVOKED')),
    close() {
      clearInterval(timer);
      stopListening();
    },
  };
}
