/**
 * Headers of every answer that does not bring its own, as the explorer's pages do: nothing here is a document for a
 * browser, and nothing may be kept. What Node refuses before there is a request gets them as well.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';

const answerHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function addAnswerHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(answerHeaders)) {
      if (!reply.hasHeader(name)) void reply.header(name, value);
    }
  });
  // Its own text would repeat the path, and with it whatever somebody put there.
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'Not Found' }));
}

/** A path that cannot be read: for fastify's `frameworkErrors`, which come before any hook. */
export function refusePath(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).headers(answerHeaders).send({ error: 'Bad Request' });
}

/** Bytes that are no request (or half of one): for fastify's `clientErrorHandler`. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({ error: status.slice(4) });
  const lines = Object.entries({
    ...answerHeaders,
    'content-type': 'application/json',
    'content-length': String(body.length),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy());
}

const statuses: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
};
