/**
 * The open sockets of this process by the key they showed, so that no key takes them all; and those that have shown
 * none, so that nobody without one keeps the others out: when there are too many of them the oldest makes room.
 */
import type { WebSocket } from 'ws';
import { networkOf } from './network-of.ts';
import { SOCKET_LIMIT, SOCKETS_PER_KEY, UNKNOWN_SOCKET_LIMIT } from './socket-limits.ts';

export interface SocketRegistry {
  /** Whether another socket may be opened: one without a key, if need be, makes room for it. */
  hasRoom(): boolean;
  /**
   * Remembers a socket until it closes. When too many have shown no key, one of them is cut: the oldest from the network
   * that has most of them, so that whoever opens many is in nobody's way but his own.
   * @param address it comes from; behind a proxy it is the proxy's, and then the oldest of all is cut
   */
  add(socket: WebSocket, address: string | undefined): void;
  /** Counts the socket for its key from now on; false when the key has enough of them. */
  identify(socket: WebSocket, keyId: string): boolean;
  /** The sockets of a key. */
  ofKey(keyId: string): ReadonlySet<WebSocket>;
}

const none: ReadonlySet<WebSocket> = new Set();

export function createSocketRegistry(): SocketRegistry {
  /** With the network each comes from; oldest first. */
  const unknown = new Map<WebSocket, string>();
  const byKey = new Map<string, Set<WebSocket>>();
  let identified = 0;

  function forget(socket: WebSocket, keyId: string): void {
    const sockets = byKey.get(keyId);
    if (sockets?.delete(socket) !== true) return;
    identified -= 1;
    if (sockets.size === 0) byKey.delete(keyId);
  }

  /** Not counted any more at once: closing takes a moment. */
  function cutOne(): void {
    const counts = new Map<string, number>();
    for (const network of unknown.values()) counts.set(network, (counts.get(network) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const [socket] = [...unknown].find(([, network]) => counts.get(network) === most) ?? [];
    if (socket === undefined) return;
    unknown.delete(socket);
    socket.terminate();
  }

  return {
    hasRoom: () => identified < SOCKET_LIMIT,
    add(socket, address) {
      unknown.set(socket, networkOf(address));
      socket.once('close', () => unknown.delete(socket));
      while (unknown.size > UNKNOWN_SOCKET_LIMIT || unknown.size + identified > SOCKET_LIMIT) cutOne();
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
