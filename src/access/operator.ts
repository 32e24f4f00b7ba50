/** Who acts without a credential of the API: whoever may use the database, at the command line or at the first start. */
import type { AuditActor } from '../database/audit-log.ts';

export const operatorOf = (tenantId: string): AuditActor => ({
  tenantId,
  actorId: 'operator',
  name: 'Operator',
  role: null,
  origin: { remoteAddress: null, userAgent: null, operationName: null },
});
