/** Every operation of the SDL with every kind of credential. A new field fails here until it has an entry. */
import { GraphQLError, type DocumentNode } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Role } from '../../src/access/viewer.ts';
import { buildApiSchema } from '../../src/graphql/schema.ts';
import { RevokeApiKeyDocument } from '../../src/web/gql/graphql.ts';
import { everyOperation, furnish, type House } from '../support/every-operation.ts';
import { createLiveClient } from '../support/live-client.ts';
import { operationDocument, operationText, rootFieldsOf, type RootField } from '../support/root-operation.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const schema = buildApiSchema();
const rootFields = rootFieldsOf(schema);

let app: TestApp;
let house: House;
const tokens = {} as Record<Role, string>;
/** Credentials that let nobody in. */
const dead: Record<string, string | undefined> = {};
let otherTenant: string;

beforeAll(async () => {
  app = await createTestApp();
  house = await furnish(app, await app.receiver(), 'TENANT001');
  for (const role of roles) tokens[role] = await app.key({ role, name: `A ${role}` });
  otherTenant = await app.key({ tenantId: 'TENANT002' });
  dead['no key'] = undefined;
  dead['an expired key'] = await app.key({ expiresAt: new Date(Date.now() - 1_000) });
  dead['a revoked key'] = await app.key({ name: 'Revoked' });
  const { data } = await app.graphql.sendText(`{ apiKeys { nodes { id name } } }`, {}, house.token);
  const { nodes } = (data as { apiKeys: { nodes: { id: string; name: string }[] } }).apiKeys;
  const id = nodes.find(({ name }) => name === 'Revoked')?.id ?? '';
  const { revokeApiKey } = await app.execute(RevokeApiKeyDocument, { id });
  expect(revokeApiKey?.errors).toEqual([]);
});
afterAll(() => app?.stop());

/** The roles that the SDL says may use a field. */
function rolesOf({ field }: RootField): readonly Role[] {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'requiresRole');
  const [argument] = directive?.arguments ?? [];
  if (argument?.value.kind !== 'ListValue') return roles;
  return argument.value.values.map((value) => (value as { value: Role }).value);
}

describe('every root field of the SDL', () => {
  it('has an entry, and every entry its field', () => {
    expect(rootFields.map(({ name }) => name).sort()).toEqual(Object.keys(everyOperation).sort());
  });

  it('is documented with the roles of its entry', () => {
    for (const root of rootFields) {
      expect([root.name, [...rolesOf(root)].sort()]).toEqual([
        root.name,
        [...(everyOperation[root.name]?.roles ?? [])].sort(),
      ]);
    }
  });
});

describe.each(rootFields.filter(({ type }) => type !== 'Subscription'))('$name', (root) => {
  const send = (token: string | undefined, variables: object) =>
    app.graphql.sendText(operationText(root, schema), variables, token);

  it('is for its roles, and for nobody else', async () => {
    const entry = everyOperation[root.name];
    expect(entry).toBeDefined();
    if (entry === undefined) return;
    const args = await entry.args(house);

    for (const [credential, token] of Object.entries(dead)) {
      const { httpStatus, data, errors } = await send(token, args);
      expect([credential, httpStatus, data ?? null]).toEqual([credential, 401, null]);
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
    const { text } = await send(otherTenant, args);
    for (const id of Object.values(house.ids)) expect(text).not.toContain(id);

    for (const role of ['PUBLISHER', 'VIEWER', 'ADMINISTRATOR'] as const) {
      const { data, errors } = await send(tokens[role], args);
      const value = data?.[root.field.name];
      if (entry.roles.includes(role)) {
        expect([role, errors]).toEqual([role, []]);
        expect((value as { errors?: unknown[] } | null)?.errors ?? []).toEqual([]);
      } else {
        expect([role, errors]).toMatchObject([role, [{ extensions: { code: 'FORBIDDEN' } }]]);
        expect(value ?? null).toBeNull();
      }
    }
  });
});

describe.each(rootFields.filter(({ type }) => type === 'Subscription'))('$name', (root) => {
  const document: DocumentNode = operationDocument(root, schema);
  const open = (token: string | undefined, variables: object) => {
    const live = createLiveClient(app.url, token === undefined ? {} : { authorization: `Bearer ${token}` });
    app.onStop(() => live.close());
    return live.subscribe(document as TypedDocumentNode<unknown, Record<string, unknown>>, { ...variables });
  };

  it('is for its roles, and for nobody else', async () => {
    const entry = everyOperation[root.name];
    const args = (await entry?.args(house)) ?? {};
    for (const token of Object.values(dead)) await expect(open(token, args).next()).rejects.toThrow('4401');
    for (const role of roles) {
      const first = open(tokens[role], args).next();
      if (entry?.roles.includes(role) === true) expect(await first).toBeDefined();
      else await expect(first).rejects.toThrow('FORBIDDEN');
    }
  });
});

describe('a publisher', () => {
  it('gets no object by id, of whatever kind, but event types', async () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }`;
    const ids = [...Object.values(house.ids), 'typ_order.status'];
    const { data } = await app.graphql.sendText(query, { ids }, tokens.PUBLISHER);
    expect(data).toEqual({ nodes: [...Object.values(house.ids).map(() => null), { __typename: 'EventType' }] });
  });

  it('reaches through fields that are open to it only types that tell nothing of receivers', () => {
    expect(reachableBy('PUBLISHER')).toEqual([
      'Actor',
      'BusinessKey',
      'Count',
      'EnumMember',
      'Event',
      'EventField',
      'EventType',
      'EventTypeConnection',
      'EventTypeEdge',
      'PageInfo',
      'PublishEventPayload',
      'PublishEventsPayload',
      'Scope',
      'Viewer',
    ]);
  });
});

describe('a viewer', () => {
  it('sees neither keys nor the audit log by id', async () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }`;
    const ids = [house.ids.key, house.ids.aud, house.ids.whk];
    const { data } = await app.graphql.sendText(query, { ids }, tokens.VIEWER);
    expect(data).toEqual({ nodes: [null, null, { __typename: 'Webhook' }] });
  });
});

/** Object types that a role comes to from the root, payloads of events and errors left out. */
function reachableBy(role: Role): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const type = schema.getType(name);
    if (type === undefined || found.has(name) || !('getFields' in type) || 'isOneOf' in type) return;
    if (name.endsWith('Error') || isEventPayload(name)) return;
    if (name === 'Node') return; // told by the test above
    if (!['Query', 'Mutation', 'Subscription'].includes(name)) found.add(name);
    for (const field of Object.values(type.getFields())) {
      if (rolesOf({ type: name, name: `${name}.${field.name}`, field } as RootField).includes(role)) {
        visit(String(field.type).replace(/[[\]!]/g, ''));
      }
    }
  };
  for (const root of ['Query', 'Mutation', 'Subscription']) visit(root);
  return [...found].sort();
}

function isEventPayload(name: string): boolean {
  const union = schema.getType('EventPayload');
  if (union === undefined || !('getTypes' in union)) throw new GraphQLError('There is no EventPayload.');
  return union.getTypes().some((type) => name.startsWith(type.name));
}

it('what was not allowed is in the log: who, which field, from where, and never a key', () => {
  const lines = app.logLines.filter((line) => line.includes('"msg":"forbidden"'));
  const attempts = lines.map((line) => JSON.parse(line) as Record<string, string>).filter(({ field }) => field);
  expect(new Set(attempts.map(({ role }) => role))).toEqual(new Set(['VIEWER', 'PUBLISHER']));
  expect(attempts.find(({ field }) => field === 'Mutation.createApiKey')).toMatchObject({
    tenantId: 'TENANT001',
    actorId: expect.stringMatching(/^key_[0-9a-f]{32}$/),
    remoteAddress: '127.0.0.1',
  });
  expect(lines.join('')).not.toContain('dhk_');
});
