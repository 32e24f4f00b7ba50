/** Loaded into a process before anything else (`--import`): its clock is an hour ahead. */
const AHEAD_MS = 3_600_000;

const TrueDate = Date;
globalThis.Date = class extends TrueDate {
  constructor(...parameters: [] | [value: number | string | Date]) {
    if (parameters.length === 0) super(TrueDate.now() + AHEAD_MS);
    else super(...parameters);
  }
  static override now(): number {
    return TrueDate.now() + AHEAD_MS;
  }
} as DateConstructor;
