/**
 * What an operation costs before it runs: the sum of its fields' weights, each as often as the lists above it are long.
 * Worked out once per document; what depends on variables stays a function of them.
 */
import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ListSizeOptions } from '../cost-directives.ts';

export type Variables = Readonly<Record<string, unknown>>;
/** A number when no variable has a say in it. */
export type Cost = number | ((variables: Variables) => number);

/** Entries of a page when its caller does not say: see paging.ts. */
const PAGE_DEFAULT = 20;
/** What reading the schema costs. */
const INTROSPECTION_WEIGHT = 20;
/** More than any limit, so that no number of a caller's makes a sum infinite. */
const SIZE_CAP = 1_000_000;

export const evaluate = (cost: Cost, variables: Variables): number =>
  typeof cost === 'number' ? cost : cost(variables);

/** @param operation of a document that is valid and not too large */
export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Cost {
  const root = schema.getRootType(operation.operation);
  const defaults: Variables = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
  const known = new Map<string, Cost>();
  return root == null ? 0 : ofSet(operation.selectionSet, root);

  /** @param sized the length of those fields of the set that are the entries of a page */
  function ofSet(set: SelectionSetNode, type: GraphQLNamedType, sized?: SizedFields): Cost {
    return sum(
      set.selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection, type, sized);
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const condition = selection.typeCondition?.name.value;
          return ofSet(selection.selectionSet, (condition && schema.getType(condition)) || type, sized);
        }
        return ofFragment(selection.name.value, sized);
      }),
    );
  }

  function ofFragment(name: string, sized: SizedFields | undefined): Cost {
    const fragment = fragments.get(name);
    const type = fragment === undefined ? undefined : schema.getType(fragment.typeCondition.name.value);
    if (fragment === undefined || type === undefined) return 0;
    if (sized !== undefined) return ofSet(fragment.selectionSet, type, sized);
    const cost = known.get(name) ?? ofSet(fragment.selectionSet, type);
    known.set(name, cost);
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType, sized: SizedFields | undefined): Cost {
    const name = node.name.value;
    if (name === '__schema' || name === '__type') return INTROSPECTION_WEIGHT;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) return 0; // __typename
    const type = getNamedType(field.type);
    const { weight, list } = pricesOf(schema, field);
    const own = weight ?? (isCompositeType(type) ? 1 : 0);
    const size = list === undefined ? undefined : sizeOf(node, field, list, defaults);
    const isList = isListType(getNullableType(field.type));
    const below =
      node.selectionSet === undefined
        ? 0
        : ofSet(
            node.selectionSet,
            type,
            size === undefined || isList ? undefined : { names: list?.sizedFields ?? ['nodes', 'edges'], size },
          );
    const cost = isList && size !== undefined ? times(size, sum([own, below])) : sum([own, below]);
    return sized?.names.includes(name) ? times(sized.size, cost) : cost;
  }
}

interface SizedFields {
  readonly names: readonly string[];
  readonly size: Cost;
}

function pricesOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>) {
  const [cost, listSize] = [schema.getDirective('cost'), schema.getDirective('listSize')];
  const node = field.astNode;
  if (node == null || cost == null || listSize == null) return {};
  const { weight } = (getDirectiveValues(cost, node) ?? {}) as { weight?: number };
  return { weight, list: getDirectiveValues(listSize, node) as ListSizeOptions | undefined };
}

function sizeOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  { slicingArguments = [], assumedSize = PAGE_DEFAULT, maximum = SIZE_CAP }: ListSizeOptions,
  defaults: Variables,
): Cost {
  const given = slicingArguments.map((name): ((variables: Variables) => unknown) => {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value === undefined) {
      const preset = field.args.find((argument) => argument.name === name)?.defaultValue;
      return () => preset;
    }
    if (value.kind !== Kind.VARIABLE) {
      const literal: unknown = valueFromASTUntyped(value);
      return () => literal;
    }
    const variable = value.name.value;
    return (variables) => (Object.hasOwn(variables, variable) ? variables[variable] : defaults[variable]);
  });
  const sizeFor = (variables: Variables): number => {
    const sizes = given.map((read) => toSize(read(variables))).filter((size) => size !== undefined);
    return Math.min(sizes.length === 0 ? assumedSize : Math.max(...sizes), maximum);
  };
  const hasVariable = node.arguments?.some(
    ({ name, value }) => slicingArguments.includes(name.value) && value.kind === Kind.VARIABLE,
  );
  return hasVariable === true ? sizeFor : sizeFor({});
}

/** What is neither a number nor a list is refused when the arguments are read. */
function toSize(value: unknown): number | undefined {
  const size = Array.isArray(value) ? value.length : Number(value ?? Number.NaN);
  return Number.isNaN(size) ? undefined : Math.min(Math.max(size, 0), SIZE_CAP);
}

function sum(costs: readonly Cost[]): Cost {
  let fixed = 0;
  const varying: ((variables: Variables) => number)[] = [];
  for (const cost of costs) {
    if (typeof cost === 'number') fixed += cost;
    else varying.push(cost);
  }
  if (varying.length === 0) return fixed;
  return (variables) => varying.reduce((total, cost) => total + cost(variables), fixed);
}

function times(size: Cost, cost: Cost): Cost {
  if (typeof size === 'number' && typeof cost === 'number') return size * cost;
  return (variables) => evaluate(size, variables) * evaluate(cost, variables);
}
