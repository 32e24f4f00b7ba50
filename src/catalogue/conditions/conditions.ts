/**
 * The conditions of webhooks: CEL over an event's payload, checked against the schema of every event type they are for,
 * compiled once per type and text, evaluated without a limit of time because their work is bounded (condition-limits.ts).
 */
import type { EventTypeDefinition } from '../event-types.ts';
import { findEventType } from '../event-types.ts';
import { parsePayload } from '../read-payload.ts';
import { checkTree } from './check-condition.ts';
import { compile, scopeOf, type Evaluate, type PayloadObject } from './compile-condition.ts';
import { describeConditionProblem, type ConditionProblem, type ConditionRule } from './condition-problem.ts';
import { explainFalse, explainUnknowable } from './explain-condition.ts';
import { readsPersonalData, type Expression } from './expression.ts';
import { parseCondition } from './parse-condition.ts';
import { Unknowable } from './unknowable.ts';

export interface DescribedConditionProblem {
  readonly rule: ConditionRule;
  /** A sentence with line, column and the event types that it is about. */
  readonly message: string;
}

/** Problems told at once. */
const PROBLEMS = 10;

/** @returns what is wrong with a condition for webhooks of these types; empty when it may be saved */
export function checkCondition(source: string, types: readonly EventTypeDefinition[]): DescribedConditionProblem[] {
  const parsed = parseCondition(source);
  if (!parsed.ok) return [describe(source, parsed.problem, [])];
  if (types.length === 0) {
    const message = 'No event type has a name that the webhook asks for, so the condition cannot be checked.';
    return [{ rule: 'unknown', message }];
  }
  const found = types.flatMap(({ name, shape }) => {
    const checked = checkTree(parsed.tree, shape);
    return checked.ok ? [] : checked.problems.map((problem) => ({ name, problem }));
  });
  const alike = Map.groupBy(found, ({ problem }) => `${problem.at} ${problem.message}`);
  return [...alike.values()].slice(0, PROBLEMS).flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [describe(source, first.problem, [...new Set(group.map(({ name }) => name))])];
  });
}

function describe(source: string, problem: ConditionProblem, types: readonly string[]): DescribedConditionProblem {
  const about = types.length === 0 ? '' : `For ${types.join(', ')}: `;
  return {
    rule: problem.rule,
    message: describeConditionProblem(source, { ...problem, message: about + problem.message }),
  };
}

/** A payload, read when a condition first asks for it. */
export interface ConditionFacts {
  readonly typeName: string;
  payload(): PayloadObject;
}

/** @param text a prepared payload's */
export function factsOf(typeName: string, text: string): ConditionFacts {
  let payload: PayloadObject | undefined;
  return { typeName, payload: () => (payload ??= parsePayload(text)) };
}

export type ConditionResult = 'TRUE' | 'FALSE' | 'ERROR';

/** ERROR: something that it needs is missing; such an event is not sent either. */
export function evaluateCondition(source: string, facts: ConditionFacts): ConditionResult {
  const compiled = compiledFor(source, facts.typeName);
  if ('unfit' in compiled) return 'ERROR';
  return resultOf(compiled.evaluate(scopeOf(facts.payload())));
}

const resultOf = (value: unknown): ConditionResult =>
  value instanceof Unknowable ? 'ERROR' : value === true ? 'TRUE' : 'FALSE';

export interface ExplainedCondition {
  readonly result: ConditionResult;
  /** Without a full stop; empty when it is met. */
  readonly reason: string;
}

/** @param showsPersonalData whether the reader may see names, addresses and contacts of people */
export function explainCondition(
  source: string,
  facts: ConditionFacts,
  showsPersonalData: boolean,
): ExplainedCondition {
  const compiled = compiledFor(source, facts.typeName);
  if ('unfit' in compiled) return { result: 'ERROR', reason: compiled.unfit };
  const value = compiled.evaluate(scopeOf(facts.payload()));
  const result = resultOf(value);
  if (value instanceof Unknowable) return { result, reason: explainUnknowable(value) };
  if (result === 'TRUE') return { result, reason: '' };
  const telling = { scope: scopeOf(facts.payload()), showsPersonalData };
  return { result, reason: explainFalse(compiled.expression, telling) };
}

/** Whether a condition that fits a type looks at names, addresses or contacts of people. */
export function conditionReadsPersonalData(source: string, typeName: string): boolean {
  const compiled = compiledFor(source, typeName);
  return 'expression' in compiled && readsPersonalData(compiled.expression);
}

type Compiled = { readonly expression: Expression; readonly evaluate: Evaluate } | { readonly unfit: string };

/** Conditions remembered per type; all are forgotten when there are more. */
const REMEMBERED = 2_000;
const remembered = new Map<string, Map<string, Compiled>>();

function compiledFor(source: string, typeName: string): Compiled {
  let known = remembered.get(typeName);
  if (known === undefined) remembered.set(typeName, (known = new Map<string, Compiled>()));
  let compiled = known.get(source);
  if (compiled === undefined) {
    if (known.size >= REMEMBERED) known.clear();
    known.set(source, (compiled = compileFor(source, typeName)));
  }
  return compiled;
}

/** A catalogue that has changed since may not fit what was saved. */
function compileFor(source: string, typeName: string): Compiled {
  const type = findEventType(typeName);
  const parsed = parseCondition(source);
  if (type === undefined || !parsed.ok) return { unfit: `it cannot be applied to ${typeName}` };
  const checked = checkTree(parsed.tree, type.shape);
  if (checked.ok) return { expression: checked.expression, evaluate: compile(checked.expression) };
  const [problem] = checked.problems;
  return { unfit: `it does not fit ${typeName} any more: ${problem?.message ?? ''}` };
}
