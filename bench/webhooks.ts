/** The webhooks and payloads of the benchmark. */
import { toPublicId } from '../src/domain/ids.ts';
import type { Installation } from './installation.ts';
import type { Service } from './service.ts';

const CREATE = `mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { webhook { id } errors { message path } }
}`;

/** Makes a webhook for one company's shipments; returns its id. */
export async function createWebhook(
  service: Service,
  webhook: { readonly name: string; readonly url: string; readonly companyId: string },
): Promise<string> {
  const { name, url, companyId } = webhook;
  const { createWebhook: made } = await service.graphql<{ createWebhook: { webhook: { id: string } | null } }>(CREATE, {
    input: { name, url, eventTypes: ['shipment.closed'], scope: { companyId } },
  });
  if (made.webhook === null) throw new Error(JSON.stringify(made));
  return made.webhook.id;
}

/**
 * A webhook per receiver, in place of those there were: every company has as many of them as `fanOut` says.
 * @returns the companies
 */
export async function createWebhooks(service: Service, installation: Installation, fanOut: number): Promise<string[]> {
  await installation.admin.query('update dockhook.webhook set deleted_at = now() where deleted_at is null');
  const count = installation.receiverUrls.length / fanOut;
  const companies = Array.from({ length: count }, (_, index) => `C${index}`);
  for (const [index, url] of installation.receiverUrls.entries()) {
    await createWebhook(service, { name: `Receiver ${index}`, url, companyId: `C${index % count}` });
  }
  return companies;
}

/** Public ids of the webhooks there are. */
export async function webhookIds({ admin }: Installation): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>('select id from dockhook.webhook where deleted_at is null');
  return rows.map(({ id }) => toPublicId('webhook', id));
}

/** A shipment of about so many kilobytes. */
export function createPayload(kilobytes: number, companyId: string): string {
  const line = (lineNumber: number) => ({
    lineNumber,
    product: `SKU-${lineNumber}-DRESS-BLACK-M`,
    lot: 'LOT-2026-001',
    quantityShipped: 95,
    upcBarcode: '012345678901',
    price: 29.99,
  });
  const shipment = {
    timestamp: '2026-02-02T16:00:00Z',
    tenantId: 'TENANT001',
    companyId,
    fulfillmentCenterId: 'FC001',
    workControlNumber: 1234567890,
    lpn: 'LPN00001',
    carrier: 'UPS',
    carrierService: 'GROUND',
    trackingNumber: '1Z999AA10123456784',
    trackingStatus: 'SHIPPED',
    shipDate: '2026-02-02T10:30:00Z',
    salesOrderId: 'SO123456',
    customerId: 'CUST001',
    firstName: 'John',
    lastName: 'Doe',
    addressLine1: '123 Main Street',
    city: 'Los Angeles',
    countryCode: 'US',
    totalCartons: 5,
    weightShipment: 25.5,
    details: [line(1)],
  };
  while (JSON.stringify(shipment).length < kilobytes * 1000) shipment.details.push(line(shipment.details.length + 1));
  return JSON.stringify(shipment);
}
