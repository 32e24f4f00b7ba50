/** What is carried along while the tree of one condition is checked, and how a problem is noted. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from '../did-you-mean.ts';
import type { ObjectShape } from '../payload-shape.ts';
import type { ConditionProblem, ConditionRule } from './condition-problem.ts';
import type { Expression, ValueType } from './expression.ts';

export interface Checking {
  readonly shape: ObjectShape;
  readonly problems: ConditionProblem[];
  /** Inside exists, all, map and the like: the name of the entry. They are not nested, so there is one at most. */
  entry: { readonly name: string; readonly list: Expression } | undefined;
  readonly check: (node: ASTNode) => Expression;
}

export const sourceOf = (node: ASTNode): string => node.input.slice(node.start, node.end);

/** Notes a problem; what is returned stands for what cannot be known because of it. */
export function wrong(
  { problems }: Checking,
  node: ASTNode,
  rule: ConditionRule,
  message: string,
  at = node.pos,
): Expression {
  problems.push({ rule, message, at });
  return { op: 'literal', value: false, type: { kind: 'wrong' }, source: sourceOf(node) };
}

/** `salesOrderId (a text)`. */
export const describeType = ({ source, type }: Pick<Expression, 'source' | 'type'>): string =>
  `${cut(source)} (${typeNames[type.kind]})`;

export const typeNames: Readonly<Record<ValueType['kind'], string>> = {
  boolean: 'true or false',
  number: 'a number',
  text: 'a text',
  date: 'a date',
  duration: 'a duration',
  enum: 'one of a set of names',
  object: 'an entry of a list',
  list: 'a list',
  wrong: 'unknown',
};

const SHOWN = 60;
export const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text);

/** How a sentence about an unknown name ends. */
export function suggest(name: string, known: Iterable<string>, otherwise = '.'): string {
  const found = didYouMean(name, known);
  return found === undefined ? otherwise : `; did you mean ${found}?`;
}
