import { getIntrospectionQuery, type GraphQLError } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAdmit } from '../../../src/graphql/guards/admit.ts';
import { buildApiSchema } from '../../../src/graphql/schema.ts';

const admit = createAdmit(buildApiSchema());
const folder = path.resolve('operations');
const operations = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const);

describe('the guards admit', () => {
  it.each(operations)('%s with the largest page', (_name, query) => {
    expect(admit({ query, variables: { first: 100 } })).toMatchObject({ ok: true });
  });

  it('a batch of 500 events', () => {
    const query = readFileSync(path.join(folder, 'publish-events.graphql'), 'utf8');
    const inputs = Array.from({ length: 500 }, () => ({ type: 'pick.confirmed', payload: { text: '{}' } }));
    expect(admit({ query, variables: { inputs }, bytes: 12 * 1024 * 1024 })).toMatchObject({ ok: true });
  });

  it('what the explorer asks for its documentation', () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
      schemaDescription: true,
      specifiedByUrl: true,
    });
    expect(admit({ query, operationName: 'IntrospectionQuery' })).toMatchObject({ ok: true });
  });

  it('each operation of a document by its name, and none that it does not have', () => {
    const query = 'query A { viewer { expiresAt } } query B { deliveries(first: 1001) { nodes { id } } }';
    expect(admit({ query, operationName: 'A' })).toMatchObject({ ok: true });
    const codes = (operationName?: string) => {
      const admitted = admit({ query, operationName });
      return admitted.ok ? [] : admitted.errors.map(({ extensions }) => extensions['rule'] ?? extensions['code']);
    };
    expect(codes('B')).toEqual(['cost']);
    expect(codes('C')).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(codes()).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  });
});

describe('documents are remembered', () => {
  const documentOf = (query: string): unknown => {
    const admitted = admit({ query });
    return admitted.ok ? admitted.document : admitted.errors;
  };
  const padded = (index: number) => `{ viewer { expiresAt } } #${String(index).padEnd(16_000)}`;

  it('as many as have a million characters together: their syntax trees are 40 times as large', () => {
    const small = documentOf('{ viewer { expiresAt } }');
    for (let index = 0; index < 61; index += 1) documentOf(padded(index));
    const last = documentOf(padded(60));
    expect(documentOf(padded(60))).toBe(last);
    expect(documentOf('{ viewer { expiresAt } }')).toBe(small);
    for (let index = 0; index < 63; index += 1) documentOf(padded(100 + index));
    expect(documentOf('{ viewer { expiresAt } }')).not.toBe(small);
    expect(documentOf(padded(60))).not.toBe(last);
  });

  it('and of refused ones what was wrong and where, without the syntax tree', () => {
    const query = '{ viewer { nothing } }';
    const [error] = documentOf(query) as GraphQLError[];
    expect(documentOf(query)).toEqual([error]);
    expect(error).toMatchObject({ nodes: undefined, locations: [{ line: 1, column: 12 }] });
  });
});

describe('the cost', () => {
  const query = 'query ($n: Int = 30) { deliveries(first: $n) { nodes { event { id } webhook { id } } } }';
  const costOf = (variables: Record<string, unknown>, text = query): string => {
    const admitted = admit({ query: text, variables });
    return admitted.ok ? 'admitted' : (admitted.errors[0]?.message ?? '');
  };

  it('is counted anew for the variables of each request', () => {
    expect(costOf({ n: 100 })).toBe('admitted');
    expect(costOf({ n: 5_000 })).toContain('cost 15001,');
    expect(costOf({})).toBe('admitted');
  });

  it('takes what is no number for a page of the usual size: reading the arguments refuses it', () => {
    for (const n of [null, 'x', {}, Number.NaN, -5, '']) expect(costOf({ n })).toBe('admitted');
    expect(costOf({ n: '5000' })).toContain('cost 15001,');
  });

  it('of a large body is paid only for what carries payloads', () => {
    expect(admit({ query, variables: {}, bytes: 1024 * 1024 })).toMatchObject({ ok: true });
    expect(admit({ query, variables: {}, bytes: 1024 * 1024 + 1 })).toMatchObject({
      errors: [{ extensions: { rule: 'body-size' } }],
    });
  });
});
