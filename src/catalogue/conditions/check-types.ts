/** Which types go together in a condition. */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { EnumField } from '../payload-shape.ts';
import { cut, describeType, suggest, typeNames, wrong, type Checking } from './checking.ts';
import type { Expression, ValueType } from './expression.ts';

/** @param what begins the sentence: `The condition` */
export function expectKind(
  checking: Checking,
  node: ASTNode,
  expression: Expression,
  kind: 'boolean' | 'number' | 'text',
  what: string,
): void {
  const found = expression.type.kind;
  if (found === kind || found === 'wrong' || (kind === 'text' && found === 'enum')) return;
  wrong(checking, node, 'type', `${what} must be ${typeNames[kind]}, but is ${describeType(expression)}.`);
}

/**
 * Two values that are compared, or stand in the same place.
 * @param node where the second one is, for the problem
 * @returns the type of both
 */
export function checkPair(checking: Checking, node: ASTNode, left: Expression, right: Expression): ValueType {
  const [a, b] = [left.type, right.type];
  if (a.kind === 'wrong' || b.kind === 'wrong') return { kind: 'wrong' };
  if (a.kind === 'enum' && b.kind === 'text') return checkMember(checking, node, a.field, right) ?? a;
  if (a.kind === 'text' && b.kind === 'enum') return checkMember(checking, node, b.field, left) ?? b;
  if (a.kind === 'enum' && b.kind === 'enum' && a.field.enumName !== b.field.enumName) {
    const message = `${cut(left.source)} and ${cut(right.source)} have names of different sets and are never equal.`;
    return wrong(checking, node, 'enum', message).type;
  }
  if (a.kind === b.kind && a.kind !== 'list' && a.kind !== 'object') return a;
  const hint = dateHint(left, right) ?? dateHint(right, left) ?? '';
  const message = `${describeType(left)} and ${describeType(right)} cannot be compared${hint}.`;
  return wrong(checking, node, 'type', message).type;
}

/** Of a text that is not written out nothing is known. */
function checkMember(checking: Checking, node: ASTNode, field: EnumField, text: Expression): ValueType | undefined {
  if (text.op !== 'literal' || typeof text.value !== 'string') return undefined;
  const { value } = text;
  const members = field.values.map((member) => member.value);
  if (members.includes(value)) return undefined;
  const hint = suggest(value, members, `; it is one of ${members.join(', ')}.`);
  const message = `"${cut(value)}" is never the value of ${field.name}${hint}`;
  return wrong(checking, node, 'enum', message, placeOf(node, text)).type;
}

/** Where the literal stands, when the node is the comparison around it. */
function placeOf(node: ASTNode, { source }: Expression): number {
  if (node.op !== '==' && node.op !== '!=' && node.op !== '?:') return node.pos;
  const part = node.args.find((one) => node.input.slice(one.start, one.end) === source);
  return part?.pos ?? node.pos;
}

const dateHint = (date: Expression, text: Expression): string | undefined =>
  date.type.kind === 'date' && text.type.kind === 'text'
    ? '; a date is written timestamp("2026-01-31T00:00:00Z")'
    : undefined;
