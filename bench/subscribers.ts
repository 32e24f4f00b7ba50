/** Live subscribers in a process of their own: graphql-ws clients that count what comes and how late it is. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

interface Setup {
  readonly url: string;
  /** One of these per socket, in turn. */
  readonly tokens: readonly string[];
  readonly sockets: number;
  readonly perSocket: number;
  /** One of these per subscription, in turn. */
  readonly webhookIds: readonly string[];
}

const SUBSCRIBE = `subscription ($filter: DeliveryUpdateFilter) {
  deliveryUpdates(filter: $filter) {
    __typename ... on DeliveryChanged { cursor status occurredAt } ... on StreamReset { reason }
  }
}`;

interface Update {
  readonly __typename: string;
  readonly occurredAt?: string;
}

let messages = 0;
let resets = 0;
let lags: number[] = [];

function take({ __typename, occurredAt }: Update): void {
  if (__typename === 'StreamReset') resets += 1;
  if (occurredAt === undefined) return;
  // One in twenty is enough to tell, and costs the machine less.
  if (messages++ % 20 === 0) lags.push(performance.timeOrigin + performance.now() - Date.parse(occurredAt));
}

async function listen({ url, tokens, sockets, perSocket, webhookIds }: Setup): Promise<void> {
  let next = 0;
  const ready: Promise<void>[] = [];
  for (let socket = 0; socket < sockets; socket++) {
    const client = createClient({
      url: url.replace(/^http/, 'ws') + '/graphql',
      connectionParams: { authorization: `Bearer ${tokens[socket % tokens.length]}` },
      webSocketImpl: WebSocket,
      lazy: false,
    });
    for (let n = 0; n < perSocket; n++) {
      const filter = { webhookIds: [webhookIds[next++ % webhookIds.length]] };
      ready.push(
        new Promise((resolve, reject) => {
          client.subscribe<{ deliveryUpdates: Update }>(
            { query: SUBSCRIBE, variables: { filter } },
            {
              next({ data }) {
                resolve(); // the first is that it caught up
                if (data) take(data.deliveryUpdates);
              },
              error: (error) => reject(error instanceof Error ? error : new Error(describe(error))),
              complete: () => {},
            },
          );
        }),
      );
    }
  }
  await Promise.all(ready);
  process.on('message', (question: string) => {
    if (question !== 'report') return;
    process.send?.({ messages, resets, lags });
    messages = 0;
    resets = 0;
    lags = [];
  });
  process.send?.({ ready: true });
}

/** What ended a subscription: errors of GraphQL, or the close of its socket. */
function describe(error: unknown): string {
  const { code, reason } = error as { code?: number; reason?: string };
  return code === undefined ? JSON.stringify(error) : `socket closed with ${code} ${reason}`;
}

process.once('message', (setup: Setup) => void listen(setup));
process.on('disconnect', () => process.exit(0));
