/** Ends a socket with a word to its client, and without waiting for one that does not answer. */
import type { WebSocket } from 'ws';

/** A client has so long to agree to the close; then the connection is cut. */
const CLOSING_MS = 1_000;
const CLOSE_REASON_BYTES = 123;

/** @param reason shortened to what a close frame holds: graphql-ws repeats a long id of an operation */
export function endSocket(socket: WebSocket, code: number | undefined, reason = ''): void {
  socket.close(code, Buffer.from(reason).subarray(0, CLOSE_REASON_BYTES));
  const timer = setTimeout(() => socket.terminate(), CLOSING_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}
