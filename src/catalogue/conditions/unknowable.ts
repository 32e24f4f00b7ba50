/** A value that cannot be known: not an exception, so that `||` and `&&` can do without it. */
import type { Expression } from './expression.ts';

export class Unknowable {
  readonly why: 'missing' | 'unfit' | 'divided' | 'range' | 'date' | 'work';
  readonly at: Expression;
  /** Which entry it was about; -1: none. */
  readonly entry: number;
  constructor(why: Unknowable['why'], at: Expression, entry: number) {
    this.why = why;
    this.at = at;
    this.entry = entry;
  }
}
