/** The explorer's examples and files without a browser. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fastify from 'fastify';
import { buildSchema, type OperationDefinitionNode, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { afterAll, describe, expect, it } from 'vitest';
import { addExplorer } from '../../src/server/explorer.ts';
import { readExamples } from '../../src/server/explorer/examples.ts';
import { packageRoot } from '../../src/version.ts';

describe('the examples', () => {
  const examples = readExamples(path.join(packageRoot, 'operations'));
  const schema = buildSchema(readFileSync(path.join(packageRoot, 'schema/schema.graphql'), 'utf8'));

  it.each(examples.map((example) => [example.name, example] as const))('%s can be run as it is', (_name, example) => {
    const document = parse(example.query);
    expect(validate(schema, document)).toEqual([]);
    const operation = document.definitions.find((node) => node.kind === 'OperationDefinition');
    const { variableDefinitions = [] } = operation as OperationDefinitionNode;
    const variables = JSON.parse(example.variables || '{}') as Record<string, unknown>;
    expect(getVariableValues(schema, variableDefinitions, variables).errors).toBeUndefined();
  });

  it('bring the fragments that they use, from whatever file', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'explorer-examples-'));
    writeFileSync(path.join(folder, 'a.graphql'), '# Why\nquery A($first: Int) { x(first: $first) { ...F } }');
    writeFileSync(
      path.join(folder, 'f.graphql'),
      'fragment F on X { ...G }\nfragment G on X { id }\nfragment H on X { id }',
    );
    writeFileSync(path.join(folder, 'broken.graphql'), 'query {');
    const [example, ...others] = readExamples(folder);
    rmSync(folder, { recursive: true });
    expect(others).toEqual([]);
    expect(example?.query).toMatch(/^# Why\nquery A[^]*fragment F[^]*fragment G/);
    expect(example?.query).not.toContain('fragment H');
    expect(example?.variables).toBe('{\n  "first": 10\n}');
  });

  it('are none when the folder is absent', () => {
    expect(readExamples('/nowhere')).toEqual([]);
  });
});

describe('the files', async () => {
  const app = fastify();
  addExplorer(app);
  afterAll(() => app.close());
  const page = await app.inject('/explorer');
  const [, folder = ''] = /src="(\/explorer\/assets\/[^/]+\/)page/.exec(page.body) ?? [];

  it('lead from / to the explorer', async () => {
    const response = await app.inject('/');
    expect([response.statusCode, response.headers.location]).toEqual([302, '/explorer']);
  });

  it('name no other server, and run no script of the page itself', () => {
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page.body).not.toMatch(/<script(?![^>]*(src=|application\/json))/);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toMatch(
      /default-src 'none';.*script-src 'self';.*frame-ancestors 'none'/,
    );
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
  });

  it.each([
    ['ruru/ruru.js', 'text/javascript; charset=utf-8'],
    ['ruru/ruru.css', 'text/css; charset=utf-8'],
    ['ruru/f6283f7ccaed1249d9eb.ttf', 'font/ttf'],
    ['graphql-ws/client.js', 'text/javascript; charset=utf-8'],
    ['page/style.css', 'text/css; charset=utf-8'],
  ])('%s is compressed as the browser likes and kept for ever', async (name, contentType) => {
    const plain = await app.inject(folder + name);
    const zipped = await app.inject({ url: folder + name, headers: { 'accept-encoding': 'gzip, deflate' } });
    const small = await app.inject({ url: folder + name, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
    expect(plain.headers).toMatchObject({ 'content-type': contentType, vary: 'accept-encoding' });
    expect(plain.headers['cache-control']).toContain('immutable');
    expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length);
    const { etag } = small.headers;
    const again = await app.inject({
      url: folder + name,
      headers: { 'accept-encoding': 'br', 'if-none-match': String(etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('of another release are not kept', async () => {
    const response = await app.inject('/explorer/assets/older/ruru/ruru.css');
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-cache']);
  });

  it.each(['ruru/nothing.js', 'ruru/../package.json', 'ruru/ruru.js.map', 'page/../explorer.ts', 'constructor', ''])(
    'are no way to others: %s',
    async (name) => {
      expect((await app.inject(folder + name)).statusCode).toBe(404);
    },
  );
});
