/**
 * Whether a request may run: parsed, measured, validated and priced by the same rules over HTTP and over sockets
 * (Apollo's and graphql-ws's own would each cover one of them). What a document's text decides is remembered with it,
 * so that the same operation sent again costs a look-up.
 */
import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  typeFromAST,
  validate,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  TypeInfo,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { costOf, evaluate, type Cost, type Variables } from './cost.ts';
import {
  COST_LIMIT,
  DOCUMENT_LIMIT,
  LIST_LIMIT,
  PLAIN_BODY_LIMIT_BYTES,
  TOKEN_LIMIT,
  VALIDATION_ERROR_LIMIT,
} from './limits.ts';
import { listCheckOf } from './list-lengths.ts';
import { measureDocument } from './measure-document.ts';
import { refusal } from './refusal.ts';
import { createRecent } from './recent.ts';

export interface GivenRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Variables | null | undefined;
  /** Of the whole request; left out where the transport has a limit that is smaller than any here. */
  readonly bytes?: number | undefined;
}

export type Admitted =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

export type Admit = (request: GivenRequest) => Admitted;

/** What is known of a document by its text alone. */
type KnownDocument =
  | { readonly document: DocumentNode; readonly plans: Map<string, OperationPlan> }
  | { readonly errors: readonly GraphQLError[] };

/** What is left to be judged by the variables of each request. */
interface OperationPlan {
  readonly cost: Cost;
  readonly lists: readonly { readonly name: string; readonly check: (value: unknown) => string | undefined }[];
  readonly carriesPayload: boolean;
}

/**
 * Documents remembered: valid ones, and refused ones, which must not drive those out. In memory a document is 40 times
 * as large as its text, so characters are bounded too: 60 of the largest, 40 MB, or a thousand of the usual size.
 */
const KNOWN_LIMIT = 1_000;
const KNOWN_CHARACTERS = 1_000_000;
const REFUSED_LIMIT = 100;
const REFUSED_CHARACTERS = 200_000;
/** Operations that may be as large as a body can be. */
const withPayload: ReadonlySet<string> = new Set(['publishEvent', 'publishEvents', 'testWebhook', 'previewDelivery']);

export function createAdmit(schema: GraphQLSchema): Admit {
  const known = createRecent<KnownDocument>(KNOWN_LIMIT, KNOWN_CHARACTERS);
  const refused = createRecent<KnownDocument>(REFUSED_LIMIT, REFUSED_CHARACTERS);

  function look(query: string): KnownDocument {
    const found = known.get(query) ?? refused.get(query);
    if (found !== undefined) return found;
    const read = readDocument(schema, query);
    ('document' in read ? known : refused).set(query, read);
    return read;
  }

  return ({ query, operationName, variables, bytes }) => {
    if (query.length > DOCUMENT_LIMIT) {
      const message = `A document has at most ${DOCUMENT_LIMIT} characters: put payloads into variables.`;
      return { ok: false, errors: [refusal('document-size', message, DOCUMENT_LIMIT)] };
    }
    const found = look(query);
    if ('errors' in found) return { ok: false, errors: found.errors };
    const plan = planOf(schema, found, operationName ?? '');
    const error = plan === undefined ? noOperation(operationName) : judge(plan, variables ?? {}, bytes ?? 0);
    return error === undefined ? { ok: true, document: found.document } : { ok: false, errors: [error] };
  };
}

function readDocument(schema: GraphQLSchema, query: string): KnownDocument {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: TOKEN_LIMIT });
  } catch (error) {
    return { errors: [asParseError(error)] };
  }
  const tooMuch = measureDocument(document);
  if (tooMuch !== undefined) return { errors: [tooMuch] };
  const errors = validate(schema, document, specifiedRules, { maxErrors: VALIDATION_ERROR_LIMIT });
  if (errors.length > 0) return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  const longList = findLongList(schema, document);
  if (longList !== undefined) return { errors: [longList] };
  return { document, plans: new Map() };
}

function asParseError(error: unknown): GraphQLError {
  // The parser calls itself for what is nested, and 2,000 tokens can be 2,000 levels.
  if (error instanceof RangeError) return refusal('tokens', 'The document is nested too deeply.', TOKEN_LIMIT);
  if (!(error instanceof GraphQLError)) throw error;
  if (error.message.endsWith(`${TOKEN_LIMIT} tokens. Parsing aborted.`)) {
    return refusal('tokens', `A document has at most ${TOKEN_LIMIT} tokens.`, TOKEN_LIMIT);
  }
  return withCode(error, 'GRAPHQL_PARSE_FAILED');
}

/** Without its nodes, which would keep the whole document in memory: source and positions tell the place as well. */
const withCode = ({ message, source, positions }: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(message, {
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  });

const noOperation = (name: string | null | undefined): GraphQLError =>
  new GraphQLError(
    name == null ? 'The document has several operations: say which in operationName.' : 'There is no such operation.',
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );

function planOf(
  schema: GraphQLSchema,
  { document, plans }: Extract<KnownDocument, { document: DocumentNode }>,
  name: string,
): OperationPlan | undefined {
  const known = plans.get(name);
  if (known !== undefined) return known;
  const operation = getOperationAST(document, name === '' ? undefined : name);
  if (operation == null) return undefined;
  const plan = makePlan(schema, document, operation);
  plans.set(name, plan);
  return plan;
}

function makePlan(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationPlan {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const lists = (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const inputType = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
    const check = inputType === undefined ? undefined : listCheckOf(inputType);
    return check === undefined ? [] : [{ name: variable.name.value, check }];
  });
  let carriesPayload = false;
  visit(document, {
    Field: ({ name }) => void (carriesPayload ||= withPayload.has(name.value)),
  });
  return { cost: costOf(schema, operation, fragments), lists, carriesPayload };
}

function judge(
  { cost, lists, carriesPayload }: OperationPlan,
  variables: Variables,
  bytes: number,
): GraphQLError | undefined {
  if (bytes > PLAIN_BODY_LIMIT_BYTES && !carriesPayload) {
    const message = `A request without a payload has at most ${PLAIN_BODY_LIMIT_BYTES} bytes.`;
    return refusal('body-size', message, PLAIN_BODY_LIMIT_BYTES);
  }
  for (const { name, check } of lists) {
    const place = check(variables[name]);
    if (place !== undefined) return tooLong(`$${name}${place}`);
  }
  const total = evaluate(cost, variables);
  if (total <= COST_LIMIT) return undefined;
  const message = `This would cost ${Math.ceil(total)}, and one request may cost ${COST_LIMIT}: ask for smaller pages or fewer fields.`;
  return refusal('cost', message, COST_LIMIT);
}

const tooLong = (place: string): GraphQLError =>
  refusal('list-length', `The list ${place} has more than ${LIST_LIMIT} entries.`, LIST_LIMIT);

/** Lists that the document itself spells out. */
function findLongList(schema: GraphQLSchema, document: DocumentNode): GraphQLError | undefined {
  const types = new TypeInfo(schema);
  let found: GraphQLError | undefined;
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument({ name, value }) {
        const type = types.getInputType();
        const check = type == null ? undefined : listCheckOf(type);
        const place = check?.(valueFromASTUntyped(value));
        if (place !== undefined) found ??= tooLong(`${name.value}${place}`);
      },
    }),
  );
  return found;
}
