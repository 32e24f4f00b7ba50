/** Publishing through the API: as fast as deliveries keep up, or at a pace. */
import type { Installation } from './installation.ts';
import type { Service } from './service.ts';

const PUBLISH_MANY = `mutation ($inputs: [PublishEventInput!]!) {
  publishEvents(inputs: $inputs) { acceptedCount errors { message } results { event { id } errors { message path } } }
}`;
const PUBLISH_ONE = `mutation ($input: PublishEventInput!) {
  publishEvent(input: $input) { event { id } errors { message path } }
}`;

const ONE = `{"query":${JSON.stringify(PUBLISH_ONE)},"variables":`;
const MANY = `{"query":${JSON.stringify(PUBLISH_MANY)},"variables":`;

interface Published {
  readonly event: { readonly id: string } | null;
}

let keys = 0;

/** Each text as the JSON of an event up to its idempotency key: escaping it for every event took as long as sending it. */
const begun = new Map<string, string>();

function nextEvent(texts: readonly string[]): string {
  const text = texts[keys % texts.length] as string;
  let start = begun.get(text);
  if (start === undefined) {
    start = `{"type":"shipment.closed","payload":{"text":${JSON.stringify(text)}},"idempotencyKey":"bench-`;
    begun.set(text, start);
  }
  return `${start}${keys++}"}`;
}

/**
 * Publishes the next events in one mutation: `publishEvent` for one, `publishEvents` for more.
 * @returns their public ids
 */
async function publish(service: Service, texts: readonly string[], count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => nextEvent(texts));
  const results =
    count === 1
      ? [(await service.send<{ publishEvent: Published }>(`${ONE}{"input":${events[0]}}}`)).publishEvent]
      : (await service.send<{ publishEvents: { results: Published[] } }>(`${MANY}{"inputs":[${events.join(',')}]}}`))
          .publishEvents.results;
  return results.map((result) => {
    if (result.event === null) throw new Error(JSON.stringify(result));
    return result.event.id;
  });
}

export interface ClosedLoop {
  readonly texts: readonly string[];
  readonly fanOut: number;
  /** Events per mutation. */
  readonly batch: number;
  /** Mutations under way at once. */
  readonly publishers: number;
  readonly seconds: number;
}

/** Deliveries that publishing may be ahead of the receivers. */
const OUTSTANDING = 3_000;

/** Publishes as fast as deliveries keep up. */
export async function publishClosedLoop(service: Service, installation: Installation, load: ClosedLoop): Promise<void> {
  const until = performance.now() + load.seconds * 1000;
  const before = await installation.received();
  let published = 0;
  let received = 0;
  const watch = setInterval(() => {
    void installation.received().then((count) => {
      received = count - before;
    });
  }, 20);
  const publisher = async (): Promise<void> => {
    while (performance.now() < until) {
      if (published - received >= OUTSTANDING) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      published += load.batch * load.fanOut;
      await publish(service, load.texts, load.batch);
    }
  };
  try {
    await Promise.all(Array.from({ length: load.publishers }, publisher));
  } finally {
    clearInterval(watch);
  }
}

export interface Pace {
  readonly texts: readonly string[];
  readonly eventsPerSecond: number;
  /** Events per mutation. */
  readonly batch: number;
  readonly seconds: number;
}

/**
 * Publishes at a pace, whether or not the service keeps up.
 * @returns when each event was sent, by its public id, in milliseconds of wall time
 */
export async function publishAtPace(service: Service, pace: Pace): Promise<Map<string, number>> {
  const { texts, batch, eventsPerSecond, seconds } = pace;
  const sent = new Map<string, number>();
  const pending: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n * batch < eventsPerSecond * seconds; n++) {
    const wait = start + (n * batch * 1000) / eventsPerSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const sentAt = performance.timeOrigin + performance.now();
    pending.push(
      publish(service, texts, batch).then((ids) => {
        for (const id of ids) sent.set(id, sentAt);
      }),
    );
  }
  await Promise.all(pending);
  return sent;
}
