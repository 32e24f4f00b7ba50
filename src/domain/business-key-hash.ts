/**
 * The number by which events are found again by a business key. Events carry the numbers of all their keys in
 * one indexed array: a row per key would cost a shipment of fifteen lines ten times as much to publish.
 */

/**
 * 53 bits of a tenant's key value, the same in every process and release: stored numbers depend on it. Two
 * values share a number once in some thousand million million pairs; nothing is protected by it.
 */
export const businessKeyHash = (tenantId: string, value: string): number => businessKeyHasher(tenantId)(value);

/** The same for many values of one tenant, whose id is then read once. */
export function businessKeyHasher(tenantId: string): (value: string) => number {
  let startLow = 0x811c9dc5;
  let startHigh = 0x9e3779b9;
  const start = `${tenantId}\n`;
  for (let index = 0; index < start.length; index++) {
    const unit = start.charCodeAt(index);
    startLow = Math.imul(startLow ^ unit, 0x01000193);
    startHigh = Math.imul(startHigh ^ unit, 0x85ebca6b) + (startHigh >>> 13);
  }
  return (value) => {
    let low = startLow;
    let high = startHigh;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b) + (high >>> 13);
    }
    low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35) ^ (high >>> 15);
    high = Math.imul(high ^ (high >>> 13), 0x27d4eb2f) ^ (low >>> 16);
    return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
  };
}
