/** What the security papers point at is there, and every package that runs has its reason. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');

/** Every `test/…` in code marks, or standing free. */
const testsNamedIn = (text: string): string[] => [...new Set(text.match(/\btest\/[\w./-]*[\w/]/g) ?? [])];

describe.each(['SECURITY.md', 'docs/security/asvs.md'])('%s', (document) => {
  it('names tests, and only such as exist', () => {
    const named = testsNamedIn(read(document));
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !name.endsWith('.test.ts') || !existsSync(path.join(root, name)))).toEqual([]);
  });
});

describe('docs/security/asvs.md', () => {
  const rows = [...read('docs/security/asvs.md').matchAll(/^\| (\d+\.\d+\.\d+) +\|[^|]+\| ([a-z ]+?) +\|(.+)\|$/gm)];

  it('has each requirement once, in order', () => {
    const ids = rows.map(([, id = '']) => id);
    const inOrder = ids.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    expect(ids.length).toBeGreaterThan(50);
    expect(ids).toEqual([...new Set(inOrder)]);
  });

  it('calls met only what a test shows', () => {
    for (const [, id, status = '', evidence = ''] of rows) {
      expect(['met', 'partly', 'not met', 'operator'], id).toContain(status);
      if (status === 'met') expect(testsNamedIn(evidence), id).not.toEqual([]);
    }
  });
});

it('docs/decisions/dependencies.md has every package that runs, and no other', () => {
  const [, table = ''] = /\| reason +\|\n\|[ -|]+\n([^]*?)\n\n/.exec(read('docs/decisions/dependencies.md')) ?? [];
  const listed = table.split('\n').flatMap((line) =>
    (line.split('|')[1] ?? '')
      .replaceAll(/\(.*?\)/g, '')
      .split(',')
      .map((name) => name.trim()),
  );
  const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
  expect(listed.toSorted()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).toSorted());
});

it('every package that runs is locked with its integrity, and none was deprecated when it was', () => {
  interface Locked {
    readonly dev?: boolean;
    readonly integrity?: string;
    readonly deprecated?: string;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const running = Object.entries(packages).filter(([name, { dev }]) => name !== '' && dev !== true);
  expect(running.length).toBeGreaterThan(100);
  expect(running.filter(([, { integrity }]) => integrity === undefined).map(([name]) => name)).toEqual([]);
  expect(running.filter(([, { deprecated }]) => deprecated !== undefined).map(([name]) => name)).toEqual([]);
});
