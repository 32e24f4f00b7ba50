/** HTTPS receivers in a process of their own: count, note when each event arrived, answer 200 at once. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

interface Setup {
  readonly count: number;
  readonly certPem: string;
  readonly keyPem: string;
}

const nowMs = (): number => performance.timeOrigin + performance.now();

let received = 0;
/** Arrival times of events, for the latency runs; cleared on request. */
let arrivals: Record<string, number> = {};

async function serve(setup: Setup): Promise<void> {
  const ports = await Promise.all(
    Array.from(
      { length: setup.count },
      () =>
        new Promise<number>((resolve) => {
          const server = createServer(
            { cert: setup.certPem, key: setup.keyPem, keepAlive: true },
            (request, response) => {
              const at = nowMs();
              request.on('end', () => {
                received += 1;
                const id = request.headers['webhook-id'];
                if (typeof id === 'string' && arrivals[id] === undefined) arrivals[id] = at;
                response.writeHead(200, { 'content-length': 0 }).end();
              });
              request.resume();
            },
          );
          server.keepAliveTimeout = 60_000;
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  process.on('message', (question: string) => {
    if (question === 'count') process.send?.({ received });
    if (question === 'arrivals') {
      process.send?.({ arrivals });
      arrivals = {};
    }
  });
  process.send?.({ ports });
}

process.once('message', (setup: Setup) => void serve(setup));
process.on('disconnect', () => process.exit(0));
