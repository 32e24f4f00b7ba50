/**
 * The number by which events are found again by a business key. Events carry the numbers of all their keys in
 * one indexed array: a row per key would cost a shipment of fifteen lines ten times as much to publish.
 */

/**
 * 53 bits of a tenant's key value, the same in every process and release: stored numbers depend on it. Two
 * values share a number once in some thousand million million pairs; nothing is protected by it.
 */
export function businessKeyHash(tenantId: string, value: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  const add = (text: string): void => {
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b) + (high >>> 13);
    }
  };
  add(tenantId);
  add('\n');
  add(value);
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35) ^ (high >>> 15);
  high = Math.imul(high ^ (high >>> 13), 0x27d4eb2f) ^ (low >>> 16);
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}
