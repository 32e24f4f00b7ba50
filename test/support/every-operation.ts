/**
 * Every root field of the API with arguments that work and the roles that may use it. Tests of roles, tenants and the
 * audit log go through this list; one of them fails when a field of the SDL is missing here.
 */
import type { Role } from '../../src/access/viewer.ts';
import {
  CreateApiKeyDocument,
  EventDocument,
  PauseWebhookDocument,
  RotateWebhookSecretDocument,
  WebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, documentedText, nextKey, publish, toPublishInput } from './clients.ts';
import type { Receiver } from './receiver.ts';
import { idOf, lately, startReplay } from './replays.ts';
import type { TestApp } from './test-app.ts';

/** A tenant with one of everything, seen by an administrator. */
export interface House {
  readonly app: TestApp;
  readonly receiver: Receiver;
  readonly tenantId: string;
  readonly token: string;
  /** Public ids by their prefix. */
  readonly ids: Readonly<Record<'whk' | 'evt' | 'dlv' | 'att' | 'sec' | 'key' | 'aud' | 'rpl', string>>;
}

export interface OperationEntry {
  readonly roles: readonly Role[];
  /** Arguments for one use by the house's administrator; makes what the use needs. */
  readonly args: (house: House) => object | Promise<object>;
}

/** Makes a webhook, an event that was delivered to it, a replay of it, and a key. */
export async function furnish(app: TestApp, receiver: Receiver, tenantId: string): Promise<House> {
  const token = await app.key({ tenantId, name: `Administrator of ${tenantId}` });
  const { id: whk } = await createWebhook(app, receiver, { key: 'erp', eventTypes: ['order.status'] }, { token });
  const stream = app.live(token).deliveryUpdates();
  await stream.next();
  const text = documentedText('order.status', tenantId);
  const evt = await publish(app, { type: 'order.status', text, idempotencyKey: 'the event' }, { token });
  const success = async () => {
    for (let item = await stream.next(); item.__typename !== 'DeliveryChanged' || item.status !== 'SUCCEEDED';) {
      item = await stream.next();
    }
  };
  await success();
  const [delivery] = await deliveriesOf(app, evt, { token });
  const { webhook } = await app.execute(WebhookDocument, { by: { id: whk } }, { token });
  const input = { name: 'A viewer', role: 'VIEWER' as const };
  const { createApiKey } = await app.execute(CreateApiKeyDocument, { input }, { token });
  const { data } = await app.graphql.sendText(`{ auditEntries(first: 1) { nodes { id } } }`, {}, token);
  const { nodes } = (data as { auditEntries: { nodes: { id: string }[] } }).auditEntries;
  const started = await startReplay(app, whk, { status: ['SUCCEEDED'] }, { token });
  await success();
  const ids = {
    rpl: started.replay?.id,
    whk,
    evt,
    dlv: delivery?.id,
    att: delivery?.attempts?.nodes[0]?.id,
    sec: webhook?.signingSecrets[0]?.id,
    key: createApiKey?.apiKey?.id,
    aud: nodes[0]?.id,
  };
  for (const [kind, id] of Object.entries(ids)) {
    if (id?.startsWith(`${kind}_`) !== true) throw new Error(`The house has no ${kind}.`);
  }
  return { app, receiver, tenantId, token, ids: ids as House['ids'] };
}

const administrators: readonly Role[] = ['ADMINISTRATOR'];
const readers: readonly Role[] = ['ADMINISTRATOR', 'VIEWER'];
const publishers: readonly Role[] = ['ADMINISTRATOR', 'PUBLISHER'];
const everybody: readonly Role[] = ['ADMINISTRATOR', 'VIEWER', 'PUBLISHER'];

/** A webhook of its own for a use that changes it. */
async function freshWebhook({ app, receiver, token }: House): Promise<string> {
  return (await createWebhook(app, receiver, { name: 'Fresh', eventTypes: ['return.received'] }, { token })).id;
}

async function pausedWebhook(house: House): Promise<string> {
  const id = await freshWebhook(house);
  await house.app.execute(PauseWebhookDocument, { webhook: { id } }, { token: house.token });
  return id;
}

async function freshKey({ app, token }: House): Promise<string> {
  const { createApiKey } = await app.execute(
    CreateApiKeyDocument,
    { input: { name: 'Fresh', role: 'VIEWER' } },
    { token },
  );
  return createApiKey?.apiKey?.id ?? '';
}

const publication = ({ tenantId }: House) =>
  toPublishInput({ text: documentedText('pick.confirmed', tenantId), idempotencyKey: nextKey() });

/** A delivery that waits, because its webhook is paused. */
async function waitingDelivery(house: House): Promise<string> {
  const { app, token, tenantId } = house;
  const id = await pausedWebhook(house);
  const text = documentedText('return.received', tenantId);
  const eventId = await publish(app, { type: 'return.received', text }, { token });
  const { event } = await app.execute(EventDocument, { id: eventId }, { token });
  const waiting = event?.deliveries?.nodes.find(({ webhook }) => webhook?.id === id);
  if (waiting === undefined) throw new Error('The event has no delivery to the paused webhook.');
  return waiting.id;
}

/** A replay that is under way for as long as a test lasts. */
async function slowReplay(house: House): Promise<string> {
  const { app, token, tenantId } = house;
  const text = documentedText('return.received', tenantId);
  for (let events = 0; events < 2; events += 1) await publish(app, { type: 'return.received', text }, { token });
  const input = { status: [], includeMissing: true, maxPerSecond: 0.1 };
  return idOf(await startReplay(app, await freshWebhook(house), input, { token }));
}

async function oldSecret(house: House): Promise<string> {
  const { app, token } = house;
  const id = await freshWebhook(house);
  const { rotateWebhookSecret } = await app.execute(RotateWebhookSecretDocument, { webhook: { id } }, { token });
  return rotateWebhookSecret?.webhook?.signingSecrets.at(-1)?.id ?? '';
}

/** By type and field. */
export const everyOperation: Readonly<Record<string, OperationEntry>> = {
  'Query.apiKeys': { roles: administrators, args: () => ({}) },
  'Query.auditEntries': { roles: administrators, args: ({ ids }) => ({ filter: { targetIds: [ids.whk] } }) },
  'Query.deliveries': {
    roles: readers,
    args: ({ ids }) => ({ filter: { webhookIds: [ids.whk], eventIds: [ids.evt] } }),
  },
  'Query.delivery': { roles: readers, args: ({ ids }) => ({ id: ids.dlv }) },
  'Query.deliveryStats': {
    roles: readers,
    args: ({ ids }) => ({
      range: { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() },
      webhookIds: [ids.whk],
    }),
  },
  'Query.event': { roles: readers, args: ({ ids }) => ({ id: ids.evt }) },
  'Query.eventType': { roles: everybody, args: () => ({ name: 'order.status' }) },
  'Query.eventTypes': { roles: everybody, args: () => ({}) },
  'Query.events': { roles: readers, args: () => ({}) },
  'Query.explainDelivery': { roles: readers, args: ({ ids }) => ({ eventId: ids.evt, webhook: { id: ids.whk } }) },
  'Query.node': { roles: everybody, args: ({ ids }) => ({ id: ids.whk }) },
  'Query.nodes': { roles: everybody, args: ({ ids }) => ({ ids: Object.values(ids) }) },
  'Query.previewCondition': {
    roles: administrators,
    // What failed is told with the id of an event.
    args: () => ({ eventTypes: ['*'], condition: '1 / 0 > 0' }),
  },
  'Query.previewDelivery': {
    roles: readers,
    args: ({ ids }) => ({ target: { webhook: { id: ids.whk } }, sample: { eventId: ids.evt } }),
  },
  'Query.replay': { roles: readers, args: ({ ids }) => ({ id: ids.rpl }) },
  'Query.replays': { roles: readers, args: () => ({}) },
  'Query.trace': { roles: readers, args: () => ({ businessKey: 'SO-1' }) },
  'Query.viewer': { roles: everybody, args: () => ({}) },
  'Query.webhook': { roles: readers, args: ({ ids }) => ({ by: { id: ids.whk } }) },
  'Query.webhooks': { roles: readers, args: () => ({}) },

  'Mutation.activateWebhook': {
    roles: administrators,
    args: async (house) => ({ webhook: { id: await pausedWebhook(house) } }),
  },
  'Mutation.cancelDelivery': {
    roles: administrators,
    args: async (house) => ({ deliveryId: await waitingDelivery(house) }),
  },
  'Mutation.cancelReplay': { roles: administrators, args: async (house) => ({ id: await slowReplay(house) }) },
  'Mutation.eraseByBusinessKey': { roles: administrators, args: () => ({ businessKey: 'carried by nothing' }) },
  'Mutation.createApiKey': { roles: administrators, args: () => ({ input: { name: 'New', role: 'VIEWER' } }) },
  'Mutation.createWebhook': {
    roles: administrators,
    args: ({ receiver }) => ({ input: { name: 'New', url: receiver.url(), eventTypes: ['return.received'] } }),
  },
  'Mutation.deleteWebhook': {
    roles: administrators,
    args: async (house) => ({ webhook: { id: await freshWebhook(house) } }),
  },
  'Mutation.disableWebhook': {
    roles: administrators,
    args: async (house) => ({ webhook: { id: await freshWebhook(house) } }),
  },
  'Mutation.pauseWebhook': {
    roles: administrators,
    args: async (house) => ({ webhook: { id: await freshWebhook(house) } }),
  },
  'Mutation.publishEvent': { roles: publishers, args: (house) => ({ input: publication(house) }) },
  'Mutation.publishEvents': { roles: publishers, args: (house) => ({ inputs: [publication(house)] }) },
  'Mutation.redeliver': { roles: administrators, args: ({ ids }) => ({ deliveryId: ids.dlv }) },
  'Mutation.revokeApiKey': { roles: administrators, args: async (house) => ({ id: await freshKey(house) }) },
  'Mutation.revokeWebhookSecret': {
    roles: administrators,
    args: async (house) => ({ secretId: await oldSecret(house) }),
  },
  'Mutation.rotateApiKey': { roles: administrators, args: async (house) => ({ id: await freshKey(house) }) },
  'Mutation.rotateWebhookSecret': {
    roles: administrators,
    args: async (house) => ({ webhook: { id: await freshWebhook(house) } }),
  },
  'Mutation.startReplay': {
    roles: administrators,
    args: ({ ids }) => ({ input: { webhooks: [{ id: ids.whk }], receivedAt: lately(), status: ['CANCELED'] } }),
  },
  'Mutation.testWebhook': { roles: administrators, args: ({ ids }) => ({ webhook: { id: ids.whk } }) },
  'Mutation.updateWebhook': {
    roles: administrators,
    args: async (house) => ({ webhook: { id: await freshWebhook(house) }, input: { name: 'Changed' } }),
  },

  'Subscription.deliveryStatsTicks': { roles: readers, args: ({ ids }) => ({ webhookIds: [ids.whk] }) },
  'Subscription.webhookChanges': { roles: readers, args: ({ ids }) => ({ webhookIds: [ids.whk], withCurrent: true }) },
  'Subscription.deliveryUpdates': { roles: readers, args: ({ ids }) => ({ filter: { webhookIds: [ids.whk] } }) },
};
