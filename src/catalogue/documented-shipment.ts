import { findEventType } from './event-types.ts';

/** A closed shipment as the vendor's documentation has it, but of this tenant: the text of its payload. */
export function documentedShipment(tenantId: string): string {
  const text = findEventType('shipment.closed')?.exampleTexts.at(-1) ?? '';
  return text.replace(/("tenantId"\s*:\s*)"[^"]*"/, (_, name: string) => name + JSON.stringify(tenantId));
}
