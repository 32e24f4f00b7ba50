import { generate, loadContext } from '@graphql-codegen/cli';
import { buildSchema, GraphQLInputObjectType, parse, validate } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { printApiSchema } from '../../src/graphql/print-schema.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const operations = readdirSync(path.join(ROOT, 'operations')).filter((name) => name.endsWith('.graphql'));
const committed = buildSchema(read('schema/schema.graphql'));

describe('what is generated and committed is up to date (else: npm run generate)', () => {
  it('schema/schema.graphql is the schema of the code', () => {
    expect(read('schema/schema.graphql')).toBe(printApiSchema());
  });

  it('src/web/gql is what codegen makes of the schema and the operations', async () => {
    const context = await loadContext(path.join(ROOT, 'codegen.yml'));
    context.updateConfig({ silent: true, cwd: ROOT });
    const files = (await generate(context, false)) as { filename: string; content: string }[];
    const made = Object.fromEntries(files.map(({ filename, content }) => [path.basename(filename), content]));
    const kept = readdirSync(path.join(ROOT, 'src/web/gql'));
    expect(Object.keys(made).sort()).toEqual(kept.sort());
    for (const name of kept) expect(read(`src/web/gql/${name}`), name).toBe(made[name]);
  });
});

describe('the schema', () => {
  it.each(['WebhookRefInput', 'EventPayloadInput', 'SampleEventInput'])('%s takes exactly one field', (name) => {
    const type = committed.getType(name);
    expect(type).toBeInstanceOf(GraphQLInputObjectType);
    expect((type as GraphQLInputObjectType).isOneOf).toBe(true);
  });
});

describe.each(operations)('operations/%s', (name) => {
  const text = read(`operations/${name}`);
  const document = parse(text);

  it('is one valid operation named like its file', () => {
    expect(validate(committed, document)).toEqual([]);
    expect(document.definitions).toHaveLength(1);
    const [definition] = document.definitions;
    const operation = definition?.kind === 'OperationDefinition' ? definition.name?.value : undefined;
    expect(operation?.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase()).toBe(name.replace('.graphql', ''));
  });

  it('says first what it is for', () => {
    expect(text).toMatch(/^# [A-Z].{10,}\.\n/);
  });
});
