/** What the people who own a webhook want of it, and why it is not active. */

export const webhookStatuses = ['ACTIVE', 'PAUSED', 'DISABLED'] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

export const webhookStatusReasons = [
  'MANUAL',
  'FAILURE_POLICY',
  'ENDPOINT_GONE',
  'EGRESS_POLICY',
  'UNVERIFIED',
] as const;
export type WebhookStatusReason = (typeof webhookStatusReasons)[number];
