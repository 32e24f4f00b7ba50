/**
 * HTTPS receivers in a process of their own: count, note when each watched event arrived, and answer 200 at once
 * with an empty body. At the path /hang they never answer.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

interface Setup {
  readonly count: number;
  readonly certPem: string;
  readonly keyPem: string;
}

const nowMs = (): number => performance.timeOrigin + performance.now();

let received = 0;
/** When events arrived first, while somebody watches. */
let arrivals: Map<string, number> | undefined;

function listen({ certPem, keyPem }: Setup): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer({ cert: certPem, key: keyPem, keepAlive: true }, (request, response) => {
      const at = nowMs();
      request.on('end', () => {
        received += 1;
        const id = request.headers['webhook-id'];
        if (arrivals !== undefined && typeof id === 'string' && !arrivals.has(id)) arrivals.set(id, at);
        if (request.url !== '/hang') response.writeHead(200, { 'content-length': 0 }).end();
      });
      request.resume();
    });
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function serve(setup: Setup): Promise<void> {
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
