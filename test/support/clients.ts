/** What almost every test says to the service, in one call each. */
import { findEventType } from '../../src/catalogue/event-types.ts';
import {
  type CreateWebhookInput,
  CreateWebhookDocument,
  DeliveryDocument,
  type DeliveryQuery,
  EventDocument,
  PublishEventDocument,
  PublishEventsDocument,
} from '../../src/web/gql/graphql.ts';
import type { Receiver } from './receiver.ts';
import { TENANT, type ExecuteOptions, type TestApp } from './test-app.ts';

export interface CreatedWebhook {
  readonly id: string;
  /** `whsec_…` */
  readonly secret: string;
}

/** Makes a webhook for every event type; rejects when it is refused. */
export async function createWebhook(
  app: TestApp,
  receiver: Pick<Receiver, 'url'>,
  input: Partial<CreateWebhookInput> = {},
  options?: ExecuteOptions,
): Promise<CreatedWebhook> {
  const whole = { name: 'Receiver', url: receiver.url(), eventTypes: ['*'], ...input };
  const { createWebhook: made } = await app.execute(CreateWebhookDocument, { input: whole }, options);
  if (made?.webhook == null || made.signingSecret == null) throw new Error(JSON.stringify(made?.errors));
  return { id: made.webhook.id, secret: made.signingSecret };
}

/** The payload as the vendor's page documents it, else the type's example; optionally another tenant's. */
export function documentedText(type: string, tenantId = TENANT): string {
  const text = findEventType(type)?.exampleTexts.at(-1);
  if (text === undefined) throw new Error(`There is no event type ${type}.`);
  return JSON.stringify({ ...(JSON.parse(text) as object), tenantId });
}

/** A pick of TENANT001 with fields of one's own: the shortest of the payloads. */
export const pickText = (fields: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...(JSON.parse(documentedText('pick.confirmed')) as object), ...fields });

let keys = 0;
export const nextKey = (): string => `key-${++keys}`;

export interface Publication {
  readonly type?: string;
  readonly text?: string;
  readonly idempotencyKey?: string;
  readonly correlationId?: string;
}

export const toPublishInput = ({ type = 'pick.confirmed', text, idempotencyKey, correlationId }: Publication = {}) => ({
  type,
  payload: { text: text ?? documentedText(type) },
  idempotencyKey: idempotencyKey ?? nextKey(),
  ...(correlationId === undefined ? {} : { correlationId }),
});

/** Publishes a pick, or what is given; returns the event's id and rejects when it is refused. */
export async function publish(app: TestApp, publication?: Publication, options?: ExecuteOptions): Promise<string> {
  const input = toPublishInput(publication);
  const { publishEvent } = await app.execute(PublishEventDocument, { input }, options);
  if (publishEvent?.event == null) throw new Error(JSON.stringify(publishEvent?.errors));
  return publishEvent.event.id;
}

/** Publishes in one call; returns the events' ids. */
export async function publishMany(app: TestApp, publications: readonly Publication[]): Promise<string[]> {
  const { publishEvents } = await app.execute(PublishEventsDocument, { inputs: publications.map(toPublishInput) });
  return (publishEvents?.results ?? []).map(({ event, errors }) => {
    if (event == null) throw new Error(JSON.stringify(errors));
    return event.id;
  });
}

export type Delivery = NonNullable<DeliveryQuery['delivery']>;

/** The deliveries of an event, each with its attempts. */
export async function deliveriesOf(app: TestApp, eventId: string, options?: ExecuteOptions): Promise<Delivery[]> {
  const { event } = await app.execute(EventDocument, { id: eventId }, options);
  const ids = event?.deliveries?.nodes.map(({ id }) => id) ?? [];
  return Promise.all(
    ids.map(async (id) => {
      const { delivery } = await app.execute(DeliveryDocument, { id }, options);
      if (delivery == null) throw new Error(`Delivery ${id} is not there.`);
      return delivery;
    }),
  );
}
