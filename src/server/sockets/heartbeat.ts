/** Finds peers that are gone without having said so, and those that have stopped reading: neither answers a ping. */
import type { WebSocket } from 'ws';

/** Pings until the socket closes; cuts it when a ping was not answered before the next. */
export function startHeartbeat(socket: WebSocket, intervalMs: number): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping(() => {}); // an error closes the socket
  }, intervalMs);
  socket.on('pong', () => {
    answered = true;
  });
  socket.once('close', () => clearInterval(timer));
}
