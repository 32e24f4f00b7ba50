/** Documents that ask for too much, in many variants of each kind, and the rule that must refuse them. */

export interface Attack {
  readonly rule: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const ID = '"dlv_00000000000000000000000000"';
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const counts = (...values: number[]) => values;

/** A cycle of the schema, entered again and again until it is `levels` deep. */
function nested(levels: number, wrap: (inner: string) => string = (inner) => inner): string {
  const cycle = ['event', 'deliveries', 'nodes'];
  let text = 'id';
  for (let level = levels - 2; level >= 0; level -= 1) text = wrap(`${cycle[level % 3]} { ${text} }`);
  return `{ delivery(id: ${ID}) { ${text} } }`;
}

const depth: Attack[] = [
  ...counts(11, 12, 13, 20, 40, 80).map((levels) => nested(levels)),
  ...counts(11, 12, 30).map((levels) => `query Named ${nested(levels)}`),
  ...counts(11, 15).map((levels) => nested(levels, (inner) => `... { ${inner} }`)),
  ...counts(4, 6).map(
    (chain) =>
      `{ delivery(id: ${ID}) { ...F0 } } ` +
      many(chain, (i) => `fragment F${i} on Delivery { event { deliveries { nodes { ...F${i + 1} } } } }`) +
      ` fragment F${chain} on Delivery { id }`,
  ),
  `subscription { deliveryUpdates { ... on DeliveryChanged { delivery { event { deliveries { nodes { event { deliveries { nodes { event { deliveries { nodes { id } } } } } } } } } } } } }`,
].map((query) => ({ rule: 'depth', query }));

const aliases: Attack[] = counts(31, 50, 100, 300).flatMap((count) => [
  { rule: 'aliases', query: `{ ${many(count, (i) => `a${i}: viewer { expiresAt }`)} }` },
  { rule: 'aliases', query: `{ viewer { ${many(count, (i) => `a${i}: expiresAt`)} } }` },
  {
    rule: 'aliases',
    query: `query Q { ...F } fragment F on Query { ${many(count, (i) => `a${i}: viewer { expiresAt }`)} }`,
  },
  {
    rule: 'aliases',
    query: `{ a0: viewer { ...F } ${many(Math.ceil(count / 8), (i) => `b${i}: viewer { ...F }`)} } fragment F on Viewer { ${many(8, (i) => `c${i}: expiresAt`)} }`,
  },
]);

const directives: Attack[] = counts(21, 50, 200, 250).flatMap((count) => [
  { rule: 'directives', query: `{ viewer { expiresAt ${many(count, () => '@include(if: true)')} } }` },
  { rule: 'directives', query: `{ viewer { expiresAt ${many(Math.min(count, 300), () => '@skip(if: false)')} } }` },
  { rule: 'directives', query: `query Q ${many(count, (i) => `@d${i}`)} { viewer { expiresAt } }` },
  {
    rule: 'directives',
    query: `{ ...F } fragment F on Query ${many(count, (i) => `@d${i}`)} { viewer { expiresAt } }`,
  },
  {
    rule: 'directives',
    query: `{ ... ${many(Math.min(count, 300), () => '@include(if: true)')} { viewer { expiresAt } } }`,
  },
]);

const roots: Attack[] = counts(6, 10, 30).flatMap((count) => [
  {
    rule: 'root-mutations',
    query: `mutation { ${many(count, (i) => `m${i}: deleteWebhook(webhook: {id: "whk_x"}) { deletedWebhookId }`)} }`,
  },
  {
    rule: 'root-mutations',
    query: `mutation { ...M } fragment M on Mutation { ${many(count, (i) => `m${i}: deleteWebhook(webhook: {id: "whk_x"}) { deletedWebhookId }`)} }`,
  },
  {
    rule: 'root-mutations',
    query: `mutation { ... { ${many(count, (i) => `m${i}: cancelDelivery(deliveryId: "x") { errors { code } }`)} } }`,
  },
]);

const repeated: Attack[] = counts(31, 100, 900).flatMap((count) => [
  { rule: 'repeated-fields', query: `{ viewer { ${many(count, () => 'expiresAt')} } }` },
  { rule: 'repeated-fields', query: `{ ${many(Math.min(count, 400), () => 'viewer { expiresAt }')} }` },
  { rule: 'repeated-fields', query: `{ viewer { ${many(Math.min(count, 400), () => '... { expiresAt }')} } }` },
]);

const fragments: Attack[] = [
  ...counts(51, 100, 200).map((count) => ({
    rule: 'fragments',
    query: `{ viewer { expiresAt } } ${many(count, (i) => `fragment F${i} on Viewer { expiresAt }`)}`,
  })),
  { rule: 'fragment-cycle', query: '{ viewer { ...A } } fragment A on Viewer { ...A }' },
  { rule: 'fragment-cycle', query: '{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }' },
  {
    rule: 'fragment-cycle',
    query: '{ viewer { expiresAt } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }',
  },
  ...counts(3, 10, 40).map((length) => ({
    rule: 'fragment-cycle',
    query: `{ viewer { ...F0 } } ${many(length, (i) => `fragment F${i} on Viewer { expiresAt ...F${(i + 1) % length} }`)}`,
  })),
  // Doubling: each fragment spreads the next one twice.
  ...counts(12, 20, 45).map((length) => ({
    rule: 'fields',
    query: `{ viewer { ...F0 } } ${many(length, (i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`)} fragment F${length} on Viewer { expiresAt }`,
  })),
];

const tokens: Attack[] = counts(2_001, 3_000, 5_000).flatMap((count) => [
  { rule: 'tokens', query: '{a'.repeat(count) + '}'.repeat(count) },
  { rule: 'tokens', query: `{ viewer { ${'a '.repeat(count)} } }` },
  { rule: 'tokens', query: `{ node(id: ${'['.repeat(count)}${']'.repeat(count)}) { id } }` },
  { rule: 'tokens', query: `query(${'$a:ID,'.repeat(Math.ceil(count / 3))}$b:ID){viewer{expiresAt}}` },
]);

const size: Attack[] = [
  { rule: 'document-size', query: `{ viewer { expiresAt } } # ${'x'.repeat(16_384)}` },
  { rule: 'document-size', query: `{ viewer { expiresAt } }${' '.repeat(20_000)}` },
  { rule: 'document-size', query: `{ node(id: "${'x'.repeat(30_000)}") { id } }` },
  { rule: 'operation-name', query: `query ${'N'.repeat(201)} { viewer { expiresAt } }` },
  { rule: 'operation-name', query: `query ${'N'.repeat(10_000)} { viewer { expiresAt } }` },
  ...counts(21, 100).map((count) => ({
    rule: 'operations',
    query: many(count, (i) => `query Q${i} { viewer { expiresAt } }`),
  })),
];

const introspection: Attack[] = [
  { rule: 'introspection', query: `{ ${many(3, (i) => `a${i}: __schema { types { name } }`)} }` },
  { rule: 'introspection', query: `{ ${many(25, (i) => `a${i}: __schema { types { name } }`)} }` },
  {
    rule: 'introspection',
    query: `{ ... { a: __schema { types { name } } } ...F } fragment F on Query { b: __type(name: "Role") { name } c: __schema { types { name } } }`,
  },
  ...counts(21, 40, 100).map((levels) => ({
    rule: 'introspection',
    query: `{ __schema { types { ${'ofType { '.repeat(levels)} name ${'} '.repeat(levels)} } } }`,
  })),
];

const cost: Attack[] = [
  ...counts(40, 60, 100).flatMap((first): Attack[] => [
    {
      rule: 'cost',
      query: `{ deliveries(first: ${first}) { nodes { event { deliveries(first: ${first}) { nodes { webhook { id } } } } } } }`,
    },
    {
      rule: 'cost',
      query: 'query ($n: Int) { deliveries(first: $n) { nodes { event { deliveries(first: $n) { nodes { id } } } } } }',
      variables: { n: first },
    },
    {
      rule: 'cost',
      query:
        'query ($n: Int) { deliveries(last: $n) { edges { node { event { deliveries(last: $n) { edges { node { id } } } } } } } }',
      variables: { n: first },
    },
    {
      rule: 'cost',
      query: `query ($n: Int = ${first}) { events(first: $n) { nodes { deliveries(first: $n) { nodes { id } } } } }`,
    },
    {
      rule: 'cost',
      query:
        'query ($n: Int) { events(first: $n) { ...P } } fragment P on EventConnection { nodes { deliveries(first: $n) { nodes { id } } } }',
      variables: { n: first },
    },
    {
      rule: 'cost',
      query:
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Delivery { attempts { nodes { request { method } } } } } }',
      variables: { ids: Array.from({ length: first }, () => 'dlv_x') },
    },
  ]),
  ...counts(1_001, 1_000_000, 2_147_483_647).flatMap((first): Attack[] => [
    { rule: 'cost', query: `{ deliveries(first: ${first}) { nodes { id } } }` },
    { rule: 'cost', query: 'query ($n: Int) { webhooks(first: $n) { nodes { id } } }', variables: { n: first } },
    {
      rule: 'cost',
      query: 'query ($n: Int) { trace(businessKey: "x", first: $n) { steps { event { id } } } }',
      variables: { n: first },
    },
  ]),
  { rule: 'cost', query: `{ deliveries(first: 100) { nodes { attempts { nodes { request { body } } } } } }` },
  {
    rule: 'cost',
    query: `{ deliveries(first: 100) { nodes { attempts(first: 100) { totalCount { count } } event { payloadText } lastAttempt { request { body } } } } }`,
  },
  { rule: 'cost', query: `{ ${many(30, (i) => `a${i}: deliveries(first: 100) { nodes { id } }`)} }` },
  {
    rule: 'cost',
    query: `{ webhooks(first: 100) { nodes { ...W } edges { node { ...W } } } } fragment W on Webhook { retryPolicy { maxAttempts } circuit { state } throttle { maxConcurrent } createdBy { id } scope { tenantId } }`,
  },
];

const ids = (count: number) => Array.from({ length: count }, (_, i) => `whk_${i}`);
const lists: Attack[] = counts(101, 1_000, 1_500).flatMap((count): Attack[] => [
  {
    rule: 'list-length',
    query: 'query ($f: DeliveryFilter) { deliveries(filter: $f) { nodes { id } } }',
    variables: { f: { webhookIds: ids(count) } },
  },
  {
    rule: 'list-length',
    query: 'query ($f: DeliveryFilter) { deliveries(filter: $f) { nodes { id } } }',
    variables: { f: { eventIds: ids(count) } },
  },
  {
    rule: 'list-length',
    query: 'query ($i: [ID!]) { deliveries(filter: { webhookIds: $i }) { nodes { id } } }',
    variables: { i: ids(count) },
  },
  { rule: 'list-length', query: 'query ($i: [ID!]!) { nodes(ids: $i) { id } }', variables: { i: ids(count) } },
  {
    rule: 'list-length',
    query: 'subscription ($f: DeliveryUpdateFilter) { deliveryUpdates(filter: $f) { __typename } }',
    variables: { f: { eventTypes: Array.from({ length: count }, () => '*') } },
  },
  {
    rule: 'list-length',
    query: 'mutation ($i: CreateWebhookInput!) { createWebhook(input: $i) { webhook { id } } }',
    variables: { i: { name: 'x', url: 'https://example.com', eventTypes: Array.from({ length: count }, () => '*') } },
  },
  {
    rule: 'list-length',
    query: 'mutation ($i: CreateWebhookInput!) { createWebhook(input: $i) { webhook { id } } }',
    variables: {
      i: {
        name: 'x',
        url: 'https://example.com',
        eventTypes: ['*'],
        headers: Array.from({ length: count }, (_, n) => ({ name: `x-${n}`, value: '1' })),
      },
    },
  },
]);
const literalLists: Attack[] = counts(101, 400).flatMap((count): Attack[] => [
  {
    rule: 'list-length',
    query: `{ deliveries(filter: { status: [${many(count, () => 'FAILED')}] }) { nodes { id } } }`,
  },
  { rule: 'list-length', query: `{ nodes(ids: [${many(count, () => '"x"')}]) { id } }` },
]);

const invalid: Attack[] = [
  '{ viewer { password } }',
  '{ secrets }',
  '{ viewer { expiresAt @defer } }',
  '{ viewer { ... @defer { expiresAt } } }',
  '{ deliveries { nodes @stream(initialCount: 1) { id } } }',
  '{ viewer { expiresAt @live } }',
  'mutation { deleteEverything }',
  'subscription { deliveryUpdates { __typename } a: deliveryUpdates { __typename } }',
  'query ($x: Nothing) { viewer { expiresAt } }',
  'query ($x: ID) { viewer { expiresAt } }',
  '{ node { id } }',
  '{ node(id: "x", id: "y") { id } }',
  `{ ${many(300, (i) => `f${i}`)} }`,
  'type Query { mine: Int }',
  'extend type Query { mine: Int }',
  '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
].map((query) => ({ rule: 'GRAPHQL_VALIDATION_FAILED', query }));

const unreadable: Attack[] = [
  '{',
  '{'.repeat(1_000),
  '{'.repeat(5_000),
  '}',
  '{ viewer',
  'query {',
  '{ viewer { } }',
  '\u0000',
  '{ viewer \u0000 { id } }',
  '"',
  '"""',
  '{ a(b: "',
  '{ a(b: "\\u{110000}") }',
  '{ \ud800 }',
  'query () { a }',
  '{ a(b: 1e) }',
  '{ a(b: 01) }',
  '{ a(b: 0xF) }',
  '... { a }',
  '@a',
  '#',
  ' ',
  ',,,',
  '\ufeff',
].map((query) => ({ rule: 'GRAPHQL_PARSE_FAILED', query }));

/** By class, as the table shows them. */
export const graphqlAttacks: Readonly<Record<string, readonly Attack[]>> = {
  depth,
  aliases,
  directives,
  'root mutations': roots,
  'repeated fields': repeated,
  'fragment bombs': fragments,
  tokens,
  'size and names': size,
  introspection,
  cost,
  'long lists': [...lists, ...literalLists],
  'not in the schema': invalid,
  'not GraphQL': unreadable,
};
