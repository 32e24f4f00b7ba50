/** The widths in which deliveries are counted, and for how long each is kept. All in UTC. */
import { HIGHEST_UUID, LOWEST_UUID } from './ids.ts';

export const statsGrains = ['MINUTE', 'HOUR', 'DAY'] as const;
export type StatsGrain = (typeof statsGrains)[number];

const DAY_MS = 86_400_000;

/** Milliseconds. */
export const grainWidths: Readonly<Record<StatsGrain, number>> = { MINUTE: 60_000, HOUR: 3_600_000, DAY: DAY_MS };

/** Days that counts are kept; days are kept for good. */
export const grainKeepDays: Readonly<Record<StatsGrain, number | null>> = { MINUTE: 14, HOUR: 400, DAY: null };

/** What stands for the whole tenant instead of a webhook, and then without an event type. */
export const WHOLE_TENANT = LOWEST_UUID;
/** What stands for all webhooks together, by event type. Another than above, so that neither reads the other's rows. */
export const EVERY_WEBHOOK = HIGHEST_UUID;
