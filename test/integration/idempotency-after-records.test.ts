import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePublicId } from '../../src/domain/ids.ts';
import { PublishEventDocument } from '../../src/web/gql/graphql.ts';
import { pickText, publish, toPublishInput, type Publication } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

it('an idempotency key outlives the records of its event: nothing is accepted twice within seven days', async () => {
  const first = { text: pickText({ salesOrderId: 'SO-SHORT' }), idempotencyKey: 'SO-SHORT picked' };
  const eventId = await publish(app, first);
  // As retention does where records are kept for less than seven days.
  await app.app.database.system.query(`delete from dockhook.event where id = $1`, [parsePublicId('event', eventId)]);
  const send = async (input: Publication) =>
    (await app.execute(PublishEventDocument, { input: toPublishInput(input) })).publishEvent;
  expect(await send(first)).toMatchObject({ isDuplicate: true, event: { id: eventId }, errors: [] });
  const other = await send({ ...first, text: pickText({ salesOrderId: 'SO-OTHER' }) });
  expect(other?.errors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
});
