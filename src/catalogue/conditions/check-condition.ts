/**
 * Resolves the names of a parsed condition in the payload of one event type and finds the type of everything, so that
 * a condition that was saved can fail only for what a payload lacks.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { FieldShape, ObjectShape } from '../payload-shape.ts';
import { checkFunction, checkMethod } from './check-call.ts';
import { checkPair, expectKind } from './check-types.ts';
import { cut, describeType, sourceOf, suggest, wrong, type Checking } from './checking.ts';
import type { ConditionProblem } from './condition-problem.ts';
import type { Expression, ValueType } from './expression.ts';
import { wholeNumber } from './numbers.ts';

export type CheckedCondition =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problems: readonly ConditionProblem[] };

export function checkTree(tree: ASTNode, shape: ObjectShape): CheckedCondition {
  const checking: Checking = { shape, problems: [], entry: undefined, check: (node) => check(checking, node) };
  const expression = check(checking, tree);
  expectKind(checking, tree, expression, 'boolean', 'The condition');
  return checking.problems.length === 0 ? { ok: true, expression } : { ok: false, problems: checking.problems };
}

function check(checking: Checking, node: ASTNode): Expression {
  const source = sourceOf(node);
  switch (node.op) {
    case 'value':
      return checkLiteral(checking, node, node.args);
    case 'id':
      return checkName(checking, node, node.args);
    case '.':
      return checkField(checking, node, check(checking, node.args[0]), node.args[1]);
    case '[]':
      return checkIndex(checking, node, node.args);
    case 'list':
      return checkList(checking, node, node.args);
    case 'call':
      return checkFunction(checking, node, node.args[0], node.args[1]);
    case 'rcall':
      return checkMethod(checking, node, node.args[0], node.args[1], node.args[2]);
    case '!_':
    case '-_': {
      const operand = check(checking, node.args);
      const kind = node.op === '!_' ? 'boolean' : 'number';
      expectKind(checking, node.args, operand, kind, `What follows ${node.op[0]}`);
      return { op: kind === 'boolean' ? 'not' : 'negate', operand, type: { kind }, source };
    }
    case '&&':
    case '||': {
      const [left, right] = [check(checking, node.args[0]), check(checking, node.args[1])];
      expectKind(checking, node.args[0], left, 'boolean', `What stands before ${node.op}`);
      expectKind(checking, node.args[1], right, 'boolean', `What follows ${node.op}`);
      return { op: node.op === '&&' ? 'and' : 'or', left, right, type: { kind: 'boolean' }, source };
    }
    case '?:': {
      const [test, met, otherwise] = [
        check(checking, node.args[0]),
        check(checking, node.args[1]),
        check(checking, node.args[2]),
      ];
      expectKind(checking, node.args[0], test, 'boolean', 'What stands before ?');
      const type = checkPair(checking, node.args[2], met, otherwise);
      return { op: 'choose', test, met, otherwise, type, source };
    }
    case 'in':
      return checkIn(checking, node, node.args);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [left, right] = [check(checking, node.args[0]), check(checking, node.args[1])];
      const { kind } = checkPair(checking, node, left, right);
      const isOrdered = node.op !== '==' && node.op !== '!=';
      const hasOrder =
        kind === 'wrong' || kind === 'number' || kind === 'text' || kind === 'date' || kind === 'duration';
      if (kind === 'object' || kind === 'list' || (isOrdered && !hasOrder)) {
        return wrong(checking, node, 'type', `${describeType(left)} cannot be compared by ${node.op}.`);
      }
      return { op: 'compare', by: node.op, left, right, type: { kind: 'boolean' }, source };
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%': {
      const [left, right] = [check(checking, node.args[0]), check(checking, node.args[1])];
      const type = resultOf(node.op, left.type.kind, right.type.kind);
      if (type === undefined) {
        const message = `${node.op} does not go with ${describeType(left)} and ${describeType(right)}.`;
        return wrong(checking, node, 'type', message);
      }
      return { op: 'calculate', by: node.op, left, right, type, source };
    }
    case 'map':
      return wrong(checking, node, 'unsupported', 'Conditions have no maps.');
    case '.?':
    case '[?]':
      return wrong(checking, node, 'unsupported', `Conditions have no ${node.op}: use has(field).`);
  }
}

function resultOf(by: string, left: ValueType['kind'], right: ValueType['kind']): ValueType | undefined {
  if (left === 'wrong' || right === 'wrong') return { kind: 'wrong' };
  if (left === 'number' && right === 'number') return { kind: 'number' };
  if (left === 'date' && right === 'duration' && (by === '+' || by === '-')) return { kind: 'date' };
  if (left === 'duration' && right === 'date' && by === '+') return { kind: 'date' };
  if (left === 'date' && right === 'date' && by === '-') return { kind: 'duration' };
  if (left === 'duration' && right === 'duration' && (by === '+' || by === '-')) return { kind: 'duration' };
  return undefined;
}

function checkLiteral(checking: Checking, node: ASTNode, value: unknown): Expression {
  const source = sourceOf(node);
  if (typeof value === 'string') return { op: 'literal', value, type: { kind: 'text' }, source };
  if (typeof value === 'boolean') return { op: 'literal', value, type: { kind: 'boolean' }, source };
  if (typeof value === 'number') return { op: 'literal', value, type: { kind: 'number' }, source };
  if (typeof value === 'bigint') {
    const number = wholeNumber(value);
    if (number !== undefined) return { op: 'literal', value: number, type: { kind: 'number' }, source };
    return wrong(checking, node, 'type', 'The number is beyond 9223372036854775807.');
  }
  if (value === null) {
    return wrong(checking, node, 'unsupported', 'A payload has no null: has(field) tells whether a field is there.');
  }
  return wrong(checking, node, 'unsupported', 'Only numbers, texts, true and false can be written in a condition.');
}

function checkName(checking: Checking, node: ASTNode, name: string): Expression {
  const { entry, shape } = checking;
  const source = sourceOf(node);
  if (entry?.name === name) {
    const type = entry.list.type.kind === 'list' ? entry.list.type.item : { kind: 'wrong' as const };
    return { op: 'entry', list: entry.list, type, source };
  }
  const field = shape.byName.get(name);
  if (field !== undefined) return { op: 'field', of: undefined, field, type: typeOf(field), source };
  const array = shape.fields.find((one) => one.kind === 'array' && one.item.byName.has(name));
  if (array !== undefined) {
    const message = `${name} belongs to the entries of ${array.name}: write ${array.name}.exists(e, e.${name} …).`;
    return wrong(checking, node, 'unknown', message);
  }
  const names = [...shape.byName.keys(), ...(entry === undefined ? [] : [entry.name])];
  return wrong(checking, node, 'unknown', `There is no field "${cut(name)}"${suggest(name, names)}`);
}

function checkField(checking: Checking, node: ASTNode, of: Expression, name: string): Expression {
  const source = sourceOf(node);
  if (of.type.kind === 'wrong') return { op: 'literal', value: false, type: of.type, source };
  if (of.type.kind === 'list' && of.type.item.kind === 'object') {
    const message = `${of.source} is a list: write ${of.source}.exists(e, e.${cut(name)} …), or .all, .map, .filter.`;
    return wrong(checking, node, 'type', message);
  }
  if (of.type.kind !== 'object') return wrong(checking, node, 'type', `${describeType(of)} has no fields.`);
  const field = of.type.shape.byName.get(name);
  if (field !== undefined) return { op: 'field', of, field, type: typeOf(field), source };
  const hint = suggest(name, of.type.shape.byName.keys());
  return wrong(checking, node, 'unknown', `There is no field "${cut(name)}" in ${of.source}${hint}`);
}

function checkIndex(checking: Checking, node: ASTNode, [listNode, indexNode]: readonly [ASTNode, ASTNode]): Expression {
  const [list, index] = [check(checking, listNode), check(checking, indexNode)];
  expectKind(checking, indexNode, index, 'number', 'What stands in [ ]');
  if (list.type.kind !== 'list' && list.type.kind !== 'wrong') {
    return wrong(checking, node, 'type', `${describeType(list)} is no list.`);
  }
  const type = list.type.kind === 'list' ? list.type.item : list.type;
  return { op: 'index', list, index, type, source: sourceOf(node) };
}

function checkList(checking: Checking, node: ASTNode, nodes: readonly ASTNode[]): Expression {
  const items = nodes.map((item) => check(checking, item));
  const [first] = items;
  if (first === undefined) return wrong(checking, node, 'type', 'The list is empty.');
  for (const [index, item] of items.entries()) if (index > 0) checkPair(checking, nodes[index] ?? node, first, item);
  return { op: 'list', items, type: { kind: 'list', item: first.type }, source: sourceOf(node) };
}

function checkIn(checking: Checking, node: ASTNode, [valueNode, listNode]: readonly [ASTNode, ASTNode]): Expression {
  const [value, list] = [check(checking, valueNode), check(checking, listNode)];
  const type = { kind: 'boolean' } as const;
  if (list.type.kind !== 'list' && list.type.kind !== 'wrong') {
    return wrong(checking, listNode, 'type', `What follows in must be a list, but is ${describeType(list)}.`);
  }
  if (value.type.kind === 'object' || value.type.kind === 'list') {
    return wrong(checking, valueNode, 'type', `${describeType(value)} cannot be looked for in a list.`);
  }
  if (list.op === 'list' && listNode.op === 'list') {
    for (const [index, item] of list.items.entries()) checkPair(checking, listNode.args[index] ?? node, value, item);
  } else if (list.type.kind === 'list') {
    checkPair(checking, node, value, { ...list, type: list.type.item });
  }
  return { op: 'in', value, list, type, source: sourceOf(node) };
}

function typeOf(field: FieldShape): ValueType {
  switch (field.kind) {
    case 'string':
      return { kind: 'text' };
    case 'long':
    case 'integer':
    case 'float':
      return { kind: 'number' };
    case 'enum':
      return { kind: 'enum', field };
    case 'array':
      return { kind: 'list', item: { kind: 'object', shape: field.item } };
    case 'date':
    case 'boolean':
      return { kind: field.kind };
  }
}
