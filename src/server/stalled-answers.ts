/**
 * Ends connections whose client has stopped reading its answer: until then the answer is in our memory. What counts is
 * progress, not time: a slow client goes on. Sockets have a limit of unread bytes and a heartbeat instead.
 */
import type { FastifyInstance } from 'fastify';

const STALL_MS = 30_000;

/** @param stallMs an answer of which no byte goes out for so long is given up; default 30 s */
export function endStalledAnswers(app: FastifyInstance, stallMs = STALL_MS): void {
  // Not before there is something to write: how long the work takes is another limit's.
  app.addHook('onSend', async (_request, { raw }) => {
    raw.setTimeout(stallMs, () => raw.destroy());
  });
}
