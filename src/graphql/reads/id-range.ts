/** Times as ranges of ids: a row's id begins with the millisecond in which it was made. */
import { HIGHEST_UUID, LOWEST_UUID } from '../../domain/ids.ts';

/**
 * An id is made by the process, a row's time by the database. The rows within this distance of the range's ends are
 * compared by their times; a process whose clock is farther off makes rows that a filter by time may miss.
 */
const CLOCK_DIFFERENCE_MS = 60_000;

const LATEST_MS = 0xffff_ffff_ffff;

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

/** When the row of an id was made, by the clock of the process that made it. */
export const timeOfId = (id: string): Date => new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));

function firstIdAt(time: number): string {
  const hex = Math.min(Math.max(time, 0), LATEST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
