/** The `Retry-After` header (RFC 9110, section 10.2.3): seconds or one of the three HTTP date forms. */

/** However many digits a number has, it means a long time: no more than this, so that a date can say it. The retry policy caps it. */
const LONG_S = 1e10;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(?<month>${months.join('|')})`;
const time = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)';
const dateForms = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d{2}) ${month} (?<year>\\d{4}) ${time} GMT$`),
  // Sunday, 06-Nov-94 08:49:37 GMT (RFC 850)
  new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d{2})-${month}-(?<year>\\d{2}) ${time} GMT$`),
  // Sun Nov  6 08:49:37 1994 (asctime)
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/**
 * When the receiver asks to be tried again, however far ahead (300 years at most for seconds); undefined when the header
 * is absent, malformed, negative or in the past.
 * @param now the instant the answer arrived; seconds count from it.
 */
export function parseRetryAfter(value: string | undefined, now: Date): Date | undefined {
  const text = value?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now.getTime() + Math.min(Number(text), LONG_S) * 1000 : parseHttpDate(text, now);
  if (at === undefined || at < now.getTime()) return undefined;
  return new Date(at);
}

function parseHttpDate(text: string, now: Date): number | undefined {
  const groups = dateForms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (!groups) return undefined;
  const number = (name: string) => Number(groups[name]);
  const year = groups['year']?.length === 2 ? fullYear(number('year'), now) : number('year');
  const monthIndex = months.indexOf(groups['month'] ?? '');
  const day = number('day');
  const at = new Date(Date.UTC(year, monthIndex, day));
  // Date.UTC turns 31 February into 3 March: such a date does not exist.
  if (at.getUTCMonth() !== monthIndex || at.getUTCDate() !== day) return undefined;
  return at.setUTCHours(number('hour'), number('minute'), number('second'));
}

/** Two digits that seem more than 50 years ahead mean the last year in the past that ends so (RFC 9110, 5.6.7). */
function fullYear(twoDigits: number, now: Date): number {
  const thisYear = now.getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear + 50 ? year - 100 : year;
}
