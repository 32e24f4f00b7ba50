/** The open sockets of this process by the key they showed, so that no key and nobody without one can take them all. */
import type { WebSocket } from 'ws';
import { SOCKET_LIMIT, SOCKETS_PER_KEY, UNKNOWN_SOCKET_LIMIT } from './socket-limits.ts';

export interface SocketRegistry {
  /** Whether another socket may be opened. */
  hasRoom(): boolean;
  /** Remembers a socket until it closes. */
  add(socket: WebSocket): void;
  /** Counts the socket for its key from now on; false when the key has enough of them. */
  identify(socket: WebSocket, keyId: string): boolean;
  /** The sockets of a key. */
  ofKey(keyId: string): ReadonlySet<WebSocket>;
}

const none: ReadonlySet<WebSocket> = new Set();

export function createSocketRegistry(): SocketRegistry {
  const unknown = new Set<WebSocket>();
  const byKey = new Map<string, Set<WebSocket>>();
  let identified = 0;

  function forget(socket: WebSocket, keyId: string): void {
    const sockets = byKey.get(keyId);
    if (sockets?.delete(socket) !== true) return;
    identified -= 1;
    if (sockets.size === 0) byKey.delete(keyId);
  }

  return {
    hasRoom: () => unknown.size < UNKNOWN_SOCKET_LIMIT && unknown.size + identified < SOCKET_LIMIT,
    add(socket) {
      unknown.add(socket);
      socket.once('close', () => unknown.delete(socket));
    },
    identify(socket, keyId) {
      const sockets = byKey.get(keyId) ?? new Set();
      // A client may have gone while its key was looked up.
      if (sockets.size >= SOCKETS_PER_KEY || !unknown.delete(socket)) return false;
      byKey.set(keyId, sockets.add(socket));
      identified += 1;
      socket.once('close', () => forget(socket, keyId));
      return true;
    },
    ofKey: (keyId) => byKey.get(keyId) ?? none,
  };
}
