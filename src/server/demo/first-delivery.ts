/**
 * The first minute of a new user: a webhook is made, the documented shipment is published, and its delivery
 * is watched at the receiver, in the live stream and in the history. Goes through the API like anybody else.
 */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { documentedShipment } from '../../catalogue/documented-shipment.ts';
import type { DemoReceiver, ReceivedDelivery } from './demo-receiver.ts';

export interface FirstDelivery {
  readonly received: ReceivedDelivery;
  /** As the subscription told it. */
  readonly live: { readonly status: string; readonly deliveryId: string };
  /** As the query tells it afterwards. */
  readonly history: {
    readonly status: string;
    readonly latencyMs: number;
    readonly attempts: readonly { readonly number: number; readonly outcome: string; readonly durationMs: number }[];
  };
  readonly webhookId: string;
}

export interface FirstDeliveryOptions {
  /** http://host:port of the API. */
  readonly url: string;
  readonly token: string;
  readonly tenantId: string;
  readonly receiver: DemoReceiver;
  /** Gives up at once when it is aborted. */
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 15_000;

/** @throws Error when something does not arrive in time, or `signal` is aborted */
export async function showFirstDelivery(options: FirstDeliveryOptions): Promise<FirstDelivery> {
  const { url, token, receiver, signal } = options;
  const request = <Data>(query: string, variables: object) => post<Data>({ url, token, signal }, query, variables);
  const inTime = <T>(promise: Promise<T>, what: string) => withTimeout(promise, what, signal);

  const { createWebhook } = await request<{ createWebhook: { webhook: { id: string } | null; errors: unknown[] } }>(
    `mutation ($input: CreateWebhookInput!) {
       createWebhook(input: $input) { webhook { id } errors { code message path } }
     }`,
    {
      input: {
        key: 'demo',
        name: 'Demo receiver',
        description: 'Runs inside this Dockhook, on loopback. Answers 200 to everything.',
        url: receiver.url,
        eventTypes: ['*'],
      },
    },
  );
  if (createWebhook.webhook === null) throw new Error(`createWebhook: ${JSON.stringify(createWebhook.errors)}`);

  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  try {
    const stream = client.iterate<{ deliveryUpdates: LiveItem }>({
      query: `subscription { deliveryUpdates { __typename ... on DeliveryChanged { status delivery { id } } } }`,
    });
    await inTime(stream.next(), 'the live stream'); // caught up: from here on nothing is missed
    const arrival = receiver.next();
    await publishShipment(request, options.tenantId);
    const received = await inTime(arrival, 'the delivery');
    const live = (await inTime(stream.next(), 'the outcome')).value?.data?.deliveryUpdates;
    if (live?.delivery === undefined) throw new Error('the live stream told something unexpected');
    const { delivery } = await request<{ delivery: HistoryItem }>(
      `query ($id: ID!) { delivery(id: $id) { status latencyMs attempts { nodes { number outcome durationMs } } } }`,
      { id: live.delivery.id },
    );
    return {
      received,
      live: { status: live.status ?? '', deliveryId: live.delivery.id },
      history: { status: delivery.status, latencyMs: delivery.latencyMs, attempts: delivery.attempts.nodes },
      webhookId: createWebhook.webhook.id,
    };
  } finally {
    if (signal.aborted) client.terminate();
    else await client.dispose();
  }
}

interface LiveItem {
  readonly status?: string;
  readonly delivery?: { readonly id: string };
}

interface HistoryItem {
  readonly status: string;
  readonly latencyMs: number;
  readonly attempts: { readonly nodes: { number: number; outcome: string; durationMs: number }[] };
}

async function publishShipment(
  request: <Data>(query: string, variables: object) => Promise<Data>,
  tenantId: string,
): Promise<void> {
  const { publishEvent } = await request<{ publishEvent: { errors: unknown[] } }>(
    `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } errors { code message path } } }`,
    {
      input: {
        type: 'shipment.closed',
        payload: { text: documentedShipment(tenantId) },
        idempotencyKey: `demo-${Date.now()}`,
      },
    },
  );
  if (publishEvent.errors.length > 0) throw new Error(`publishEvent: ${JSON.stringify(publishEvent.errors)}`);
}

async function post<Data>(
  { url, token, signal }: Pick<FirstDeliveryOptions, 'url' | 'token' | 'signal'>,
  query: string,
  variables: object,
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (data == null || errors !== undefined) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status}`);
  return data;
}

async function withTimeout<T>(promise: Promise<T>, what: string, signal: AbortSignal): Promise<T> {
  const { promise: never, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not come within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  const abort = (): void => reject(new Error('it was stopped'));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, never]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
