/** Two hundred live subscribers, four to a webhook, while the machine is saturated. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { drained, type Bench } from '../bench.ts';
import { measureCosts, reportCosts } from '../costs.ts';
import { publishClosedLoop } from '../publish.ts';
import type { Service } from '../service.ts';
import { createPayload, createWebhooks, webhookIds } from '../webhooks.ts';
import { batched } from './throughput.ts';

/** Well below what one key may have: see src/server/sockets/socket-limits.ts. */
const KEYS = 4;
const SOCKETS = 20;
const PER_SOCKET = 10;

interface Heard {
  readonly messages: number;
  readonly resets: number;
  readonly lags: readonly number[];
}

export async function measureSubscribers(bench: Bench): Promise<void> {
  const { installation, service, report } = bench;
  const texts = (await createWebhooks(service, installation, 1)).map((company) => createPayload(2, company));
  const child = fork(new URL('../subscribers.ts', import.meta.url));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the subscribers ended with ${code}`);
  });
  const answer = async <T>(): Promise<T> =>
    Promise.race([once(child, 'message').then(([message]) => message as T), ended]);
  const ask = async (): Promise<Heard> => {
    child.send('report');
    return answer();
  };
  try {
    child.send({
      url: service.url,
      tokens: await Promise.all(Array.from({ length: KEYS }, () => createViewer(service))),
      sockets: SOCKETS,
      perSocket: PER_SOCKET,
      webhookIds: await webhookIds(installation),
    });
    await answer();
    const load = { texts, fanOut: 1, ...batched };
    await publishClosedLoop(service, installation, { ...load, seconds: 3 });
    await ask();
    const processes = [...service.processes, { name: 'subscribers', pid: child.pid as number }];
    const start = performance.now();
    const costs = await measureCosts(installation, processes, () =>
      publishClosedLoop(service, installation, { ...load, seconds: bench.seconds }),
    );
    const seconds = (performance.now() - start) / 1000;
    const heard = await ask();
    report.add('deliveries', costs.perSecond, '/s');
    report.add('messages to subscribers', heard.messages / seconds, '/s');
    report.add('streams reset because they were too slow', heard.resets, '');
    report.percentiles('recorded → at the subscriber', heard.lags);
    reportCosts(report, costs);
    await drained(bench);
  } finally {
    ended.catch(() => {});
    if (child.connected) child.disconnect();
  }
}

async function createViewer(service: Service): Promise<string> {
  const { createApiKey } = await service.graphql<{ createApiKey: { token: string } }>(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }',
    { input: { name: 'Subscribers', role: 'VIEWER' } },
  );
  return createApiKey.token;
}
