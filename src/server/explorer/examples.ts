/** The operations of operations/*.graphql as examples to open, each with variables that work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type DefinitionNode, type FragmentDefinitionNode, Kind, parse, TokenKind, visit } from 'graphql';
import { type ExampleOptions, exampleVariables } from './example-variables.ts';
import type { Example } from './page-config.ts';

/** An absent folder gives none: the explorer works without them. */
export function readExamples(folder: string, options: ExampleOptions = {}): Example[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  const definitions = files.sort().flatMap((file) => readDefinitions(path.join(folder, file)));
  const fragments = new Map(
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
  return definitions.flatMap((node): Example[] => {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.name === undefined) return [];
    const variables = exampleVariables(node, options);
    return [
      {
        name: node.name.value,
        kind: node.operation,
        query: [...new Set([node, ...usedFragments(node, fragments)])].map(textOf).join('\n\n') + '\n',
        variables: Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2),
      },
    ];
  });
}

function readDefinitions(file: string): readonly DefinitionNode[] {
  try {
    return parse(readFileSync(file, 'utf8')).definitions;
  } catch (error) {
    // An example is not worth a service that does not start.
    process.emitWarning(`The explorer leaves out ${file}: ${String(error)}`);
    return [];
  }
}

function usedFragments(
  node: DefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const used: FragmentDefinitionNode[] = [];
  visit(node, {
    FragmentSpread: ({ name }) => {
      const fragment = fragments.get(name.value);
      if (fragment !== undefined) used.push(fragment, ...usedFragments(fragment, fragments));
    },
  });
  return used;
}

/** As written, with the comment lines before it. */
function textOf({ loc }: DefinitionNode): string {
  if (loc === undefined) return '';
  let first = loc.startToken;
  while (first.prev?.kind === TokenKind.COMMENT) first = first.prev;
  return loc.source.body.slice(first.start, loc.end);
}
