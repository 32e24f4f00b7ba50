import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancelReplayDocument,
  CreateWebhookDocument,
  DeliveriesDocument,
  NodeDocument,
  ReplaysDocument,
  StartReplayDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, pickText, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { idOf, lately, readReplay, replayWhen, startReplay } from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhook: string;
let replayId: string;

const missing = { status: [], includeMissing: true };

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  await publish(app, { text: pickText({ companyId: 'A' }) });
  await publish(app, { text: pickText({ companyId: 'B' }) });
  webhook = (await createWebhook(app, receiver, { key: 'erp' })).id;
  replayId = idOf(await startReplay(app, webhook, missing));
  await receiver.waitFor(2);
});
afterAll(() => app?.stop());

const replays = async (token: string) => (await app.execute(ReplaysDocument, {}, { token })).replays;

it('is found by its id, as a node and in the list, with who started it and what was asked for', async () => {
  expect(await readReplay(app, replayId)).toMatchObject({
    id: replayId,
    createdBy: { name: 'Test' },
    selection: { webhooks: [{ id: webhook }], status: [], includeMissing: true, maxDeliveries: 10_000 },
  });
  expect((await app.execute(NodeDocument, { id: replayId })).node).toEqual({ __typename: 'Replay', id: replayId });
  expect(await replays(app.token)).toMatchObject({ nodes: [{ id: replayId }], totalCount: { count: 1 } });
  const { replays: queued } = await app.execute(ReplaysDocument, { status: ['QUEUED'] });
  expect(queued?.nodes).toEqual([]);
  expect(await readReplay(app, 'rpl_nonsense')).toBeNull();
});

describe('to a key of another tenant', () => {
  it('a replay does not exist, and its deliveries cannot be found by it', async () => {
    const theirs = { token: await app.key({ tenantId: 'TENANT002' }) };
    expect(await readReplay(app, replayId, theirs)).toBeNull();
    expect((await app.execute(NodeDocument, { id: replayId }, theirs)).node).toBeNull();
    expect((await replays(theirs.token))?.nodes).toEqual([]);
    const { deliveries } = await app.execute(DeliveriesDocument, { filter: { replayId } }, theirs);
    expect(deliveries?.nodes).toEqual([]);
    const cancel = async (id: string) => (await app.execute(CancelReplayDocument, { id }, theirs)).cancelReplay;
    expect(await cancel(replayId)).toMatchObject({ replay: null, errors: [{ code: 'NOT_FOUND', path: ['id'] }] });
    expect(await cancel(replayId)).toEqual(await cancel(`rpl_${'0'.repeat(32)}`));
  });

  it('a webhook of ours is refused in the words used for one that never was, and nothing is counted', async () => {
    const theirs = { token: await app.key({ tenantId: 'TENANT002' }) };
    const refs = [{ id: webhook }, { id: `whk_${'0'.repeat(32)}` }];
    const answers = [];
    for (const ref of refs) answers.push(await startReplay(app, '', { ...missing, webhooks: [ref] }, theirs));
    expect(answers[0]).toMatchObject({
      replay: null,
      matching: null,
      errors: [{ code: 'NOT_FOUND', path: ['input', 'webhooks', '0'] }],
    });
    expect(answers[0]).toEqual(answers[1]);
    const byKey = await startReplay(app, '', { webhooks: [{ key: 'erp' }] }, theirs);
    expect(byKey).toMatchObject({ replay: null, errors: [{ code: 'NOT_FOUND' }] });
  });

  it('their own events are all that their replay can send', async () => {
    const theirs = { token: await app.key({ tenantId: 'TENANT002' }) };
    const text = pickText({ tenantId: 'TENANT002', salesOrderId: 'SO-THEIRS' });
    const event = await publish(app, { text }, theirs);
    const own = await app.receiver();
    const { id } = await createWebhook(app, own, {}, theirs);
    expect(await startReplay(app, id, missing, theirs)).toMatchObject({ matching: { count: 1 }, errors: [] });
    expect((await own.nextRequest()).headers['webhook-id']).toBe(event);
  });
});

describe('a key of one company', () => {
  it('can replay to webhooks of that company only, sees such replays, and no wider ones', async () => {
    const company = { token: await app.key({ companyId: 'A' }) };
    expect(await startReplay(app, webhook, missing, company)).toMatchObject({
      replay: null,
      errors: [{ code: 'NOT_FOUND', path: ['input', 'webhooks', '0'] }],
    });
    expect(await readReplay(app, replayId, company)).toBeNull();
    expect((await app.execute(CancelReplayDocument, { id: replayId }, company)).cancelReplay).toMatchObject({
      errors: [{ code: 'NOT_FOUND' }],
    });

    const input = { name: 'Of A', url: receiver.url(), eventTypes: ['*'] };
    const { createWebhook: made } = await app.execute(CreateWebhookDocument, { input }, company);
    const own = idOf(await startReplay(app, made?.webhook?.id ?? '', missing, company));
    await replayWhen(app, own, { status: 'COMPLETED', enqueuedCount: 1 });
    expect((await replays(company.token))?.nodes.map(({ id }) => id)).toEqual([own]);
    expect((await replays(app.token))?.nodes.map(({ id }) => id)).toEqual([own, replayId]);
    expect((await replays(await app.key({ companyId: 'B' })))?.nodes).toEqual([]);
  });
});

it('a viewer may watch replays and start none; a publisher may do neither', async () => {
  const viewer = await app.key({ role: 'VIEWER' });
  const publisher = await app.key({ role: 'PUBLISHER' });
  expect(await readReplay(app, replayId, { token: viewer })).toMatchObject({ id: replayId });
  const input = { webhooks: [{ id: webhook }], receivedAt: lately() };
  const refused = [
    await app.graphql.send(StartReplayDocument, { input }, viewer),
    await app.graphql.send(CancelReplayDocument, { id: replayId }, viewer),
    await app.graphql.send(StartReplayDocument, { input }, publisher),
    await app.graphql.send(ReplaysDocument, {}, publisher),
  ];
  for (const { errors } of refused) expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
