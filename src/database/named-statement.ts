/** Statements with named parameters, for those that have many: `:tenantId` instead of `$1`. */
import type { Statement } from './sql.ts';

export interface NamedStatement<Parameters extends object> {
  readonly statement: Statement;
  /** The values in the order of the statement's numbers. */
  valuesOf(parameters: Parameters): unknown[];
}

/** @param text a cast right after a name is fine: `:ids::uuid[]` */
export function namedStatement<Parameters extends object>(name: string, text: string): NamedStatement<Parameters> {
  const names: string[] = [];
  const numbered = text.replace(/(?<!:):([a-z]\w*)/gi, (_, parameter: string) => {
    if (!names.includes(parameter)) names.push(parameter);
    return `$${names.indexOf(parameter) + 1}`;
  });
  return {
    statement: { name, text: numbered },
    valuesOf: (parameters) => names.map((parameter) => parameters[parameter as keyof Parameters] ?? null),
  };
}
