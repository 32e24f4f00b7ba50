/**
 * CPU that conditions cost when an event is published: once per event for reading its payload, if any webhook that asks
 * for it has a condition, and once per webhook for the condition. `npm run bench:conditions`; about three seconds.
 */
import { checkCondition, evaluateCondition, factsOf } from '../src/catalogue/conditions/conditions.ts';
import { findEventType } from '../src/catalogue/event-types.ts';
import { parsePayload } from '../src/catalogue/read-payload.ts';
import { asksFor, meetingConditions, type FanOutWebhook } from '../src/pipeline/fan-out.ts';
import { largeShipment, medianCpuMs } from './validation.ts';

const type = findEventType('shipment.closed');
if (type === undefined) throw new Error('No shipment.closed');
const sample = JSON.stringify(JSON.parse(type.exampleText));
const large = largeShipment(type.exampleText, 1000);

const short = 'trackingStatus == "SHIPPED"';
const whole =
  'trackingStatus == "SHIPPED" && countryCode != shipFromCountryCode && details.map(d, d.quantityShipped * d.price).sum() > 1000';
const longest = Array(9).fill('details.exists(d, d.quantityShipped < 0)').join(' || ');

function webhooks(count: number, condition: string | null): FanOutWebhook[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    eventTypes: ['shipment.*'],
    condition,
    status: 'ACTIVE',
    circuit: 'CLOSED',
    companyId: null,
    fulfillmentCenterId: null,
  }));
}

const event = { type: type.name, companyId: null, fulfillmentCenterId: null, payload: sample };
const facts = (text: string) => {
  const known = factsOf(type.name, text);
  known.payload();
  return known;
};
const ask = (condition: string, text: string) => {
  const known = facts(text);
  return () => evaluateCondition(condition, known);
};
const fan = (condition: string | null) => {
  const all = webhooks(100, condition);
  return () =>
    meetingConditions(
      event.type,
      event.payload,
      all.filter((webhook) => asksFor(webhook, event)),
    );
};

const rows: [what: string, run: () => unknown, repeats: number][] = [
  ['reading the payload of the shipment sample, once per event', () => parsePayload(sample), 500],
  ['reading the payload of a shipment of 1,000 lines', () => parsePayload(large), 5],
  ['a short condition', ask(short, sample), 20_000],
  ['three parts, one a sum over 3 lines', ask(whole, sample), 5_000],
  ['the same over 1,000 lines', ask(whole, large), 50],
  ['nine lists of 1,000 entries: near the bound', ask(longest, large), 10],
  ['checking when saved', () => checkCondition(whole, [type]), 200],
  ['100 webhooks without a condition', fan(null), 1_000],
  ['100 webhooks with three parts', fan(whole), 100],
];
for (const [what, run, repeats] of rows) {
  console.log(`${what.padEnd(60)} ${(medianCpuMs(run, repeats) * 1000).toFixed(2).padStart(9)} microseconds of CPU`);
}
