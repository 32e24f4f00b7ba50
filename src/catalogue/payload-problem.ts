/**
 * What is wrong with a payload, in a form that may be shown to whoever published it: where, which rule, what kind of
 * value stood there. Never the value itself: payloads hold names and addresses.
 */

/** JSON's own words for a value. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** The rule that was broken. `syntax`, `size` and `depth` concern the payload as a whole and stand alone. */
export type PayloadRule =
  | 'syntax'
  | 'size'
  | 'depth'
  | 'required'
  | 'unknown'
  | 'duplicate'
  | 'type'
  | 'text'
  | 'maxLength'
  | 'enum'
  | 'date'
  | 'long'
  | 'integer'
  | 'finite'
  | 'minimum'
  | 'maximum'
  | 'maxItems';

export interface PayloadProblem {
  /** From the top of the payload: `['details', '3', 'price']`; empty for the payload itself. Unknown names are cut and cleaned. */
  readonly path: readonly string[];
  readonly rule: PayloadRule;
  /** One English sentence without the path. */
  readonly message: string;
  /** Kind of the value that was given; absent where nothing was. */
  readonly valueKind?: ValueKind;
  /** For an unknown field: the path of the known one that was probably meant. */
  readonly suggestion?: string;
}

/** More are not looked for: whoever fixes twenty publishes again. */
export const problemLimit = 20;

const shownNameLimit = 60;

/** A name from outside made safe to show: control characters and broken surrogates replaced, at most 60 characters. */
export function shownName(name: string): string {
  const clean = name
    .slice(0, shownNameLimit)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return name.length > shownNameLimit ? `${clean}…` : clean;
}

/** The problem as one sentence that says where, what and by which rule: `details[3].price must be a number, but is a string (rule type).` */
export function describeProblem({ path, rule, message, valueKind }: PayloadProblem): string {
  const given = valueKind === undefined ? '' : withArticle(valueKind);
  const kind = given === '' || message.includes(`is ${given}`) ? '' : `, given ${given}`;
  return `${placeOf(path)} ${message} (rule ${rule}${kind}).`;
}

function placeOf(path: readonly string[]): string {
  if (path.length === 0) return 'The payload';
  return path.map((name, at) => (/^\d+$/.test(name) ? `[${name}]` : at === 0 ? name : `.${name}`)).join('');
}

/** "a string", "an array". */
export function withArticle(kind: ValueKind): string {
  if (kind === 'null') return 'null';
  return kind === 'object' || kind === 'array' ? `an ${kind}` : `a ${kind}`;
}
