/** Times as ranges of ids: a row's id begins with the millisecond in which it was made. */
import { firstUuidAt, HIGHEST_UUID, LOWEST_UUID } from '../../domain/ids.ts';

/**
 * An id is made by the process, a row's time by the database. The rows within this distance of the range's ends are
 * compared by their times; a process whose clock is farther off makes rows that a filter by time may miss.
 */
const CLOCK_DIFFERENCE_MS = 60_000;

export interface TimeRange {
  readonly from?: Date | null;
  readonly to?: Date | null;
}

/** Ids between which the rows of a time range lie. */
export function idRange(range: TimeRange | null | undefined): { low: string; high: string } {
  return {
    low: range?.from == null ? LOWEST_UUID : firstIdAt(range.from.getTime() - CLOCK_DIFFERENCE_MS),
    high: range?.to == null ? HIGHEST_UUID : firstIdAt(range.to.getTime() + CLOCK_DIFFERENCE_MS),
  };
}

const firstIdAt = (ms: number): string => firstUuidAt(new Date(ms));
