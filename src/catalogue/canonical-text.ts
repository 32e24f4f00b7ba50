/**
 * Collects the canonical text of a payload out of its source text. What already stands in the source as it should is
 * taken over in runs as long as possible: a payload that is canonical already costs no copying of its fields.
 */
import type { JsonCursor } from './json-cursor.ts';

export interface CanonicalText {
  readonly source: string;
  /** Its UTF-16 units. */
  readonly codes: Uint16Array;
  done: string;
  /** Run of the source that belongs behind `done`: from `runStart` to before `runEnd`. */
  runStart: number;
  runEnd: number;
}

export function createCanonicalText({ text, codes }: JsonCursor): CanonicalText {
  return { source: text, codes, done: '', runStart: 0, runEnd: 0 };
}

/** Adds the source from `start` to before `end`. */
export function copySource(out: CanonicalText, start: number, end: number): void {
  if (out.runEnd !== start) {
    endRun(out);
    out.runStart = start;
  }
  out.runEnd = end;
}

/** Adds one character; when the source goes on with the same, it joins the run. */
export function putCharacter(out: CanonicalText, code: number, character: string): void {
  if (out.codes[out.runEnd] === code && out.runEnd !== out.runStart) out.runEnd++;
  else putText(out, character);
}

export function putText(out: CanonicalText, text: string): void {
  endRun(out);
  out.done += text;
}

export function finishText(out: CanonicalText): string {
  endRun(out);
  return out.done;
}

function endRun(out: CanonicalText): void {
  if (out.runEnd > out.runStart) out.done += out.source.slice(out.runStart, out.runEnd);
  out.runStart = out.runEnd;
}
