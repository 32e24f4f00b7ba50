/** An API key as the audit log tells of it. */
import type { AuditRecord } from '../database/audit-log.ts';
import { toPublicId } from '../domain/ids.ts';
import type { Role } from '../domain/role.ts';

export interface DescribedKey {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  readonly allowedEventTypes?: readonly string[] | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly mayReadPersonalData?: boolean | null | undefined;
}

/** Which key an entry is about, where it belongs, and what it may do. */
export const describeKey = ({ id, name, role, companyId, fulfillmentCenterId, ...key }: DescribedKey) =>
  ({
    targetType: 'API_KEY',
    targetId: toPublicId('apiKey', id),
    companyId,
    fulfillmentCenterId,
    after: {
      ...{ name, role, companyId: companyId ?? null, fulfillmentCenterId: fulfillmentCenterId ?? null },
      allowedEventTypes: key.allowedEventTypes ?? [],
      expiresAt: key.expiresAt ?? null,
      mayReadPersonalData: key.mayReadPersonalData ?? false,
    },
  }) satisfies Partial<AuditRecord>;
