/** Why a delivery is HELD. */
export const shownHoldReasons = ['PAUSED', 'CIRCUIT', 'SECRETS'] as const;

export type ShownHoldReason = (typeof shownHoldReasons)[number];
