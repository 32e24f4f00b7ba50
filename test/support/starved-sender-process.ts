// A process of its own, with few descriptors: sends when it has none left, and again when it has some.
import { closeSync, openSync } from 'node:fs';
import { createSystemResolver } from '../../src/outbound/resolver.ts';
import { createLoopbackSender, fakeResolver, request } from '../integration/outbound/receiver.ts';

const port = process.argv[2];
const resolver = createSystemResolver(['127.0.0.1:9']); // asked before there is none left, so that all it needs is loaded
await resolver.resolve('warm.example.com');
const sender = createLoopbackSender({ resolver });
const resolved = createLoopbackSender({ resolver: fakeResolver({ 'hooks.example.com': ['127.0.0.1'] }) });
const byAddress = `http://127.0.0.1:${port}/`;

const taken: number[] = [];
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // None left.
}
const starved = [
  await sender.send(request(byAddress)),
  await sender.send(request(`http://hooks.example.com:${port}/`)),
  await resolved.send(request(`http://hooks.example.com:${port}/`)),
  await resolved.send(request(`https://hooks.example.com:${port}/`)),
];
for (const descriptor of taken) closeSync(descriptor);
const exchanges = [...starved, await sender.send(request(byAddress))];
await Promise.all([sender.close(), resolved.close()]);
process.stdout.write(
  JSON.stringify(
    exchanges.map((exchange) => ({
      outcome: exchange.outcome,
      ...('ownFault' in exchange ? { ownFault: exchange.ownFault } : {}),
    })),
  ),
);
