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
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
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
      'else 20 of a page; never more than maximum. sizedFields have the entries: nodes and edges of a connection.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      slicingArguments: { type: listOfNames },
      assumedSize: { type: GraphQLInt },
      maximum: { type: GraphQLInt },
      sizedFields: { type: listOfNames },
    },
  }),
];

/** Dearer than its form says. */
export const Cost = (weight: number) => Directive(`@cost(weight: ${weight})`) as MethodDecorator & PropertyDecorator;

export interface ListSizeOptions {
  readonly slicingArguments?: readonly string[];
  readonly assumedSize?: number;
  /** So many there can be, whatever the arguments ask for. */
  readonly maximum?: number;
  readonly sizedFields?: readonly string[];
}

/** A list whose length is known from its arguments, or assumed. */
export function ListSize(options: ListSizeOptions) {
  const args = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return Directive(`@listSize(${args.join(', ')})`) as MethodDecorator & PropertyDecorator;
}

/** What a mutation costs that says nothing else. */
const MUTATION_WEIGHT = 10;

/** Lists that no argument bounds: entries of one that is usual, for their cost. The answer's size has a limit besides. */
const usualSizes: Readonly<Record<string, number>> = {
  'ApiKey.allowedEventTypes': 5,
  'ConditionPreview.failures': 10,
  'DeliveryPreview.explanation': 5,
  'ErasePayload.eventIds': 100,
  'ErasePayload.keyCounts': 5,
  'Event.businessKeys': 3,
  'EventField.enumMembers': 1,
  'EventField.enumValues': 1,
  // The mean of the catalogue.
  'EventType.fields': 100,
  'HttpRequestRecord.headers': 10,
  'HttpResponseRecord.headers': 10,
  // Of payloads: there may be a thousand, each with fifty fields.
  'InventoryUpdated.lines': 20,
  'OrderStatus.lines': 20,
  'PickConfirmed.lines': 20,
  'RetryPolicy.schedule': 12,
  'ReturnReceived.lines': 20,
  'ShipmentClosed.cartons': 20,
  'ShipmentClosed.details': 20,
  'TraceStep.explanations': 2,
  'Webhook.eventTypes': 5,
  'Webhook.headers': 2,
  'Webhook.matchedEventTypes': 5,
  'Webhook.signingSecrets': 2,
  'WebhookChanged.changes': 2,
};

/** What is wrong with the input of a mutation, and where in it. */
const ERRORS_SIZE = 2;
const PATH_SIZE = 4;

/** Marks what its form tells: pages by `first` and `last`, mutations and their errors; and lists without a bound. */
export function markCosts(schema: GraphQLSchema): void {
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const names = new Set(field.args.map((argument) => argument.name));
      if (names.has('first') && names.has('last')) {
        addDirective(field, '@listSize(slicingArguments: ["first", "last"])');
      }
      if (type === mutation) addDirective(field, `@cost(weight: ${MUTATION_WEIGHT})`);
      // Few and small: the mutation pays for them.
      if (isListOfErrors(field)) addDirective(field, '@cost(weight: 0)');
      const usual = usualSizeOf(type.name, field);
      if (usual !== undefined) addDirective(field, `@listSize(assumedSize: ${usual})`);
    }
  }
}

const isListOfErrors = ({ type }: GraphQLField<unknown, unknown>): boolean =>
  isListType(getNullableType(type)) && getNamedType(type).name === 'UserError';

function usualSizeOf(typeName: string, field: GraphQLField<unknown, unknown>): number | undefined {
  const { name, type } = field;
  if (!isListType(getNullableType(type))) return undefined;
  if (isListOfErrors(field)) return ERRORS_SIZE;
  return usualSizes[`${typeName}.${name}`] ?? (typeName.endsWith('Error') && name === 'path' ? PATH_SIZE : undefined);
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
