/**
 * The linter's rules bite. A rule that is misspelt, or that does not see TypeScript, says nothing and looks like a
 * clean house; so each is shown code that breaks it, and the floors every pair of rooms.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What each room sees besides itself. */
const ground = ['config', 'settings', 'log', 'version'];
const lowest = ['domain', ...ground];
const low = ['outbound', 'catalogue', 'database', ...lowest];
const middle = ['pipeline', 'access', 'live', ...low];
const house: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'config', 'log'],
  app: ['server', 'graphql', 'webhooks', 'worker', ...middle],
  cli: lowest,
  web: [],
  server: ['graphql', 'webhooks', ...middle],
  graphql: ['webhooks', ...middle],
  webhooks: middle,
  worker: ['pipeline', ...low],
  pipeline: low,
  access: low,
  live: low,
  outbound: lowest,
  catalogue: lowest,
  database: lowest,
  domain: [],
  config: ['domain', 'settings'],
  settings: ['domain'],
  log: ['domain', 'settings'],
  version: [],
};
const rooms = Object.keys(house);
const fileRooms = ['main', 'app', ...ground];
const moduleOf = (room: string): string => (fileRooms.includes(room) ? `${room}.ts` : `${room}/thing.ts`);

/** The ways to import. `n` makes names that occur once in a file. */
const forms: Readonly<Record<string, (from: string, n: number) => string>> = {
  'a value': (from, n) => `import { it as it${n} } from '${from}'; export { it${n} };`,
  'a type': (from, n) => `import type { it as it${n} } from '${from}'; export type { it${n} };`,
  'only for its effects': (from) => `import '${from}';`,
  'to pass it on': (from) => `export * from '${from}';`,
  'a type to pass it on': (from, n) => `export type { it as it${n} } from '${from}';`,
  'when it is needed': (from, n) => `export const it${n} = import('${from}');`,
};

let folder: string;
beforeAll(() => {
  folder = makeTemporaryDirectory();
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
    copyFileSync(path.join(root, file), path.join(folder, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lints texts as if they were the project's files. Tells where each rule found something, as `file:line rule`. */
function lint(files: Readonly<Record<string, string>>): string[] {
  for (const part of ['src', 'migrations']) rmSync(path.join(folder, part), { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), `${text}\n`);
  }
  const args = ['--format=json', '--no-error-on-unmatched-pattern', 'src', 'migrations'];
  const { diagnostics, number_of_files: count } = JSON.parse(runOxlint(folder, args)) as Report;
  expect(count).toBe(Object.keys(files).length);
  return diagnostics
    .map(({ code, filename, labels }) => `${filename}:${labels[0]?.span.line} ${/\((.*)\)/.exec(code)?.[1] ?? code}`)
    .sort();
}

interface Report {
  readonly number_of_files: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

function runOxlint(cwd: string, args: readonly string[]): string {
  const command = [path.join(root, 'node_modules/oxlint/bin/oxlint'), ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (stderr !== '') throw new Error(`oxlint said: ${stderr}`);
  return stdout;
}

const importsIn = (findings: readonly string[]): string[] => [
  ...new Set(findings.filter((finding) => finding.endsWith(' no-restricted-imports'))),
];

describe('the floors', () => {
  it('are known for every file and folder in src', () => {
    const found = readdirSync(path.join(root, 'src')).map((name) => name.replace(/\.ts$/, ''));
    expect(found.filter((name) => !(name in house))).toEqual([]);
  });

  it.each(Object.entries(forms))('nobody imports from beside or above: %s', (_name, form) => {
    const files: Record<string, string> = {};
    const expected: string[] = [];
    /** One file of a room with one line per other room. */
    const add = (room: string, file: string, up: string): void => {
      const others = rooms.filter((other) => other !== room);
      files[file] = others.map((other, index) => form(up + moduleOf(other), index)).join('\n');
      for (const [index, other] of others.entries()) {
        if (!house[room]?.includes(other)) expected.push(`${file}:${index + 1} no-restricted-imports`);
      }
    };
    for (const room of rooms) {
      if (fileRooms.includes(room)) {
        add(room, `src/${room}.ts`, './');
      } else {
        add(room, `src/${room}/probe.ts`, '../');
        add(room, `src/${room}/inner/probe.ts`, '../../');
      }
    }
    expect(importsIn(lint(files))).toEqual(expected.sort());
  });

  it('cannot be passed by a path that goes a longer way', () => {
    const files = Object.fromEntries(
      rooms
        .filter((room) => !fileRooms.includes(room))
        .map((room) => [`src/${room}/probe.ts`, `import './../app.ts';\nimport '../${room}/../app.ts';`]),
    );
    expect(importsIn(lint(files))).toEqual(
      Object.keys(files)
        .flatMap((file) => [1, 2].map((line) => `${file}:${line} no-restricted-imports`))
        .sort(),
    );
  });

  it('have the exceptions that are written down, and no others', () => {
    const findings = lint({
      'src/cli/webhooks.ts': `import '../access/api-keys.ts';\nimport './operator/keys.ts';`,
      'src/cli/operator/keys.ts': `import '../../access/api-keys.ts';\nimport '../../pipeline/record.ts';`,
      'src/cli/operator/doctor.ts': `import '../../database/roles.ts';\nimport '../../app.ts';`,
      'src/cli/operator/serve.ts': `import '../../main.ts';\nimport '../../access/api-keys.ts';`,
      'src/cli/operations.ts': `import '../web/gql/graphql.ts';\nimport '../web/page.ts';`,
      'src/main.ts': `import './server/demo/welcome.ts';\nimport './server/http.ts';`,
      'src/database/migrate.ts': `import '../../migrations/index.ts';\nimport '../../test/support/receiver.ts';`,
      'src/pipeline/probe.ts': `import '../../migrations/index.ts';\nimport '../../bench/run.ts';`,
      'src/domain/probe.ts': `import 'node:crypto';\nimport 'uuid';\nimport 'node:fs';\nimport 'graphql';\nimport './ids.ts';`,
      'migrations/first.ts': `import '@mikro-orm/migrations';\nimport '../src/domain/ids.ts';`,
    });
    expect(importsIn(findings)).toEqual(
      [
        'migrations/first.ts:2',
        'src/cli/operations.ts:2',
        'src/cli/operator/doctor.ts:2',
        'src/cli/operator/keys.ts:2',
        'src/cli/operator/serve.ts:2',
        'src/cli/webhooks.ts:1',
        'src/database/migrate.ts:2',
        'src/domain/probe.ts:3',
        'src/domain/probe.ts:4',
        'src/main.ts:2',
        'src/pipeline/probe.ts:1',
        'src/pipeline/probe.ts:2',
      ].map((place) => `${place} no-restricted-imports`),
    );
  });

  it('leave no way round by a type that is imported where it is used', () => {
    expect(lint({ 'src/domain/probe.ts': `export type It = import('../server/http.ts').It;` })).toEqual([
      'src/domain/probe.ts:1 consistent-type-imports',
    ]);
  });
});

describe('the other rules', () => {
  it('find a circle of imports inside a room, also one of types only', () => {
    const findings = lint({
      'src/live/feed.ts': `import type { Queue } from './queue.ts';\nexport type Feed = Queue[];`,
      'src/live/queue.ts': `import type { Feed } from './feed.ts';\nexport interface Queue { readonly of: Feed }`,
    });
    expect(findings).toEqual(['src/live/feed.ts:1 no-cycle', 'src/live/queue.ts:1 no-cycle']);
  });

  it('each find what they are for', () => {
    const broken: Readonly<Record<string, string>> = {
      'no-floating-promises': `async function work(): Promise<void> {}\nwork();`,
      'no-misused-promises': `setTimeout(async () => {\n  await Promise.resolve();\n}, 1);`,
      'no-explicit-any': `export const it: any = 1;`,
      'consistent-type-imports': `import { Server } from 'node:net';\nexport type It = Server;`,
      'switch-exhaustiveness-check': `export function it(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n  }\n}`,
      eqeqeq: `export const same = (a: number, b: number) => a == b;`,
      'no-console': `console.log('here');`,
      'prefer-const': `let it = 1;\nexport const same = () => it;`,
      'only-throw-error': `export function it(): void {\n  throw 'it';\n}`,
      'no-process-env': `export const it = process.env['PORT'];`,
      'max-lines': Array.from({ length: 301 }, (_, line) => `export const it${line} = ${line};`).join('\n'),
    };
    const fileOf = (rule: string): string => `src/server/${rule}.ts`;
    const files = Object.entries(broken).map(([rule, text]) => [fileOf(rule), text]);
    const findings = lint(Object.fromEntries(files) as Record<string, string>);
    expect(findings.map((finding) => finding.replace(/:\d+/, ''))).toEqual(
      Object.keys(broken)
        .map((rule) => `${fileOf(rule)} ${rule}`)
        .sort(),
    );
  });

  it('allow == null, and process.env to those who hand it on', () => {
    expect(
      lint({
        'src/server/probe.ts': `export const none = (a: string | null | undefined) => a == null;`,
        'src/main.ts': `export const it = process.env;`,
      }),
    ).toEqual([]);
  });

  it('look at all of the project', () => {
    const linted = new Set(runOxlint(root, ['--debug=files']).split('\n'));
    const sources = ['src', 'migrations', 'test', 'bench'].flatMap((part) =>
      readdirSync(path.join(root, part), { recursive: true, encoding: 'utf8' })
        .map((file) => `${part}/${file.replaceAll('\\', '/')}`)
        .filter((file) => file.endsWith('.ts') && !/^src\/(web\/gql|catalogue\/generated)\//.test(file)),
    );
    expect(sources.filter((file) => !linted.has(file))).toEqual([]);
  });
});
