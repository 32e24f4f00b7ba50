/**
 * What fields cost, said in the SDL (names of IBM's cost directives): `@cost` and `@listSize`. Pages and mutations are
 * marked by their form, so that a new one cannot be forgotten; what is dearer than that says so by a decorator.
 */
import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { Directive } from 'type-graphql';

const listOfNames = new GraphQLList(new GraphQLNonNull(GraphQLString));

export const costDirectives: readonly GraphQLDirective[] = [
  new GraphQLDirective({
    name: 'cost',
    description:
      'What a field costs: 1 for objects and 0 for values unless said otherwise. One request may cost 1,000.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: { weight: { type: new GraphQLNonNull(GraphQLInt) } },
  }),
  new GraphQLDirective({
    name: 'listSize',
    description:
      'Which arguments bound a list, for its cost: a number, or a list by its length. Without them assumedSize entries, ' +
      'else 20 of a page. sizedFields have the entries: nodes and edges of a connection.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      slicingArguments: { type: listOfNames },
      assumedSize: { type: GraphQLInt },
      sizedFields: { type: listOfNames },
    },
  }),
];

/** Dearer than its form says. */
export const Cost = (weight: number) => Directive(`@cost(weight: ${weight})`) as MethodDecorator & PropertyDecorator;

export interface ListSizeOptions {
  readonly slicingArguments?: readonly string[];
  readonly assumedSize?: number;
  readonly sizedFields?: readonly string[];
}

/** A list whose length is known from its arguments, or assumed. */
export function ListSize(options: ListSizeOptions) {
  const args = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return Directive(`@listSize(${args.join(', ')})`) as MethodDecorator & PropertyDecorator;
}

/** What a mutation costs that says nothing else. */
const MUTATION_WEIGHT = 10;

/** Marks what its form tells: pages by `first` and `last`, and mutations. */
export function markCosts(schema: GraphQLSchema): void {
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const names = new Set(field.args.map((argument) => argument.name));
      if (names.has('first') && names.has('last')) {
        addDirective(field, '@listSize(slicingArguments: ["first", "last"])');
      }
      if (type === mutation) addDirective(field, `@cost(weight: ${MUTATION_WEIGHT})`);
    }
  }
}

function addDirective(field: GraphQLField<unknown, unknown>, text: string): void {
  const directive = readDirective(text);
  const present = field.astNode?.directives ?? [];
  if (present.some(({ name }) => name.value === directive.name.value)) return;
  const node: FieldDefinitionNode = field.astNode ?? {
    kind: Kind.FIELD_DEFINITION,
    name: { kind: Kind.NAME, value: field.name },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: String(field.type).replace(/[[\]!]/g, '') } },
  };
  field.astNode = { ...node, directives: [...present, directive] };
}

function readDirective(text: string): ConstDirectiveNode {
  const [type] = parse(`type T ${text}`).definitions as [ObjectTypeDefinitionNode];
  return type.directives?.[0] as ConstDirectiveNode;
}
