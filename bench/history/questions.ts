/** What is asked of the history: every filter by itself, those that people combine, both directions, deep pages. */
import type { DeliveryFilter, EventFilterBy } from '../../src/graphql/inputs/delivery-inputs.ts';
import { toPublicId } from '../../src/domain/ids.ts';
import { BUSY_WEBHOOK, DEAD_WEBHOOK, keys, RARE_WEBHOOK, REPLAY, webhookUuid } from './fill.ts';

const webhook = (uuid: string): string => toPublicId('webhook', uuid);
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
const ofFewWebhooks = [2, 3, 19].map((number) => webhook(webhookUuid(number)));
const lastWeek = { from: daysAgo(14), to: daysAgo(7) };

/** @param known ids of rows from the middle of the history */
export const deliveryQuestions = (known: { deliveryId: string; eventId: string; correlationId: string }) => {
  const questions: [string, DeliveryFilter][] = [
    ['all', {}],
    ['status: succeeded', { status: ['SUCCEEDED'] }],
    ['status: failed', { status: ['FAILED'] }],
    ['status: retrying', { status: ['RETRYING'] }],
    ['status: held', { status: ['HELD'] }],
    ['status: pending', { status: ['PENDING'] }],
    ['status: canceled', { status: ['CANCELED'] }],
    ['status: everything unfinished', { status: ['PENDING', 'HELD', 'RETRYING'] }],
    ['status: succeeded or failed', { status: ['SUCCEEDED', 'FAILED'] }],
    ['webhook: busy', { webhookIds: [webhook(BUSY_WEBHOOK)] }],
    ['webhook: hardly used', { webhookIds: [webhook(RARE_WEBHOOK)] }],
    ['webhook: never used', { webhookIds: [webhook(webhookUuid(20))] }],
    ['webhook: three', { webhookIds: ofFewWebhooks }],
    ['webhook: three, last week', { webhookIds: ofFewWebhooks, createdAt: lastWeek }],
    ['webhook that always fails: succeeded', { webhookIds: [webhook(DEAD_WEBHOOK)], status: ['SUCCEEDED'] }],
    ['webhook that always fails: failed', { webhookIds: [webhook(DEAD_WEBHOOK)], status: ['FAILED'] }],
    ['webhook hardly used: failed', { webhookIds: [webhook(RARE_WEBHOOK)], status: ['FAILED'] }],
    ['event', { eventIds: [toPublicId('event', known.eventId)] }],
    ['type: one in two', { eventTypes: ['pick.confirmed'] }],
    ['type: one in a thousand', { eventTypes: ['return.*'] }],
    ['type: none', { eventTypes: ['custom.nothing'] }],
    ['trigger: test', { trigger: ['TEST'] }],
    ['trigger: redelivery or replay', { trigger: ['REDELIVERY', 'REPLAY'] }],
    ['trigger: event', { trigger: ['EVENT'] }],
    ['outcome: success', { lastOutcome: ['SUCCESS'] }],
    ['outcome: timeout', { lastOutcome: ['TIMEOUT'] }],
    ['outcome: TLS error', { lastOutcome: ['TLS_ERROR'] }],
    ['outcome: protocol error (none)', { lastOutcome: ['PROTOCOL_ERROR'] }],
    ['status code: 503', { lastStatusCode: { min: 503, max: 503 } }],
    ['status code: 202', { lastStatusCode: { min: 202, max: 202 } }],
    ['status code: 4xx', { lastStatusCode: { min: 400, max: 499 } }],
    ['attempts: two or more', { attemptCount: { min: 2 } }],
    ['attempts: twenty (none)', { attemptCount: { min: 20 } }],
    ['time: last week', { createdAt: lastWeek }],
    ['time: one hour, failed', { createdAt: { from: daysAgo(10), to: daysAgo(10 - 1 / 24) }, status: ['FAILED'] }],
    ['time: before the history', { createdAt: { to: daysAgo(60) } }],
    ['replay', { replayId: toPublicId('replay', REPLAY) }],
    ['replay: failed', { replayId: toPublicId('replay', REPLAY), status: ['FAILED'] }],
    ['replay: unknown', { replayId: toPublicId('replay', webhookUuid(999)) }],
    ['scope: company with one event in ten', { scope: { companyId: 'CO2' } }],
    ['scope: company with one in a hundred', { scope: { companyId: 'CO3' } }],
    ['scope: company with none', { scope: { companyId: 'NONE', fulfillmentCenterId: 'FC1' } }],
    ['business key: an order', { businessKey: keys.rare }],
    ['business key: a wave, one event in 400', { businessKey: keys.common }],
    ['business key: a SKU in everything', { businessKey: keys.everywhere }],
    ['business key: unknown', { businessKey: 'SO-NONE' }],
    ['business key: a SKU in everything, failed', { businessKey: keys.everywhere, status: ['FAILED'] }],
    ['search: delivery', { search: toPublicId('delivery', known.deliveryId) }],
    ['search: event', { search: toPublicId('event', known.eventId) }],
    ['search: correlation id', { search: known.correlationId }],
    ['search: unknown', { search: 'nothing' }],
  ];
  return questions.map(([what, filter]) => ({ what, filter }));
};

export const eventQuestions = (known: { correlationId: string }) => {
  const questions: [string, EventFilterBy][] = [
    ['all', {}],
    ['type: one in two', { eventTypes: ['pick.*'] }],
    ['type: one in a thousand', { eventTypes: ['return.received'] }],
    ['business key: an order', { businessKey: keys.rare }],
    ['business key: a wave, one event in 400', { businessKey: keys.common }],
    ['business key: a SKU in everything', { businessKey: keys.everywhere }],
    ['business key: unknown', { businessKey: 'SO-NONE' }],
    ['correlation id', { correlationId: known.correlationId }],
    ['correlation id: unknown', { correlationId: 'nothing' }],
    ['idempotency key', { idempotencyKey: 'key-1' }],
    ['time: last week', { receivedAt: lastWeek }],
    ['scope: company with one event in a hundred', { scope: { companyId: 'CO3' } }],
    ['scope: company with none', { scope: { companyId: 'NONE' } }],
  ];
  return questions.map(([what, filter]) => ({ what, filter }));
};
