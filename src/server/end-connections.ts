/**
 * Lets a server end although clients hold connections. Node waits for every one that is not idle, and one on which
 * nothing was ever sent, or half a request, is not idle to it: with those, anybody could keep a process from ending.
 */
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Of a request whose body is still arriving nothing was done yet. */
const ARRIVAL_MS = 5_000;

/**
 * When the app closes, connections without a request under way end at once; the others as soon as it is answered.
 * WebSockets have to be closed before: what is left of them counts as a connection without a request.
 * @param arrivalMs how long a request may take to arrive wholly, from then on; default 5 s
 */
export function endConnections(app: FastifyInstance, arrivalMs = ARRIVAL_MS): void {
  /** Requests under way on every open connection; several when they came before the answers. */
  const connections = new Map<Socket, Set<IncomingMessage>>();
  let isEnding = false;

  app.server.on('connection', (socket: Socket) => {
    if (isEnding) return void socket.destroy();
    connections.set(socket, new Set());
    socket.once('close', () => connections.delete(socket));
  });
  // No listener for upgrades: with one, Node would leave all of them to it.
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const underWay = connections.get(socket);
    underWay?.add(request);
    response.once('close', () => {
      underWay?.delete(request);
      if (isEnding && underWay?.size === 0) socket.destroySoon();
    });
  });
  app.addHook('preClose', async () => {
    isEnding = true;
    for (const [socket, underWay] of connections) if (underWay.size === 0) socket.destroy();
    const impatient = setTimeout(() => {
      for (const [socket, underWay] of connections) {
        if ([...underWay].every(({ complete }) => !complete)) socket.destroy();
      }
    }, arrivalMs);
    app.server.once('close', () => clearTimeout(impatient));
  });
}
