/** Conditions that have much to look at are asked in turns. */
import { expect, test } from 'vitest';
import { fanOut, type FanOutWebhook } from '../../../src/pipeline/fan-out.ts';
import { eventTypeNamed } from '../catalogue/event-type-named.ts';

const webhook = (id: string, condition: string | null): FanOutWebhook => ({
  id,
  eventTypes: ['shipment.*'],
  condition,
  status: 'ACTIVE',
  circuit: 'CLOSED',
  companyId: null,
  fulfillmentCenterId: null,
});

const type = eventTypeNamed('shipment.closed');
const sample = JSON.parse(type.exampleText) as { details: unknown[] };
const details = Array.from({ length: 1_000 }, () => sample.details[0]);
const long = {
  type: type.name,
  companyId: null,
  fulfillmentCenterId: null,
  payload: JSON.stringify({ ...sample, details }),
};

test('others have their turns while five hundred dear conditions are asked', async () => {
  const dear = Array(9).fill('details.exists(d, d.quantityShipped < 0)').join(' || ');
  const webhooks = Array.from({ length: 500 }, (_, index) => webhook(String(index), dear));
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const found = await fanOut([long, long], [...webhooks, webhook('any', null)]);
  isDone = true;
  expect(found.map((matched) => matched.map(({ id }) => id))).toEqual([['any'], ['any']]);
  expect(turns).toBeGreaterThan(10);
});

test('without conditions no payload is read', async () => {
  const unreadable = { ...long, payload: 'no JSON' };
  expect(await fanOut([unreadable], [webhook('any', null)])).toMatchObject([[{ id: 'any' }]]);
  await expect(fanOut([unreadable], [webhook('any', 'true && hazmatFlag')])).rejects.toThrow('JSON');
});
