/** The intervals of a statistic: whole ones, in UTC, around the half-open range asked for. */
import { GraphQLError } from 'graphql';
import { grainKeepDays, grainWidths, type StatsGrain } from '../../domain/stats-grain.ts';
import type { DateTimeRangeInput } from '../inputs/shared-inputs.ts';

/** Intervals of one answer at most. */
export const INTERVALS_LIMIT = 1_500;

/** Instants are milliseconds since 1970. */
export interface StatsRange {
  readonly interval: StatsGrain;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Of every interval, oldest first. */
  readonly starts: readonly number[];
}

/**
 * Widens a range to whole intervals.
 * @throws GraphQLError BAD_USER_INPUT for a range without a start, an empty one, one of too many intervals, or one from
 *   before the time for which such intervals are kept
 */
export function toStatsRange({ from, to }: DateTimeRangeInput, interval: StatsGrain, now = Date.now()): StatsRange {
  const width = grainWidths[interval];
  if (from == null) throw badInput('range.from is required.');
  const end = to?.getTime() ?? now;
  if (from.getTime() >= end) throw badInput(`range.from must be before range.to${to == null ? ', which is now' : ''}.`);
  const first = Math.floor(from.getTime() / width) * width;
  const last = Math.ceil(end / width) * width;
  const count = (last - first) / width;
  if (count > INTERVALS_LIMIT) {
    throw badInput(
      `A statistic has at most ${INTERVALS_LIMIT} intervals; this range has ${count}: shorten it, or take longer intervals.`,
    );
  }
  refuseForgotten(first, interval, now);
  return {
    interval,
    from: first,
    to: last,
    starts: Array.from({ length: count }, (_, index) => first + index * width),
  };
}

/** Zeros for what was counted and dropped would be a lie. */
function refuseForgotten(first: number, interval: StatsGrain, now: number): void {
  const days = grainKeepDays[interval];
  if (days === null || first >= now - days * grainWidths.DAY) return;
  throw badInput(`Intervals of one ${interval} are kept for ${days} days: begin later, or take longer intervals.`);
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
