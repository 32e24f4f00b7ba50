/** Nothing that clients rely on goes away by accident: see "A change to the API" in CONTRIBUTING.md. */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../../schema');
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

async function breakingChanges(before: string, after: string): Promise<string[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}

it('the schema breaks nothing that was released', async () => {
  expect(await breakingChanges(read('released.graphql'), read('schema.graphql'))).toEqual([]);
});

it('a removed field, a changed type and a new required argument are seen', async () => {
  const before = 'type Query { a: Int b: Int c: Int }';
  const after = 'type Query { b: String c(d: Int!): Int }';
  expect(await breakingChanges(before, after)).toHaveLength(3);
});
