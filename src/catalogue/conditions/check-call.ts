/** The functions of conditions: a short list, everything else is refused by name. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { parseInstant } from '../../domain/instant.ts';
import { expectKind } from './check-types.ts';
import { cut, describeType, sourceOf, suggest, wrong, type Checking } from './checking.ts';
import { parseDuration } from './duration.ts';
import type { Expression, ListExpression } from './expression.ts';

const functions = ['has', 'size', 'abs', 'timestamp', 'duration'] as const;
const textTests = ['startsWith', 'endsWith', 'contains'] as const;
const eachOf = ['exists', 'all', 'exists_one', 'filter', 'map'] as const;
const methods = [...textTests, ...eachOf, 'size', 'sum'] as const;

/** `name(…)` */
export function checkFunction(checking: Checking, node: ASTNode, name: string, args: readonly ASTNode[]): Expression {
  if (!isOneOf(functions, name)) return unknownCall(checking, node, name, functions, node.pos);
  const [argument, ...more] = args;
  if (argument === undefined || more.length > 0) {
    return wrong(checking, node, 'type', `${name}( ) takes one argument, but has ${args.length}.`);
  }
  switch (name) {
    case 'has':
      return checkHas(checking, node, argument);
    case 'size':
      return checkSize(checking, node, checking.check(argument));
    case 'abs': {
      const operand = checking.check(argument);
      expectKind(checking, argument, operand, 'number', 'abs( )');
      return { op: 'abs', operand, type: { kind: 'number' }, source: sourceOf(node) };
    }
    case 'timestamp':
      return checkMoment(checking, node, argument, 'date');
    case 'duration':
      return checkMoment(checking, node, argument, 'duration');
  }
}

/** `receiver.name(…)` */
export function checkMethod(
  checking: Checking,
  node: ASTNode,
  name: string,
  receiver: ASTNode,
  args: readonly ASTNode[],
): Expression {
  const at = Math.max(node.input.indexOf(name, receiver.end), receiver.end);
  if (name === 'matches') {
    const message = 'matches is not supported, because a pattern can run away: use startsWith, endsWith or contains.';
    return wrong(checking, node, 'unsupported', message, at);
  }
  if (!isOneOf(methods, name)) return unknownCall(checking, node, name, methods, at);
  const isEach = isOneOf(eachOf, name);
  const wanted = isEach ? 2 : name === 'size' || name === 'sum' ? 0 : 1;
  if (args.length !== wanted) {
    return wrong(checking, node, 'type', `.${name}( ) takes ${wanted} arguments, but has ${args.length}.`, at);
  }
  if (isEach) return checkEach(checking, node, name, receiver, args, at);
  const operand = checking.check(receiver);
  if (name === 'size') return checkSize(checking, node, operand);
  if (name === 'sum') return checkSum(checking, node, operand);
  const [partNode = node] = args;
  const part = checking.check(partNode);
  expectKind(checking, receiver, operand, 'text', `What .${name} looks at`);
  expectKind(checking, partNode, part, 'text', `What .${name} looks for`);
  return { op: 'text', by: name, text: operand, part, type: { kind: 'boolean' }, source: sourceOf(node) };
}

function unknownCall(checking: Checking, node: ASTNode, name: string, known: readonly string[], at: number) {
  const hint = suggest(name, known, `; there are ${known.join(', ')}.`);
  return wrong(checking, node, 'unsupported', `There is no function "${cut(name)}" here${hint}`, at);
}

function checkHas(checking: Checking, node: ASTNode, argument: ASTNode): Expression {
  const field = checking.check(argument);
  if (field.op === 'field') return { op: 'has', field, type: { kind: 'boolean' }, source: sourceOf(node) };
  if (field.type.kind === 'wrong') return { ...field, type: { kind: 'boolean' } };
  return wrong(checking, argument, 'type', `has( ) asks for a field, but ${cut(field.source)} is none.`);
}

function checkSize(checking: Checking, node: ASTNode, operand: Expression): Expression {
  const { kind } = operand.type;
  if (kind === 'list' || kind === 'text' || kind === 'enum' || kind === 'wrong') {
    return { op: 'size', operand, type: { kind: 'number' }, source: sourceOf(node) };
  }
  return wrong(checking, node, 'type', `${describeType(operand)} has no size.`);
}

function checkSum(checking: Checking, node: ASTNode, operand: Expression): Expression {
  const { type } = operand;
  if (type.kind === 'wrong' || (type.kind === 'list' && (type.item.kind === 'number' || type.item.kind === 'wrong'))) {
    return { op: 'sum', operand, type: { kind: 'number' }, source: sourceOf(node) };
  }
  const message = `.sum( ) adds up a list of numbers, as in lines.map(l, l.quantity).sum(), but has ${describeType(operand)}.`;
  return wrong(checking, node, 'type', message);
}

/** `list.exists(entry, …)` and the like. */
function checkEach(
  checking: Checking,
  node: ASTNode,
  by: ListExpression['by'],
  receiver: ASTNode,
  [nameNode, bodyNode]: readonly ASTNode[],
  at: number,
): Expression {
  const list = checking.check(receiver);
  if (checking.entry !== undefined) {
    const message = `.${by}( ) stands inside another one: they cannot be nested.`;
    return wrong(checking, node, 'unsupported', message, at);
  }
  if (list.type.kind !== 'list' && list.type.kind !== 'wrong') {
    return wrong(checking, node, 'type', `.${by}( ) needs a list, but has ${describeType(list)}.`, at);
  }
  if (nameNode?.op !== 'id' || bodyNode === undefined) {
    return wrong(checking, node, 'syntax', `.${by}( ) begins with a name for the entry.`, at);
  }
  if (checking.shape.byName.has(nameNode.args)) {
    const message = `${nameNode.args} is a field of the payload: choose another name for the entry.`;
    return wrong(checking, nameNode, 'syntax', message);
  }
  checking.entry = { name: nameNode.args, list };
  const body = checking.check(bodyNode);
  checking.entry = undefined;
  const source = sourceOf(node);
  if (by === 'map') {
    if (body.type.kind === 'list' || body.type.kind === 'object') {
      return wrong(checking, bodyNode, 'type', `.map( ) makes a list of simple values, not of ${describeType(body)}.`);
    }
    return { op: 'map', by, list, body, type: { kind: 'list', item: body.type }, source };
  }
  expectKind(checking, bodyNode, body, 'boolean', `What .${by}( ) asks of each entry`);
  if (by === 'filter') return { op: 'filter', by, list, body, type: list.type, source };
  return { op: 'quantify', by, list, body, type: { kind: 'boolean' }, source };
}

/** Written out, so that it can be judged now. */
function checkMoment(checking: Checking, node: ASTNode, argument: ASTNode, kind: 'date' | 'duration'): Expression {
  const text = checking.check(argument);
  if (text.op === 'literal' && typeof text.value === 'string') {
    const value = kind === 'date' ? parseInstant(text.value) : parseDuration(text.value);
    if (!Number.isNaN(value)) return { op: 'literal', value, type: { kind }, source: sourceOf(node) };
  }
  const example = kind === 'date' ? 'timestamp("2026-01-31T00:00:00Z")' : 'duration("90d"), with d, h, m, s, ms';
  return wrong(checking, argument, 'type', `${cut(text.source)} is no ${kind}: write ${example}.`);
}

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  (names as readonly string[]).includes(name);
