/** Load through the API: webhooks, payloads, a closed loop of batches, and single events at a pace. */
import type { Service } from './service.ts';

const CREATE = `mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { webhook { id } errors { message path } }
}`;
const PUBLISH_MANY = `mutation ($inputs: [PublishEventInput!]!) {
  publishEvents(inputs: $inputs) { acceptedCount errors { message } results { errors { message path } } }
}`;
const PUBLISH_ONE = `mutation ($input: PublishEventInput!) {
  publishEvent(input: $input) { event { id } errors { message path } }
}`;

const nowMs = (): number => performance.timeOrigin + performance.now();

/** Fifty webhooks: company C0 to C49 has one each, company G0 to G4 ten each. */
export async function createWebhooks(service: Service, fanOut: number): Promise<string[]> {
  const companies = Array.from({ length: 50 / fanOut }, (_, index) => `${fanOut === 1 ? 'C' : 'G'}${index}`);
  for (const [index, url] of service.receiverUrls.entries()) {
    const companyId = companies[index % companies.length];
    const { createWebhook } = await service.graphql<{ createWebhook: { errors: unknown[] } }>(CREATE, {
      input: { name: `Receiver ${index} x${fanOut}`, url, eventTypes: ['shipment.closed'], scope: { companyId } },
    });
    if (createWebhook.errors.length > 0) throw new Error(JSON.stringify(createWebhook.errors));
  }
  return companies;
}

/** A shipment of about so many kilobytes. */
export function createPayload(kilobytes: number): (companyId: string) => string {
  const line = (lineNumber: number) => ({
    lineNumber,
    product: `SKU-${lineNumber}-DRESS-BLACK-M`,
    lot: 'LOT-2026-001',
    quantityShipped: 95,
    upcBarcode: '012345678901',
    price: 29.99,
  });
  const shipment = {
    timestamp: '2026-02-02T16:00:00Z',
    tenantId: 'TENANT001',
    companyId: '',
    fulfillmentCenterId: 'FC001',
    workControlNumber: 1234567890,
    lpn: 'LPN00001',
    carrier: 'UPS',
    carrierService: 'GROUND',
    trackingNumber: '1Z999AA10123456784',
    trackingStatus: 'SHIPPED',
    shipDate: '2026-02-02T10:30:00Z',
    salesOrderId: 'SO123456',
    customerId: 'CUST001',
    firstName: 'John',
    lastName: 'Doe',
    addressLine1: '123 Main Street',
    city: 'Los Angeles',
    countryCode: 'US',
    totalCartons: 5,
    weightShipment: 25.5,
    details: [line(1)],
  };
  while (JSON.stringify(shipment).length < kilobytes * 1000) shipment.details.push(line(shipment.details.length + 1));
  return (companyId) => JSON.stringify({ ...shipment, companyId });
}

let keys = 0;
const toInput = (text: string) => ({ type: 'shipment.closed', payload: { text }, idempotencyKey: `bench-${keys++}` });

/** Publishes batches as fast as deliveries keep up, at most `outstanding` deliveries ahead. */
export async function publishClosedLoop(
  service: Service,
  options: {
    readonly texts: readonly string[];
    readonly fanOut: number;
    readonly seconds: number;
    readonly outstanding: number;
  },
): Promise<void> {
  const until = performance.now() + options.seconds * 1000;
  const batch = 100;
  const before = await service.received();
  let published = 0;
  let received = 0;
  const watch = setInterval(() => {
    void service.received().then((count) => {
      received = count - before;
    });
  }, 20);
  const publisher = async (): Promise<void> => {
    while (performance.now() < until) {
      if (published - received >= options.outstanding) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      published += batch * options.fanOut;
      const inputs = Array.from({ length: batch }, () => toInput(options.texts[keys % options.texts.length] as string));
      const { publishEvents } = await service.graphql<{ publishEvents: { acceptedCount: number } }>(PUBLISH_MANY, {
        inputs,
      });
      if (publishEvents.acceptedCount !== batch) throw new Error(JSON.stringify(publishEvents));
    }
  };
  await Promise.all(Array.from({ length: 4 }, publisher));
  clearInterval(watch);
}

/** Publishes single events at a pace; returns milliseconds from sending the mutation, and from its answer, to arrival. */
export async function measureLatency(
  service: Service,
  texts: readonly string[],
  perSecond: number,
  seconds: number,
): Promise<{ fromSending: number[]; fromAnswer: number[] }> {
  await service.arrivals();
  const published: { id: string; sentAt: number; answeredAt: number }[] = [];
  const pending: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = start + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const sentAt = nowMs();
    const input = toInput(texts[n % texts.length] as string);
    pending.push(
      service.graphql<{ publishEvent: { event: { id: string } } }>(PUBLISH_ONE, { input }).then(({ publishEvent }) => {
        published.push({ id: publishEvent.event.id, sentAt, answeredAt: nowMs() });
      }),
    );
  }
  await Promise.all(pending);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const arrivals = await service.arrivals();
  const arrived = published.filter(({ id }) => arrivals[id] !== undefined);
  return {
    fromSending: arrived.map(({ id, sentAt }) => (arrivals[id] as number) - sentAt),
    fromAnswer: arrived.map(({ id, answeredAt }) => Math.max(0, (arrivals[id] as number) - answeredAt)),
  };
}
