/** Ties a socket to the credential it was opened with: when that ends, so does the socket. */
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { LiveConnections } from '../access/live-connections.ts';
import type { Viewer } from '../access/viewer.ts';

/** A client has so long to answer the closing; then the connection is cut. */
const CLOSING_MS = 1_000;

/** @returns whether the socket still acts for the viewer; once false, it takes no operation */
export function bindSocket(connections: LiveConnections, viewer: Viewer, socket: WebSocket): () => boolean {
  let isBound = true;
  const unbind = connections.add(viewer, (why) => {
    isBound = false;
    // 4401 tells clients to give up. After 4403 they come again, with the new token that the issuer gave them.
    if (why === 'EXPIRED') socket.close(CloseCode.Forbidden, 'The token has expired.');
    else socket.close(CloseCode.Unauthorized, 'The API key was revoked or has expired.');
    setTimeout(() => socket.terminate(), CLOSING_MS).unref();
  });
  socket.once('close', unbind);
  return () => isBound;
}
