/** Where something belongs, or how far a caller may reach: a tenant, and optionally a company and a fulfillment center in it. */
export interface Scope {
  readonly tenantId: string;
  /** `null`: every company. */
  readonly companyId: string | null;
  /** `null`: every fulfillment center. */
  readonly fulfillmentCenterId: string | null;
}

/** Whether something in `inner` lies inside `outer`. */
export function isInScope(outer: Scope, inner: Scope): boolean {
  return (
    outer.tenantId === inner.tenantId &&
    (outer.companyId === null || outer.companyId === inner.companyId) &&
    (outer.fulfillmentCenterId === null || outer.fulfillmentCenterId === inner.fulfillmentCenterId)
  );
}

/** Everything of one tenant: for what the service does by itself, never for a caller. */
export const wholeTenant = (tenantId: string): Scope => ({ tenantId, companyId: null, fulfillmentCenterId: null });

export const isWholeTenant = ({ companyId, fulfillmentCenterId }: Scope): boolean =>
  companyId === null && fulfillmentCenterId === null;
