/**
 * Reads JSON text token by token, strictly by RFC 8259, without building values: what JSON.parse refuses is refused
 * here. Numbers keep their source text, which JSON.parse would lose beyond 2^53.
 */
import type { ValueKind } from './payload-problem.ts';

/** Position in a text, and what is known of the token read last. */
export interface JsonCursor {
  readonly text: string;
  /** The UTF-16 units of `text`, then zeros. Shared with the cursor made next: valid until then. */
  readonly codes: Uint16Array;
  at: number;
  /** Of the string read last: it has escapes. */
  escaped: boolean;
  /** Of the string read last: it has characters beyond ASCII as they are. */
  beyondAscii: boolean;
  /** Of the number read last. */
  wholeDigits: number;
  fractionDigits: number;
  hasExponent: boolean;
}

/** Deeper values are refused, whatever their place. */
export const jsonDepthLimit = 64;

/** The text is no JSON. The message says what was expected, never what stood there. */
export class JsonSyntaxError extends Error {
  readonly at: number;
  constructor(expected: string, at: number) {
    super(expected);
    this.at = at;
  }
}

/** The text is nested deeper than `jsonDepthLimit`. */
export class JsonDepthError extends Error {}

export function createCursor(text: string): JsonCursor {
  return {
    text,
    codes: unitsOf(text),
    at: 0,
    escaped: false,
    beyondAscii: false,
    wholeDigits: 0,
    fractionDigits: 0,
    hasExponent: false,
  };
}

/** Units kept for the next text; the room of a larger one is given back. */
const KEPT_UNITS = 32 * 1024;
/** Where texts are unpacked: reading an element of an array costs a third of what String.charCodeAt does. */
let scratch = new Uint16Array(KEPT_UNITS);
let scratchBytes = Buffer.from(scratch.buffer);

/** Relies on a little-endian machine, as all are that PostgreSQL comes for. */
function unitsOf(text: string): Uint16Array {
  const { length } = text;
  const wanted = Math.max(length + 2, KEPT_UNITS);
  if (scratch.length !== wanted) {
    scratch = new Uint16Array(wanted);
    scratchBytes = Buffer.from(scratch.buffer);
  }
  scratchBytes.write(text, 'utf16le');
  // Two, because a backslash at the end is passed over together with what follows it.
  scratch[length] = 0;
  scratch[length + 1] = 0;
  return scratch;
}

export function skipSpace(cursor: JsonCursor): void {
  const { codes } = cursor;
  let code = codes[cursor.at];
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = codes[++cursor.at];
}

/** Whether these units stand at the cursor. */
export function standHere({ codes, at }: JsonCursor, units: Uint16Array): boolean {
  for (let index = 0; index < units.length; index++) {
    if (codes[at + index] !== units[index]) return false;
  }
  return true;
}

/** Kind of the value that begins here, told by its first character. */
export function kindHere(cursor: JsonCursor): ValueKind {
  const code = cursor.codes[cursor.at];
  if (code === 0x22) return 'string';
  if (code === 0x2d || isDigit(code)) return 'number';
  if (code === 0x7b) return 'object';
  if (code === 0x5b) return 'array';
  if (code === 0x74 || code === 0x66) return 'boolean';
  if (code === 0x6e) return 'null';
  throw new JsonSyntaxError('expected a value', cursor.at);
}

/** Moves behind the string that begins here. */
export function readString(cursor: JsonCursor): void {
  const { codes } = cursor;
  const start = cursor.at;
  let at = start + 1;
  let escaped = false;
  let seen = 0;
  for (;;) {
    const code = codes[at] ?? 0;
    if (code === 0x22) break;
    if (code === 0x5c) {
      escaped = true;
      at++;
    } else if (code < 0x20) {
      throw new JsonSyntaxError(
        at < cursor.text.length ? 'control characters in text must be escaped' : 'the text has no closing quote',
        at,
      );
    }
    seen |= code;
    at++;
  }
  cursor.escaped = escaped;
  cursor.beyondAscii = seen > 0x7f;
  cursor.at = at + 1;
  if (escaped) stringValue(cursor, start);
}

/** Value of the string that began at `start` and was just read. */
export function stringValue(cursor: JsonCursor, start: number): string {
  const { text, at } = cursor;
  if (!cursor.escaped) return text.slice(start + 1, at - 1);
  try {
    return JSON.parse(text.slice(start, at)) as string;
  } catch {
    throw new JsonSyntaxError('an escape in text is malformed', start);
  }
}

/** Moves behind the number that begins here. */
export function readNumber(cursor: JsonCursor): void {
  const { codes } = cursor;
  if (codes[cursor.at] === 0x2d) cursor.at++;
  const start = cursor.at;
  cursor.wholeDigits = readDigits(cursor);
  if (cursor.wholeDigits > 1 && codes[start] === 0x30) {
    throw new JsonSyntaxError('a number must not begin with a zero', start);
  }
  cursor.fractionDigits = 0;
  if (codes[cursor.at] === 0x2e) {
    cursor.at++;
    cursor.fractionDigits = readDigits(cursor);
  }
  const code = codes[cursor.at];
  cursor.hasExponent = code === 0x65 || code === 0x45;
  if (!cursor.hasExponent) return;
  const sign = codes[++cursor.at];
  if (sign === 0x2b || sign === 0x2d) cursor.at++;
  readDigits(cursor);
}

function readDigits(cursor: JsonCursor): number {
  const { codes } = cursor;
  const start = cursor.at;
  let at = start;
  while (isDigit(codes[at])) at++;
  if (at === start) throw new JsonSyntaxError('expected a digit', start);
  cursor.at = at;
  return at - start;
}

const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 0x30 && code <= 0x39;

export function readWord(cursor: JsonCursor, word: 'true' | 'false' | 'null'): void {
  if (!cursor.text.startsWith(word, cursor.at)) throw new JsonSyntaxError('expected a value', cursor.at);
  cursor.at += word.length;
}

/** Moves behind the colon after a key, to its value. */
export function readColon(cursor: JsonCursor): void {
  skipSpace(cursor);
  if (cursor.codes[cursor.at] !== 0x3a) throw new JsonSyntaxError('expected ":"', cursor.at);
  cursor.at++;
  skipSpace(cursor);
}

/** After a member or entry: true when a comma, and so another one, follows; false behind the closing bracket. */
export function readComma(cursor: JsonCursor, close: '}' | ']'): boolean {
  skipSpace(cursor);
  const code = cursor.codes[cursor.at];
  if (code !== 0x2c && code !== close.charCodeAt(0)) {
    throw new JsonSyntaxError(`expected "," or "${close}"`, cursor.at);
  }
  cursor.at++;
  if (code !== 0x2c) return false;
  skipSpace(cursor);
  return true;
}

/** Moves behind an opening bracket; true when something stands inside, false behind the closing bracket. */
export function readOpening(cursor: JsonCursor, close: '}' | ']'): boolean {
  cursor.at++;
  skipSpace(cursor);
  if (cursor.codes[cursor.at] !== close.charCodeAt(0)) return true;
  cursor.at++;
  return false;
}

/** Moves behind the key that must begin here. */
export function readKey(cursor: JsonCursor): void {
  if (cursor.codes[cursor.at] !== 0x22) {
    throw new JsonSyntaxError('expected a field name in double quotes', cursor.at);
  }
  readString(cursor);
}

/** Moves behind the value that begins here, whatever it is; `depth` is how deep it stands. */
export function skipValue(cursor: JsonCursor, depth: number): void {
  const kind = kindHere(cursor);
  if (kind === 'string') return readString(cursor);
  if (kind === 'number') return readNumber(cursor);
  if (kind === 'null') return readWord(cursor, 'null');
  if (kind === 'boolean') return readBoolean(cursor);
  if (depth >= jsonDepthLimit) throw new JsonDepthError();
  const close = kind === 'object' ? '}' : ']';
  if (!readOpening(cursor, close)) return;
  do {
    if (kind === 'object') {
      readKey(cursor);
      readColon(cursor);
    }
    skipValue(cursor, depth + 1);
  } while (readComma(cursor, close));
}

export function readBoolean(cursor: JsonCursor): void {
  readWord(cursor, cursor.codes[cursor.at] === 0x74 ? 'true' : 'false');
}
