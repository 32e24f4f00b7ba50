/** Ties a socket to the credential it was opened with: when that ends, so does the socket. */
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { LiveConnections } from '../access/live-connections.ts';
import type { Viewer } from '../access/viewer.ts';
import { endSocket } from './sockets/end-socket.ts';

/** @returns whether the socket still acts for the viewer; once false, it takes no operation */
export function bindSocket(connections: LiveConnections, viewer: Viewer, socket: WebSocket): () => boolean {
  let isBound = true;
  const unbind = connections.add(viewer, (why) => {
    isBound = false;
    // 4401 tells clients to give up. After 4403 they come again, with the new token that the issuer gave them.
    if (why === 'EXPIRED') endSocket(socket, CloseCode.Forbidden, 'The token has expired.');
    else endSocket(socket, CloseCode.Unauthorized, 'The API key was revoked or has expired.');
  });
  socket.once('close', unbind);
  return () => isBound;
}
