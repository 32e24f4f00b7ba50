/**
 * HTTPS receivers in a process of their own: count, note when each watched event arrived, and answer 200 at once
 * with an empty body. At the path /hang they never answer.
 */
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { createRequestReader, headerIn, type ReceivedRequest } from './request-reader.ts';

interface Setup {
  readonly count: number;
  readonly certPem: string;
  readonly keyPem: string;
}

const nowMs = (): number => performance.timeOrigin + performance.now();

let received = 0;
/** When events arrived first, while somebody watches. */
let arrivals: Map<string, number> | undefined;

/** With the headers that node's own server sends: they are stored with every attempt. */
let answer = '';
function renewAnswer(): void {
  const date = new Date().toUTCString();
  answer = `HTTP/1.1 200 OK\r\ncontent-length: 0\r\nDate: ${date}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n`;
}

function receive(socket: TLSSocket, request: ReceivedRequest): void {
  received += 1;
  if (arrivals !== undefined) {
    const id = headerIn(request, 'webhook-id');
    if (id !== undefined && !arrivals.has(id)) arrivals.set(id, nowMs());
  }
  if (request.path !== '/hang') socket.write(answer, 'latin1');
}

function listen({ certPem, keyPem }: Setup): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer({ cert: certPem, key: keyPem }, (socket) => {
      const reader = createRequestReader();
      socket.setNoDelay(true);
      socket.on('error', () => {}); // a connection that the other side broke off
      socket.on('data', (chunk) => {
        for (const request of reader.read(chunk)) receive(socket, request);
      });
    });
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function serve(setup: Setup): Promise<void> {
  renewAnswer();
  setInterval(renewAnswer, 1_000).unref();
  const ports = await Promise.all(Array.from({ length: setup.count }, () => listen(setup)));
  process.on('message', (question: string) => {
    if (question === 'count') process.send?.({ received });
    if (question === 'watch') {
      arrivals = new Map();
      process.send?.({});
    }
    if (question === 'arrivals') {
      process.send?.({ arrivals: Object.fromEntries(arrivals ?? []) });
      arrivals = undefined;
    }
  });
  process.send?.({ ports });
}

process.once('message', (setup: Setup) => void serve(setup));
process.on('disconnect', () => process.exit(0));
