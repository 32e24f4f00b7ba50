/** Conditions that people asked for, each with payloads that do and do not meet it: an example with some fields changed. */

export interface ConditionVector {
  readonly name: string;
  readonly eventType: string;
  readonly condition: string;
  readonly cases: readonly {
    readonly title: string;
    /** The full sample of the type, or the payload that the vendor's page shows. */
    readonly base: 'sample' | 'documented';
    /** By path; null takes a field away. */
    readonly patch: Readonly<Record<string, string | number | boolean | null>>;
    readonly result: 'TRUE' | 'FALSE' | 'ERROR';
  }[];
}

export const conditionVectors: readonly ConditionVector[] = [
  {
    name: 'short picks in the east',
    eventType: 'pick.confirmed',
    condition: 'fulfillmentCenterId.startsWith("FC-EAST") && lines.exists(l, l.quantityShort > 0)',
    cases: [
      { title: 'one short line of two', base: 'sample', patch: {}, result: 'TRUE' },
      { title: 'nothing short', base: 'documented', patch: {}, result: 'FALSE' },
      { title: 'other warehouse', base: 'sample', patch: { fulfillmentCenterId: 'FC-WEST-02' }, result: 'FALSE' },
      { title: 'quantityShort absent', base: 'sample', patch: { 'lines.0.quantityShort': null }, result: 'ERROR' },
    ],
  },
  {
    name: 'stock that falls through its reorder point',
    eventType: 'inventory.updated',
    condition:
      'lines.exists(l, l.product.startsWith("LAMP-") && l.quantityAvailable < l.reorderPoint && l.previousQuantityAvailable >= l.reorderPoint)',
    cases: [
      { title: 'crosses 21 to 19 at 20', base: 'sample', patch: {}, result: 'TRUE' },
      { title: 'already under', base: 'sample', patch: { 'lines.0.previousQuantityAvailable': 19.5 }, result: 'FALSE' },
      { title: 'exactly at the point', base: 'sample', patch: { 'lines.0.quantityAvailable': 20 }, result: 'FALSE' },
      { title: 'other prefix', base: 'sample', patch: { 'lines.0.product': 'SOCK-1' }, result: 'FALSE' },
      { title: 'no reorder point kept', base: 'sample', patch: { 'lines.0.reorderPoint': null }, result: 'ERROR' },
    ],
  },
  {
    name: 'dear goods that go abroad',
    eventType: 'shipment.closed',
    condition:
      'trackingStatus == "SHIPPED" && countryCode != shipFromCountryCode && details.map(d, d.quantityShipped * d.price).sum() > 1000',
    cases: [
      { title: 'US to CA, 1,771.40', base: 'sample', patch: {}, result: 'TRUE' },
      { title: 'same country', base: 'sample', patch: { countryCode: 'US' }, result: 'FALSE' },
      { title: 'voided', base: 'sample', patch: { trackingStatus: 'VOIDED' }, result: 'FALSE' },
      { title: 'no country that it ships from', base: 'documented', patch: {}, result: 'ERROR' },
    ],
  },
  {
    name: 'wholesale orders in trouble',
    eventType: 'order.status',
    condition: 'orderType == "WHOLESALE" && orderTotal >= 1000 && orderStatus in ["ON_HOLD","BACKORDERED","CANCELLED"]',
    cases: [
      { title: 'partly shipped', base: 'sample', patch: {}, result: 'FALSE' },
      { title: 'held', base: 'sample', patch: { orderStatus: 'ON_HOLD' }, result: 'TRUE' },
      {
        title: 'held, too small',
        base: 'sample',
        patch: { orderStatus: 'ON_HOLD', orderTotal: 999.99 },
        result: 'FALSE',
      },
    ],
  },
  {
    name: 'freight that costs more than was billed',
    eventType: 'shipment.closed',
    condition: 'freightCost > freightCharged * 1.1 || billableWeight > weightShipment * 1.5',
    cases: [
      { title: 'rated 52 against 26.6', base: 'sample', patch: {}, result: 'TRUE' },
      { title: 'neither', base: 'sample', patch: { billableWeight: 30 }, result: 'FALSE' },
      {
        title: 'cost over, weights absent',
        base: 'sample',
        patch: { billableWeight: null, freightCost: 90 },
        result: 'TRUE',
      },
      { title: 'no charges', base: 'documented', patch: {}, result: 'ERROR' },
    ],
  },
  {
    name: 'receipts that expire soon',
    eventType: 'inventory.updated',
    condition: 'transactionType == "RECEIPT" && lines.exists(l, l.lotExpirationDate < timestamp + duration("90d"))',
    cases: [
      { title: 'a count, not a receipt', base: 'sample', patch: {}, result: 'FALSE' },
      {
        title: 'receipt of a short-dated lot',
        base: 'sample',
        patch: { transactionType: 'RECEIPT', 'lines.0.lotExpirationDate': '2026-05-01T00:00:00Z' },
        result: 'TRUE',
      },
      { title: 'receipt, long-dated', base: 'sample', patch: { transactionType: 'RECEIPT' }, result: 'FALSE' },
      {
        title: 'no expiry',
        base: 'sample',
        patch: { transactionType: 'RECEIPT', 'lines.0.lotExpirationDate': null },
        result: 'ERROR',
      },
    ],
  },
];

/** The payload of a case as text that is checked and canonical already. */
export function patched(exampleText: string, patch: Readonly<Record<string, unknown>>): string {
  const payload = JSON.parse(exampleText) as Record<string, unknown>;
  for (const [path, value] of Object.entries(patch)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const object = keys.reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, payload);
    if (value === null) delete object[last];
    else object[last] = value;
  }
  return JSON.stringify(payload);
}
