/** Why a delivery ended as CANCELED. */

export const cancelReasons = [
  /** `cancelDelivery`. */
  'PERSON',
  /** A person disabled its webhook. */
  'WEBHOOK_DISABLED',
  'WEBHOOK_DELETED',
  /** Its webhook was disabled: nothing but failures for too long. */
  'FAILURE_POLICY',
  /** Its webhook was disabled: it answered 410. */
  'ENDPOINT_GONE',
  /** By retention or an erasure: there is nothing left to send. */
  'PAYLOAD_REMOVED',
] as const;
export type CancelReason = (typeof cancelReasons)[number];
