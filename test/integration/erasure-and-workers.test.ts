/** What a worker has in its memory when payloads are removed elsewhere is not sent afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDeliveryQueue } from '../../src/database/delivery-queue.ts';
import { newUuid, parsePublicId } from '../../src/domain/ids.ts';
import { blankLateAnswers } from '../../src/pipeline/blank-late-answers.ts';
import { makeDeliveries } from '../../src/pipeline/make-deliveries.ts';
import { removePayloads } from '../../src/pipeline/remove-payloads.ts';
import { TestWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, documentedText, pickText, publish } from '../support/clients.ts';
import { runCli } from '../support/command-line.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, TENANT, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

const statusOf = async (eventId: string) => (await deliveriesOf(app, eventId))[0]?.status;
const sent = (receiver: Receiver) => receiver.requests.map(({ headers }) => headers['webhook-id']);

async function eraseFromTheCommandLine(order: string): Promise<void> {
  const command = `personal-data erase --tenant ${TENANT} --business-key ${order}`;
  expect(await runCli(command, app.environment)).toMatchObject({ exitCode: 0 });
}

const deleteWebhook = (id: string) =>
  app.graphql.sendText(
    'mutation ($id: ID!) { deleteWebhook(webhook: {id: $id}) { errors { code } } }',
    { id },
    app.token,
  );

/** As its hourly run does. */
const retain = (eventId: string): Promise<unknown> =>
  app.app.database.systemTransaction((sql) =>
    removePayloads(sql, [parsePublicId('event', eventId) ?? ''], { forgetKeys: false }),
  );

it.each([
  { by: 'an erasure from the command line', order: 'SO-B1', remove: () => eraseFromTheCommandLine('SO-B1') },
  { by: 'retention', order: 'SO-B2', remove: retain },
])('what waits behind a slow request and is removed by $by is never sent', async ({ order, remove }) => {
  const slow = await app.receiver();
  const answers: (() => void)[] = [];
  slow.answers(async () => {
    await new Promise<void>((resolve) => void answers.push(resolve));
    return 200;
  });
  const only = { eventTypes: ['pick.confirmed'], throttle: { maxConcurrent: 1 } };
  const { id } = await createWebhook(app, slow, only);
  const first = await publish(app, { text: pickText({ salesOrderId: 'SO-A' }) });
  await slow.waitFor(1);
  const second = await publish(app, { text: pickText({ salesOrderId: order }) });
  const third = await publish(app, { text: pickText({ salesOrderId: 'SO-C' }) });
  // All that waits has been taken: nothing is left in the queue for the worker to look at.
  await expect
    .poll(async () => app.app.database.system.query(`select from pgboss.job where state = 'created'`))
    .toHaveLength(0);
  const stream = app.live().deliveryUpdates({ filter: { status: ['CANCELED'] } });
  await stream.next();
  await remove(second);
  // The worker, on the same connection, heard of it before the stream did.
  expect(await stream.next()).toMatchObject({ delivery: { event: { id: second } } });
  for (const answered of [1, 2]) {
    await expect.poll(() => answers.length).toBe(answered);
    answers.at(-1)?.();
  }
  await expect.poll(() => statusOf(third)).toBe('SUCCEEDED');
  expect(sent(slow)).toEqual([first, third]);
  expect(await deliveriesOf(app, second)).toMatchObject([{ status: 'CANCELED', attemptCount: 0 }]);
  await deleteWebhook(id);
});

/** What is stored of the answers to an event's deliveries. */
const answersOf = async (eventId: string) =>
  (await deliveriesOf(app, eventId)).flatMap(({ attempts }) =>
    (attempts?.nodes ?? []).map(({ response }) => response?.body),
  );

it('what a receiver repeats of a payload that is erased while it answers does not stay', async () => {
  const echoing = await app.receiver();
  const { promise: erased, resolve: goOn } = Promise.withResolvers<void>();
  echoing.answers(async ({ body }) => {
    await erased;
    return { status: 200, body };
  });
  const { id } = await createWebhook(app, echoing, { eventTypes: ['order.status'] });
  const text = documentedText('order.status').replace(/"salesOrderId":"[^"]*"/, '"salesOrderId":"SO-ECHO"');
  const eventId = await publish(app, { type: 'order.status', text });
  await echoing.waitFor(1);
  await eraseFromTheCommandLine('SO-ECHO');
  goOn();
  await expect.poll(() => answersOf(eventId)).toEqual([expect.stringContaining('SO-ECHO')]);
  const { database } = app.app;
  await blankLateAnswers(database); // not due yet
  expect(await answersOf(eventId)).toEqual([expect.stringContaining('SO-ECHO')]);
  await database.system.query(`update dockhook.late_answer set look_at = now()`);
  await blankLateAnswers(database);
  expect(await answersOf(eventId)).toEqual([null]);
  // Looked for again, until a day is over.
  expect(await database.system.query(`select from dockhook.late_answer where look_at > now()`)).not.toEqual([]);
  await database.system.query(`update dockhook.late_answer set removed_at = now() - interval '2 days'`);
  await blankLateAnswers(database);
  expect(await database.system.query(`select from dockhook.late_answer`)).toEqual([]);
  await deleteWebhook(id);
});

it('what a receiver repeats to a test with an event that is erased meanwhile is not stored', async () => {
  const echoing = await app.receiver();
  const { id } = await createWebhook(app, echoing, { eventTypes: ['return.received'] });
  const text = documentedText('return.received').replace(/"rmaNumber":"[^"]*"/, '"rmaNumber":"RMA-ECHO"');
  const eventId = await publish(app, { type: 'return.received', text });
  await expect.poll(() => statusOf(eventId)).toBe('SUCCEEDED');
  echoing.answers(async ({ body }) => {
    await eraseFromTheCommandLine('RMA-ECHO');
    return { status: 200, body };
  });
  const variables = { webhook: { id }, sample: { eventId } };
  const { testWebhook } = await app.execute(TestWebhookDocument, variables);
  expect(testWebhook).toMatchObject({ errors: [], delivery: { status: 'SUCCEEDED' } });
  expect(await answersOf(eventId)).toEqual([null, null]);
});

it('a body that a worker remembers is not sent by a redelivery that was made while its event was erased', async () => {
  const receiver = await app.receiver();
  const { id: webhookId } = await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
  const eventId = await publish(app, { text: pickText({ salesOrderId: 'SO-REMEMBERED' }) });
  await expect.poll(() => statusOf(eventId)).toBe('SUCCEEDED');
  await eraseFromTheCommandLine('SO-REMEMBERED');
  const { database } = app.app;
  const queue = await startDeliveryQueue({ pool: database.systemPool, supervise: false, onError() {} });
  const id = newUuid();
  const delivery = {
    id,
    eventId: parsePublicId('event', eventId) ?? '',
    eventType: 'pick.confirmed',
    webhookId: parsePublicId('webhook', webhookId) ?? '',
    redeliveryOf: null,
  };
  await database.systemTransaction((sql) =>
    makeDeliveries(sql, queue, { tenantId: TENANT, trigger: 'REDELIVERY', replayId: null, deliveries: [delivery] }),
  );
  await queue.stop();
  await expect
    .poll(() => database.system.query(`select status from dockhook.delivery where id = $1`, [id]))
    .toEqual([{ status: 'CANCELED' }]);
  expect(sent(receiver)).toEqual([eventId]);
});
