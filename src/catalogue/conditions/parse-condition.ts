/** Reads the source of a condition: the grammar is CEL's, by @marcbachmann/cel-js, of which nothing but the tree is used. */
import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { conditionLimits as limits } from './condition-limits.ts';
import type { ConditionProblem } from './condition-problem.ts';

export type ParsedCondition =
  { readonly ok: true; readonly tree: ASTNode } | { readonly ok: false; readonly problem: ConditionProblem };

/** Never throws: what is too long is not looked at, so the parser's own recursion is bounded. */
export function parseCondition(source: string): ParsedCondition {
  if (Buffer.byteLength(source) > limits.bytes)
    return refused('size', `A condition has at most ${limits.bytes} bytes.`);
  if (source.trim() === '') return refused('syntax', 'The condition is empty; null means that there is none.');
  // PostgreSQL stores no NUL, and a half surrogate is no text at all.
  const unstorable = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\p{Cs}/u.exec(source);
  if (unstorable !== null) {
    return refused('syntax', 'Control characters and half surrogates are not allowed.', unstorable.index);
  }
  try {
    // A new one each time: an environment remembers every name of a function that it was ever asked for.
    const { ast: tree } = new Environment({ limits: { maxAstNodes: 1_000, maxDepth: 60 } }).parse(source);
    const extra = nodesBeyond(tree, limits.nodes);
    if (extra === undefined) return { ok: true, tree };
    return refused('size', `A condition has at most ${limits.nodes} names, literals, operators and calls.`, extra.pos);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const at = Math.min(error.range?.start ?? 0, source.length);
    if (error.code === 'limit_exceeded') return refused('size', 'The condition is nested too deeply or too long.', at);
    return wordForOperator(source) ?? refused('syntax', `${sentence(error.summary)}`, at);
  }
}

const refused = (rule: ConditionProblem['rule'], message: string, at = 0): ParsedCondition => ({
  ok: false,
  problem: { rule, message, at },
});

/** Texts are passed over, and what follows a dot is a field. */
const WORD = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<!\.\s*)\b(and|or|not)\b/gi;
const operators: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };

/** Other languages have words where CEL has signs. Only for what does not parse: a field may have such a name. */
function wordForOperator(source: string): ParsedCondition | undefined {
  for (const { 1: word, index } of source.matchAll(WORD)) {
    if (word === undefined) continue;
    return refused('syntax', `"${word}" is no operator here: use ${operators[word.toLowerCase()]}.`, index);
  }
  return undefined;
}

/** The parser names its tokens: `Expected RPAREN, got EOF`. */
function sentence(summary: string): string {
  // It names half of a character that needs two units.
  const text = summary.toWellFormed().replaceAll(/\b[A-Z]{2,}\b/g, (token) => tokenNames[token] ?? token);
  return text.endsWith('.') ? text : `${text}.`;
}

const tokenNames: Readonly<Record<string, string>> = {
  EOF: 'the end',
  NUMBER: 'a number',
  STRING: 'a text',
  BOOLEAN: 'true or false',
  NULL: 'null',
  IDENTIFIER: 'a name',
  PLUS: '+',
  MINUS: '-',
  MULTIPLY: '*',
  DIVIDE: '/',
  MODULO: '%',
  EQ: '==',
  NE: '!=',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
  AND: '&&',
  OR: '||',
  NOT: '!',
  IN: 'in',
  LPAREN: '(',
  RPAREN: ')',
  LBRACKET: '[',
  RBRACKET: ']',
  LBRACE: '{',
  RBRACE: '}',
  DOT: '.',
  COMMA: ',',
  COLON: ':',
  QUESTION: '?',
  BYTES: 'bytes',
};

/** The node that is one too many. */
function nodesBeyond(tree: ASTNode, most: number): ASTNode | undefined {
  const waiting = [tree];
  let count = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    count += 1;
    if (count > most) return node;
    waiting.push(...childrenOf(node).reverse());
  }
  return undefined;
}

function childrenOf(node: ASTNode): ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return [...node.args[1]];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return [...node.args];
  }
}
