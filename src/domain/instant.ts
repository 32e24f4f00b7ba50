/**
 * Dates, a payload's and others: RFC 3339 in, UTC to the second out. Stricter than Date.parse, which also takes 24:00,
 * lower-case letters, missing zones and 30 February.
 */

const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const commonMonthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const minuteMs = 60_000;
/** Years 0001 to 9999 in UTC: what both four-digit years and PostgreSQL can hold. */
const earliestMs = -62_135_596_800_000;
const latestMs = 253_402_300_799_999;

/** Milliseconds since 1970, finer digits cut; NaN when `text` is no date by our rules. */
export function parseInstant(text: string): number {
  if (!form.test(text) || !existsOnClock(text)) return NaN;
  // Date.UTC reads the years 0 to 99 as 1900 to 1999, setUTCFullYear does not.
  const date = new Date(0);
  date.setUTCFullYear(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5) - 1, twoDigits(text, 8));
  date.setUTCHours(twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17));
  let ms = date.getTime();
  const zone = text.endsWith('Z') ? text.length - 1 : text.length - 6;
  if (zone > 20) ms += Number(text.slice(20, Math.min(23, zone)).padEnd(3, '0'));
  if (text[zone] !== 'Z') {
    const [hours, minutes] = [twoDigits(text, zone + 1), twoDigits(text, zone + 4)];
    if (hours > 23 || minutes > 59) return NaN;
    ms += (text[zone] === '-' ? 1 : -1) * (hours * 60 + minutes) * minuteMs;
  }
  return isInstant(ms) ? ms : NaN;
}

/** Whether milliseconds since 1970 are within the years that a date can have. */
export const isInstant = (ms: number | bigint): boolean => ms >= earliestMs && ms < latestMs + 1;

/** `YYYY-MM-DDTHH:mm:ssZ`, the fraction cut; with `keepMilliseconds` also `.SSS` when they are not zero. */
export function formatInstant(ms: number, keepMilliseconds: boolean): string {
  const text = new Date(ms).toISOString();
  return keepMilliseconds && !text.endsWith('.000Z') ? text : `${text.slice(0, 19)}Z`;
}

/** Whether `text` is a date in UTC to the second, which is emitted as it stands. The common case, without a Date. */
export function isWholeSecondUtc(text: string): boolean {
  return text.length === 20 && !text.startsWith('0000') && form.test(text) && existsOnClock(text);
}

/** Whether the calendar has the day and the clock the time; `text` must have the form of a date. */
function existsOnClock(text: string): boolean {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (day < 1 || day > daysInMonth(year, month)) return false;
  return twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59;
}

function daysInMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeapYear ? 29 : (commonMonthDays[month - 1] ?? 0);
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}
