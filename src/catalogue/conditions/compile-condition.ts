/**
 * Makes a function of a checked condition. It reads nothing but fields that the schema names, asks each entry of a list
 * once per macro, and cannot loop: its work is bounded by the nodes of the condition and the entries it may look at.
 */
import { isInstant } from '../../domain/instant.ts';
import { conditionLimits } from './condition-limits.ts';
import type { Comparison, Expression, ListExpression, TextTest } from './expression.ts';
import { calculate, isEqualNumber } from './numbers.ts';
import { readerOf } from './read-field.ts';
import { Unknowable } from './unknowable.ts';

export type PayloadObject = Readonly<Record<string, unknown>>;
type Simple = boolean | number | bigint | string;
export type Value = Simple | PayloadObject | readonly Value[] | Unknowable;

/** What one evaluation carries along. */
export interface Scope {
  readonly payload: PayloadObject;
  /** The entry that a macro is at, and its number. */
  entry: Value;
  index: number;
  /** How many entries may still be looked at. */
  left: number;
}

export type Evaluate = (scope: Scope) => Value;

export const scopeOf = (payload: PayloadObject): Scope => ({
  payload,
  entry: payload,
  index: -1,
  left: conditionLimits.entries,
});

export function compile(expression: Expression): Evaluate {
  switch (expression.op) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'entry':
      return (scope) => scope.entry;
    case 'field':
      return compileField(expression, expression.of === undefined ? undefined : compile(expression.of));
    case 'index':
      return compileIndex(expression, compile(expression.list), compile(expression.index));
    case 'has': {
      const field = compile(expression.field);
      const { field: asked } = expression;
      return (scope) => {
        const value = field(scope);
        if (!(value instanceof Unknowable)) return true;
        return value.at === asked ? false : value;
      };
    }
    case 'not':
      return unary(compile(expression.operand), (value) => value !== true);
    case 'negate':
      return unary(compile(expression.operand), (value) => -(value as number));
    case 'abs':
      return unary(compile(expression.operand), (value) => ((value as number) < 0 ? -(value as number) : value));
    case 'size':
      return unary(compile(expression.operand), (value) =>
        typeof value === 'string' ? [...value].length : (value as readonly Value[]).length,
      );
    case 'sum':
      return compileSum(expression, compile(expression.operand));
    case 'and':
      return compileLogic(compile(expression.left), compile(expression.right), false);
    case 'or':
      return compileLogic(compile(expression.left), compile(expression.right), true);
    case 'choose': {
      const [test, met, otherwise] = [compile(expression.test), compile(expression.met), compile(expression.otherwise)];
      return (scope) => {
        const value = test(scope);
        return value instanceof Unknowable ? value : value === true ? met(scope) : otherwise(scope);
      };
    }
    case 'compare': {
      const isNumber = isCounted(expression.left);
      return binary(compile(expression.left), compile(expression.right), (a, b) =>
        compare(expression.by, a as number, b as number, isNumber),
      );
    }
    case 'calculate':
      return compileCalculation(expression, compile(expression.left), compile(expression.right));
    case 'in': {
      const isNumber = isCounted(expression.value);
      return binary(compile(expression.value), compile(expression.list), (value, list) =>
        (list as readonly Value[]).some((one) => compare('==', one as number, value as number, isNumber)),
      );
    }
    case 'list':
      return compileList(expression.items.map(compile));
    case 'text':
      return binary(compile(expression.text), compile(expression.part), (text, part) =>
        textTests[expression.by](text as string, part as string),
      );
    case 'quantify':
      return compileQuantifier(expression);
    case 'filter':
    case 'map':
      return compileNewList(expression);
  }
}

function compileCalculation(expression: Expression & { op: 'calculate' }, left: Evaluate, right: Evaluate): Evaluate {
  const { by } = expression;
  const isDate = expression.type.kind === 'date';
  const isDivision = by === '/' || by === '%';
  return binary(left, right, (a, b, scope) => {
    const result = calculate(by, a as number, b as number);
    if (result === undefined) {
      return new Unknowable(isDivision && isEqualNumber(b as number, 0) ? 'divided' : 'range', expression, scope.index);
    }
    return isDate && !isInstant(result) ? new Unknowable('date', expression, scope.index) : result;
  });
}

const textTests: Readonly<Record<TextTest, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

function compileField(expression: Expression & { op: 'field' }, of: Evaluate | undefined): Evaluate {
  const { field } = expression;
  const { name } = field;
  const read = readerOf(field);
  return (scope) => {
    const object = of === undefined ? scope.payload : of(scope);
    if (object instanceof Unknowable) return object;
    // Nobody's prototype is asked, whatever a field is called.
    if (!Object.hasOwn(object as PayloadObject, name)) return new Unknowable('missing', expression, scope.index);
    return (
      (read((object as PayloadObject)[name]) as Value | undefined) ?? new Unknowable('unfit', expression, scope.index)
    );
  };
}

function compileIndex(expression: Expression, list: Evaluate, index: Evaluate): Evaluate {
  return binary(list, index, (entries, number, scope) => {
    const entry = (entries as readonly Value[])[Number(number)];
    return entry ?? new Unknowable('missing', expression, scope.index);
  });
}

function unary(operand: Evaluate, result: (value: Value) => Value): Evaluate {
  return (scope) => {
    const value = operand(scope);
    return value instanceof Unknowable ? value : result(value);
  };
}

function binary(left: Evaluate, right: Evaluate, result: (a: Value, b: Value, scope: Scope) => Value): Evaluate {
  return (scope) => {
    const a = left(scope);
    if (a instanceof Unknowable) return a;
    const b = right(scope);
    return b instanceof Unknowable ? b : result(a, b, scope);
  };
}

/** `&&` and `||`: one side that decides is enough, even when the other cannot be known. */
function compileLogic(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  return (scope) => {
    const a = left(scope);
    if (a === decisive) return decisive;
    const b = right(scope);
    if (b === decisive) return decisive;
    return a instanceof Unknowable ? a : b;
  };
}

/** Dates and durations are milliseconds. */
const isCounted = ({ type: { kind } }: Expression): boolean =>
  kind === 'number' || kind === 'date' || kind === 'duration';

function compare(by: Comparison, a: number | string, b: number | string, isNumber: boolean): boolean {
  switch (by) {
    case '==':
      return isNumber ? isEqualNumber(a as number, b as number) : a === b;
    case '!=':
      return isNumber ? !isEqualNumber(a as number, b as number) : a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function compileList(items: readonly Evaluate[]): Evaluate {
  return (scope) => {
    const values: Value[] = [];
    for (const item of items) {
      const value = item(scope);
      if (value instanceof Unknowable) return value;
      values.push(value);
    }
    return values;
  };
}

function compileSum(expression: Expression, list: Evaluate): Evaluate {
  return unary(list, (values) => {
    let total: number | bigint = 0;
    for (const value of values as readonly number[]) {
      const next = calculate('+', total, value);
      if (next === undefined) return new Unknowable('range', expression, -1);
      total = next;
    }
    return total;
  });
}

/**
 * Goes through a list until `see` says that it has seen enough.
 * @returns what cannot be known of the list itself, or that the work is too much
 */
function forEach(
  { list: listExpression }: ListExpression,
  list: Evaluate,
  body: Evaluate,
  scope: Scope,
  see: (value: Value, entry: Value) => boolean,
): Unknowable | undefined {
  const entries = list(scope);
  if (entries instanceof Unknowable) return entries;
  let index = 0;
  for (const entry of entries as readonly Value[]) {
    if (scope.left <= 0) return new Unknowable('work', listExpression, -1);
    scope.left -= 1;
    scope.entry = entry;
    scope.index = index;
    const isEnough = see(body(scope), entry);
    index += 1;
    if (isEnough) break;
  }
  scope.index = -1;
  return undefined;
}

/** As in CEL: an entry that decides is enough for exists and all, whatever is missing in others. */
function compileQuantifier(expression: ListExpression): Evaluate {
  const [list, body] = [compile(expression.list), compile(expression.body)];
  const decisive = expression.by === 'all' ? false : true;
  const isOne = expression.by === 'exists_one';
  return (scope) => {
    let found = 0;
    let unknown: Unknowable | undefined;
    const failed = forEach(expression, list, body, scope, (value) => {
      if (value instanceof Unknowable) unknown ??= value;
      else if (value === decisive) found += 1;
      return found > 0 && !isOne;
    });
    if (failed !== undefined) return failed;
    if (isOne) return unknown ?? found === 1;
    return found > 0 ? decisive : (unknown ?? !decisive);
  };
}

function compileNewList(expression: ListExpression): Evaluate {
  const [list, body] = [compile(expression.list), compile(expression.body)];
  const isFilter = expression.op === 'filter';
  return (scope) => {
    const made: Value[] = [];
    let unknown: Unknowable | undefined;
    const failed = forEach(expression, list, body, scope, (value, entry) => {
      if (value instanceof Unknowable) unknown = value;
      else if (!isFilter) made.push(value);
      else if (value === true) made.push(entry);
      return unknown !== undefined;
    });
    return failed ?? unknown ?? made;
  };
}
