/** Who is asking: what a credential says about its bearer. Everything a request may see follows from it. */

export const roles = ['ADMINISTRATOR', 'VIEWER', 'PUBLISHER'] as const;

/** ADMINISTRATOR manages and publishes; VIEWER reads; PUBLISHER publishes and sees no webhook. */
export type Role = (typeof roles)[number];

export interface Viewer {
  /** UUID of the API key. */
  readonly keyId: string;
  readonly name: string;
  readonly tenantId: string;
  /** `null`: every company of the tenant. */
  readonly companyId: string | null;
  /** `null`: every fulfillment center. */
  readonly fulfillmentCenterId: string | null;
  readonly role: Role;
  readonly expiresAt: Date | null;
}
