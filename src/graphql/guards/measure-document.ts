/**
 * The shape of a document, measured before graphql-js validates it, because validation itself can be made slow. Every
 * fragment is measured once and counted wherever it is spread.
 */
import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type SelectionSetNode,
} from 'graphql';
import {
  ALIAS_LIMIT,
  DEPTH_LIMIT,
  DIRECTIVE_LIMIT,
  FIELD_LIMIT,
  FRAGMENT_LIMIT,
  INTROSPECTION_DEPTH_LIMIT,
  INTROSPECTION_LIMIT,
  OPERATION_LIMIT,
  OPERATION_NAME_LIMIT,
  REPEATED_FIELD_LIMIT,
  ROOT_MUTATION_LIMIT,
} from './limits.ts';
import { refusal } from './refusal.ts';

/** Of a selection set with its fragments written out. */
interface Measure {
  /** Levels of fields, introspection aside. */
  depth: number;
  /** Levels below `__schema` and `__type`. */
  introspectionDepth: number;
  introspections: number;
  fields: number;
  /** Fields of the set itself, not below them. */
  roots: number;
  aliases: number;
  directives: number;
}

const nothing = (): Measure => ({
  depth: 0,
  introspectionDepth: 0,
  introspections: 0,
  fields: 0,
  roots: 0,
  aliases: 0,
  directives: 0,
});

/** @returns the first rule that the document breaks; undefined when it breaks none */
export function measureDocument(document: DocumentNode): GraphQLError | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  if (operations.length > OPERATION_LIMIT) {
    return refusal('operations', `A document has at most ${OPERATION_LIMIT} operations.`, OPERATION_LIMIT);
  }
  if (fragments.length > FRAGMENT_LIMIT) {
    return refusal('fragments', `A document has at most ${FRAGMENT_LIMIT} fragments.`, FRAGMENT_LIMIT);
  }
  const measurer = createMeasurer(fragments);
  // Fragments that nobody spreads are validated too.
  for (const { name } of fragments) measurer.ofFragment(name.value);
  if (measurer.refused !== undefined) return measurer.refused;
  for (const { operation, name, directives = [], variableDefinitions = [], selectionSet } of operations) {
    const measure = measurer.of(selectionSet);
    measure.directives += directives.length;
    for (const variable of variableDefinitions) measure.directives += variable.directives?.length ?? 0;
    const refused =
      measurer.refused ?? judge(measure, operation === 'mutation') ?? judgeName(name === undefined ? '' : name.value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function createMeasurer(fragments: readonly FragmentDefinitionNode[]) {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  const measured = new Map<string, Measure>();
  const underWay = new Set<string>();
  let refused: GraphQLError | undefined;

  function ofFragment(name: string): Measure {
    const known = measured.get(name);
    const fragment = byName.get(name);
    if (known !== undefined || fragment === undefined) return known ?? nothing();
    if (underWay.has(name)) {
      refused ??= refusal('fragment-cycle', `The fragment ${name} contains itself.`, 0);
      return nothing();
    }
    underWay.add(name);
    const measure = of(fragment.selectionSet);
    measure.directives += fragment.directives?.length ?? 0;
    underWay.delete(name);
    measured.set(name, measure);
    return measure;
  }

  function of(set: SelectionSetNode, names = new Map<string, number>()): Measure {
    const total = nothing();
    for (const selection of set.selections) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) add(total, ofFragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(total, of(selection.selectionSet, names));
      else {
        const name = selection.name.value;
        const answer = selection.alias?.value ?? name;
        const times = (names.get(answer) ?? 0) + 1;
        names.set(answer, times);
        if (times > REPEATED_FIELD_LIMIT) {
          const message = `One selection names ${answer} at most ${REPEATED_FIELD_LIMIT} times.`;
          refused ??= refusal('repeated-fields', message, REPEATED_FIELD_LIMIT);
        }
        const below = selection.selectionSet === undefined ? nothing() : of(selection.selectionSet);
        const isIntrospection = name === '__schema' || name === '__type';
        add(total, {
          ...below,
          depth: isIntrospection ? 0 : below.depth + 1,
          introspectionDepth: isIntrospection ? below.depth : below.introspectionDepth,
          introspections: below.introspections + (isIntrospection ? 1 : 0),
          fields: below.fields + 1,
          roots: 1,
          aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
        });
      }
    }
    return total;
  }

  return {
    of: (set: SelectionSetNode) => of(set),
    ofFragment,
    get refused() {
      return refused;
    },
  };
}

/** Far more than any limit: counts stop here, so that doubling fragments cannot make them meaningless. */
const PLENTY = 1_000_000;

function add(total: Measure, part: Measure): void {
  total.depth = Math.max(total.depth, part.depth);
  total.introspectionDepth = Math.max(total.introspectionDepth, part.introspectionDepth);
  for (const key of ['introspections', 'fields', 'roots', 'aliases', 'directives'] as const) {
    total[key] = Math.min(total[key] + part[key], PLENTY);
  }
}

function judge(measure: Measure, isMutation: boolean): GraphQLError | undefined {
  const { depth, introspectionDepth, introspections, fields, roots, aliases, directives } = measure;
  if (depth > DEPTH_LIMIT) {
    return refusal('depth', `Fields are at most ${DEPTH_LIMIT} levels deep.`, DEPTH_LIMIT);
  }
  if (introspectionDepth > INTROSPECTION_DEPTH_LIMIT) {
    const message = `An introspection is at most ${INTROSPECTION_DEPTH_LIMIT} levels deep.`;
    return refusal('introspection', message, INTROSPECTION_DEPTH_LIMIT);
  }
  if (introspections > INTROSPECTION_LIMIT) {
    const message = `An operation asks for __schema or __type at most ${INTROSPECTION_LIMIT} times.`;
    return refusal('introspection', message, INTROSPECTION_LIMIT);
  }
  if (aliases > ALIAS_LIMIT) {
    return refusal('aliases', `An operation has at most ${ALIAS_LIMIT} aliases.`, ALIAS_LIMIT);
  }
  if (directives > DIRECTIVE_LIMIT) {
    return refusal('directives', `An operation has at most ${DIRECTIVE_LIMIT} directives.`, DIRECTIVE_LIMIT);
  }
  if (isMutation && roots > ROOT_MUTATION_LIMIT) {
    const message = `One request has at most ${ROOT_MUTATION_LIMIT} mutations.`;
    return refusal('root-mutations', message, ROOT_MUTATION_LIMIT);
  }
  if (fields > FIELD_LIMIT) {
    const message = `An operation has at most ${FIELD_LIMIT} fields, fragments written out.`;
    return refusal('fields', message, FIELD_LIMIT);
  }
  return undefined;
}

const judgeName = (name: string): GraphQLError | undefined =>
  name.length > OPERATION_NAME_LIMIT
    ? refusal(
        'operation-name',
        `An operation's name has at most ${OPERATION_NAME_LIMIT} characters.`,
        OPERATION_NAME_LIMIT,
      )
    : undefined;
