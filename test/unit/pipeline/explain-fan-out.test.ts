/** Of what is not kept any more the explanation says so, instead of guessing. */
import { expect, test } from 'vitest';
import { explainMissing, type ExplainedEvent, type ExplainedWebhook } from '../../../src/pipeline/explain-fan-out.ts';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 3, hour));
const event: ExplainedEvent = {
  type: 'pick.confirmed',
  companyId: 'C1',
  fulfillmentCenterId: 'FC1',
  receivedAt: at(12),
  payload: '',
  payloadRemovedAt: at(20),
};
const webhook: ExplainedWebhook = {
  eventTypes: ['pick.*'],
  companyId: null,
  fulfillmentCenterId: null,
  status: 'ACTIVE',
  statusChangedAt: at(1),
  createdAt: at(1),
  updatedAt: at(1),
};
const then = { condition: 'zoneId == "A"', isCertain: true, showsPersonalData: true, statuses: [] };

test('of a webhook that never changed only its condition can have kept an event back whose payload is gone', () => {
  expect(explainMissing(event, webhook, then)).toEqual({
    verdict: 'CONDITION_FALSE',
    explanation: expect.stringContaining('a condition that the event did not meet; its payload was removed at'),
  });
});

test('of a webhook that was changed after the event nobody knows, when the payload is gone', () => {
  const changed = { ...webhook, updatedAt: at(15) };
  expect(explainMissing(event, changed, then)).toEqual({
    verdict: 'UNKNOWN',
    explanation:
      'The webhook had a condition when the event came and was changed afterwards, at 2026-11-03T15:00:00.000Z. Whether it ' +
      'asked for pick.confirmed in this scope then is not kept, and what the condition made of the event cannot be told, ' +
      'because its payload was removed at 2026-11-03T20:00:00.000Z.',
  });
  expect(explainMissing(event, changed, { ...then, isCertain: false }).explanation).toMatch(
    /^The webhook has a condition/,
  );
});

test('what a webhook asks for now is told as that, when it was changed after the event', () => {
  const other = { ...webhook, eventTypes: ['return.received'], updatedAt: at(15) };
  expect(explainMissing(event, other, then)).toEqual({
    verdict: 'TYPE_NOT_SUBSCRIBED',
    explanation: expect.stringContaining('So it is since 2026-11-03T15:00:00.000Z'),
  });
  expect(explainMissing(event, { ...webhook, companyId: 'C2', updatedAt: at(15) }, then).explanation).toContain(
    'So it is',
  );
  expect(explainMissing(event, { ...webhook, companyId: 'C2' }, then).explanation).not.toContain('So it is');
});

test('what it asked for then is not guessed when its changes are not kept', () => {
  const changed = { ...webhook, updatedAt: at(15) };
  const none = { ...then, condition: null };
  expect(explainMissing(event, changed, { ...none, isCertain: false }).verdict).toBe('UNKNOWN');
  expect(explainMissing(event, changed, none).verdict).toBe('TYPE_NOT_SUBSCRIBED');
});
