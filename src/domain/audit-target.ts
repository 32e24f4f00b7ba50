/** The kinds of things that the audit log tells of. */
export const auditTargetTypes = ['WEBHOOK', 'DELIVERY', 'REPLAY', 'EVENT_TYPE', 'API_KEY', 'TENANT'] as const;

export type AuditTargetType = (typeof auditTargetTypes)[number];
