/** Durations as conditions write them: `90d`, `1h30m`, `-1.5h`, `500ms`. */

const form = /^-?(?:\d{1,9}(?:\.\d{1,9})?(?:ms|[dhms]))+$/;
const part = /(\d+(?:\.\d+)?)(ms|[dhms])/g;
const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Longest that is accepted, in characters. */
const longest = 60;

/** In milliseconds; NaN when `text` is no duration. */
export function parseDuration(text: string): number {
  if (text.length > longest || !form.test(text)) return NaN;
  let ms = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(part)) ms += Number(amount) * (unitMs[unit] ?? NaN);
  return text.startsWith('-') ? -ms : ms;
}
