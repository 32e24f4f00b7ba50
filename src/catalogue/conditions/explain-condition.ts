/** Why a condition was not met, in a sentence with the values that decided. */
import { formatInstant } from '../../domain/instant.ts';
import { MASK } from '../../domain/mask.ts';
import { cut } from './checking.ts';
import { compile, type Scope, type Value } from './compile-condition.ts';
import { conditionLimits } from './condition-limits.ts';
import { partsOf, readsPersonalData, type Expression, type ListExpression } from './expression.ts';
import { Unknowable } from './unknowable.ts';

/** Alternatives, or entries of a list, that are told of. */
const TOLD = 3;

interface Telling {
  readonly scope: Scope;
  /** Whether the reader may see names, addresses and contacts of people. */
  readonly showsPersonalData: boolean;
}

/** Each part is evaluated on its own, with all the work that it may do. */
const evaluate = (expression: Expression, scope: Scope): Value =>
  compile(expression)({ ...scope, left: conditionLimits.entries });

/** Of a condition that was evaluated to false. */
export function explainFalse(expression: Expression, telling: Telling): string {
  const { scope } = telling;
  switch (expression.op) {
    case 'and': {
      const left = evaluate(expression.left, scope);
      return explainFalse(left === false ? expression.left : expression.right, telling);
    }
    case 'or': {
      const sides = alternatives(expression);
      const told = sides.slice(0, TOLD).map((side) => explainFalse(side, telling));
      return [...told, ...(sides.length > TOLD ? [`and ${sides.length - TOLD} more`] : [])].join('; ');
    }
    case 'quantify':
      return explainQuantifier(expression, telling);
    default: {
      const facts = factsOf(expression, telling).join(', ');
      return `"${cut(expression.source)}" is false${facts === '' ? '' : `: ${facts}`}`;
    }
  }
}

/** Of a condition that could not be evaluated. */
export function explainUnknowable({ why, at, entry }: Unknowable): string {
  switch (why) {
    case 'missing':
      return `${placeOf(at, entry)} is missing`;
    case 'divided':
      return `"${cut(at.source)}" divides by zero`;
    case 'range':
      return `"${cut(at.source)}" is too large a number`;
    case 'date':
      return `"${cut(at.source)}" is no date of the years 1 to 9999`;
    case 'unfit':
      return `${placeOf(at, entry)} is of another kind than the event type says now`;
    case 'work':
      return `the lists have too many entries to look at all of ${cut(at.source)}`;
  }
}

function alternatives(expression: Expression): Expression[] {
  return expression.op === 'or' ? [...alternatives(expression.left), ...alternatives(expression.right)] : [expression];
}

function explainQuantifier(expression: ListExpression, telling: Telling): string {
  const { by, list, body } = expression;
  const entries = evaluate(list, telling.scope) as readonly Value[];
  const asked = `"${cut(body.source)}"`;
  const told = (index: number) => {
    const scope = { ...telling.scope, entry: entries[index] ?? false, index };
    return factsOf(body, { ...telling, scope }).join(', ');
  };
  const ask = compile(body);
  const answers = entries.map((entry, index) => ask({ ...telling.scope, left: conditionLimits.entries, entry, index }));
  if (by === 'all') {
    const failing = answers.indexOf(false); // not one of which something is missing
    return `${placeOf(list, -1)}[${failing}] does not meet ${asked}: ${told(failing)}`;
  }
  const count = answers.filter((answer) => answer === true).length;
  if (count > 0) return `${count} entries of ${cut(list.source)} meet ${asked}, not one`;
  if (entries.length === 0) return `${cut(list.source)} has no entries`;
  const shown = entries.slice(0, TOLD).map((_, index) => told(index));
  const more = entries.length > TOLD ? `, and ${entries.length - TOLD} more` : '';
  return `none of the ${entries.length} entries of ${cut(list.source)} meets ${asked}: ${shown.join('; ')}${more}`;
}

/**
 * The fields that an expression reads and their values; for what is calculated over a list, its result. What a list's
 * `map` or `filter` asks of each entry is left out: there is no entry to ask here.
 */
function factsOf(expression: Expression, telling: Telling): string[] {
  const facts = new Set<string>();
  const collect = (part: Expression): void => {
    const isSummary = part.op === 'sum' || part.op === 'size' || part.op === 'quantify' || part.op === 'index';
    if (part.op === 'field' || part.op === 'entry' || isSummary) {
      const value = evaluate(part, telling.scope);
      const isShown = typeof value !== 'object' || value instanceof Unknowable;
      if (isShown) facts.add(`${placeOf(part, telling.scope.index)} is ${shown(part, value, telling)}`);
    } else {
      const isList = part.op === 'filter' || part.op === 'map';
      for (const inner of isList ? [part.list] : partsOf(part)) collect(inner);
    }
  };
  collect(expression);
  return [...facts].slice(0, 6);
}

function shown(expression: Expression, value: Value, { showsPersonalData }: Telling): string {
  if (value instanceof Unknowable) return value.why === 'missing' ? 'missing' : 'not known';
  if (!showsPersonalData && readsPersonalData(expression)) return MASK;
  if (expression.type.kind === 'date') return formatInstant(value as number, true);
  return typeof value === 'string' ? JSON.stringify(cut(value)) : `${value as number | bigint | boolean}`;
}

/** `lines[2].quantityShort` for `l.quantityShort`. */
function placeOf(expression: Expression, entry: number): string {
  if (expression.op === 'entry') return `${cut(expression.list.source)}[${entry}]`;
  if (expression.op === 'field' && expression.of !== undefined) {
    return `${placeOf(expression.of, entry)}.${expression.field.name}`;
  }
  return cut(expression.source);
}
