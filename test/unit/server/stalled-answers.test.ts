import fastify, { type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endStalledAnswers } from '../../../src/server/stalled-answers.ts';

/** So long that a machine which is busy does not rest for the difference between a stall and a reader's rest. */
const STALL_MS = 1_500;
const REST_MS = 300;
const STEP_BYTES = 4 * 1024 * 1024;
/** More than the buffers of both ends hold. */
const LARGE = 'x'.repeat(32 * 1024 * 1024);

let app: FastifyInstance;
beforeEach(async () => {
  app = fastify({ forceCloseConnections: true });
  endStalledAnswers(app, STALL_MS);
  app.get('/large', () => LARGE);
  app.get('/late', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1.2 * STALL_MS));
    return 'late';
  });
  await app.listen({ port: 0 });
});
afterEach(() => app.close());

/** A connection that reads nothing until it is told to. */
function ask(path: string): Socket {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n`);
  return socket.pause();
}

it('who stops reading an answer is cut off', async () => {
  const answered = once(app.server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const socket = ask('/large');
  const [, response] = await answered;
  await once(response, 'close');
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => (bytes += chunk.length)).resume();
  await once(socket, 'close');
  expect(bytes).toBeLessThan(LARGE.length);
});

it('who reads slowly gets all of it, and who waits for work that takes long gets it too', async () => {
  const [slow, late] = [ask('/large'), ask('/late')];
  let bytes = 0;
  // In steps, each with a rest in between that is shorter than a stall; all the rests together are longer.
  expect((LARGE.length / STEP_BYTES) * REST_MS).toBeGreaterThan(STALL_MS);
  slow.on('data', (chunk: Buffer) => {
    const before = bytes;
    bytes += chunk.length;
    if (Math.floor(before / STEP_BYTES) === Math.floor(bytes / STEP_BYTES)) return;
    slow.pause();
    setTimeout(() => slow.resume(), REST_MS);
  });
  slow.resume();
  const [text] = (await once(late.resume(), 'data')) as [Buffer];
  expect(String(text)).toContain('late');
  await expect.poll(() => bytes).toBeGreaterThan(LARGE.length);
  // The connection is as good as before: the stall was counted for the answer alone.
  late.write('GET /late HTTP/1.1\r\nhost: x\r\n\r\n');
  const [again] = (await once(late, 'data')) as [Buffer];
  expect(String(again)).toContain('late');
  for (const socket of [slow, late]) socket.destroy();
});
