/**
 * An argument as its caller gave it. Coercion puts the members of input objects into the order of the schema; what
 * must keep the caller's order, or the digits written in the document, is read from here instead, after coercion has
 * found the argument right.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { readLiteral } from './json-object-scalar.ts';

export type RawVariables = Readonly<Record<string, unknown>>;

/** @param variables of the request, before coercion */
export function givenArgument(info: GraphQLResolveInfo, variables: RawVariables, name: string): unknown {
  const argument = info.fieldNodes[0]?.arguments?.find((node) => node.name.value === name);
  return argument === undefined ? undefined : readLiteral(argument.value, withDefaults(info, variables));
}

function withDefaults({ operation }: GraphQLResolveInfo, variables: RawVariables): RawVariables {
  const values: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (Object.hasOwn(variables, name)) values[name] = variables[name];
    else if (defaultValue !== undefined) values[name] = readLiteral(defaultValue, {});
  }
  return values;
}
