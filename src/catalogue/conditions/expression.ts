/** A checked condition as a tree: every name resolved, every type known. Made by check-condition.ts. */
import type { EnumField, FieldShape, ObjectShape } from '../payload-shape.ts';

export type ValueType =
  | { readonly kind: 'boolean' | 'number' | 'text' | 'date' | 'duration' }
  | { readonly kind: 'enum'; readonly field: EnumField }
  | { readonly kind: 'object'; readonly shape: ObjectShape }
  | { readonly kind: 'list'; readonly item: ValueType }
  /** Of what has a problem already: fits everywhere, so that one mistake is told once. */
  | { readonly kind: 'wrong' };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type TextTest = 'startsWith' | 'endsWith' | 'contains';
export type Quantifier = 'exists' | 'all' | 'exists_one';

interface Base {
  readonly type: ValueType;
  readonly source: string;
}

export interface FieldExpression extends Base {
  readonly op: 'field';
  /** `undefined`: the payload itself. */
  readonly of: Expression | undefined;
  readonly field: FieldShape;
}

export interface ListExpression extends Base {
  readonly op: 'quantify' | 'filter' | 'map';
  readonly by: Quantifier | 'filter' | 'map';
  readonly list: Expression;
  /** Evaluated for each entry. */
  readonly body: Expression;
}

export type Expression =
  | FieldExpression
  | ListExpression
  | (Base & { readonly op: 'literal'; readonly value: string | number | bigint | boolean })
  /** The entry that `list` is at. */
  | (Base & { readonly op: 'entry'; readonly list: Expression })
  | (Base & { readonly op: 'index'; readonly list: Expression; readonly index: Expression })
  | (Base & { readonly op: 'has'; readonly field: FieldExpression })
  | (Base & { readonly op: 'not' | 'negate' | 'abs' | 'size' | 'sum'; readonly operand: Expression })
  | (Base & { readonly op: 'and' | 'or'; readonly left: Expression; readonly right: Expression })
  | (Base & {
      readonly op: 'choose';
      readonly test: Expression;
      readonly met: Expression;
      readonly otherwise: Expression;
    })
  | (Base & { readonly op: 'compare'; readonly by: Comparison; readonly left: Expression; readonly right: Expression })
  | (Base & {
      readonly op: 'calculate';
      readonly by: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Base & { readonly op: 'in'; readonly value: Expression; readonly list: Expression })
  | (Base & { readonly op: 'list'; readonly items: readonly Expression[] })
  | (Base & { readonly op: 'text'; readonly by: TextTest; readonly text: Expression; readonly part: Expression });

/** Every direct part of an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case 'literal':
    case 'entry':
      return [];
    case 'field':
      return expression.of === undefined ? [] : [expression.of];
    case 'has':
      return [expression.field];
    case 'index':
      return [expression.list, expression.index];
    case 'not':
    case 'negate':
    case 'abs':
    case 'size':
    case 'sum':
      return [expression.operand];
    case 'choose':
      return [expression.test, expression.met, expression.otherwise];
    case 'in':
      return [expression.value, expression.list];
    case 'list':
      return expression.items;
    case 'text':
      return [expression.text, expression.part];
    case 'quantify':
    case 'filter':
    case 'map':
      return [expression.list, expression.body];
    case 'and':
    case 'or':
    case 'compare':
    case 'calculate':
      return [expression.left, expression.right];
  }
}

/** An entry is of its list: `[lastName].exists(n, …)` shows a name. */
export const readsPersonalData = (expression: Expression): boolean =>
  (expression.op === 'field' && expression.field.personalData) ||
  (expression.op === 'entry' && readsPersonalData(expression.list)) ||
  partsOf(expression).some(readsPersonalData);
