/** A time range as a condition on a column. */
import type { DateTimeRangeInput } from '../inputs/shared-inputs.ts';

export const timeRange = ({ from, to }: DateTimeRangeInput) => ({
  ...(from == null ? {} : { $gte: from }),
  ...(to == null ? {} : { $lt: to }),
});
