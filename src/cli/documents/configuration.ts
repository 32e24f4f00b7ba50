/** `.env.example` and `docs/configuration.md`, from the variables in src/settings.ts. */
import { variables } from '../../settings.ts';

interface Variable {
  readonly name: string;
  readonly description: string;
  /** As it would be written in the environment; empty when there is none. */
  readonly standard: string;
  readonly isForTests: boolean;
}

type Standard = string | number | boolean | undefined | readonly (string | readonly string[])[];

const TEST_MARK = 'Tests only: ';

function readVariables(): readonly Variable[] {
  return Object.entries(variables).map(([name, rule]) => {
    const description = rule.description ?? '';
    const isForTests = description.startsWith(TEST_MARK);
    const standard = rule.parse(undefined);
    return {
      name,
      description: isForTests ? capitalised(description.slice(TEST_MARK.length)) : description,
      standard: written(standard),
      isForTests,
    };
  });
}

/** A list of pairs is written value=value. */
const written = (value: Standard): string =>
  Array.isArray(value)
    ? value.map((entry: Standard) => (Array.isArray(entry) ? entry.join('=') : entry)).join(',')
    : String(value ?? '');

/** Every variable with its default, none of them set. */
export function renderEnvExample(): string {
  const blocks = readVariables()
    .filter((variable) => !variable.isForTests)
    .map(({ name, description, standard }) => `${wrap(description, 118, '# ')}\n#${name}=${standard}`);
  return [
    '# Generated from src/settings.ts by `npm run generate`. Do not edit.',
    '# Copy to .env, which `npm start` and `npm run cli` read. What is set in the environment itself comes first.',
    '',
    `${blocks.join('\n\n')}\n`,
  ].join('\n');
}

export function renderConfigurationPage(): string {
  const all = readVariables();
  return [
    '<!-- Generated from src/settings.ts by `npm run generate`. Do not edit. -->',
    '# Configuration',
    'Dockhook is configured by environment variables. `npm start` and `npm run cli` also read them from a file `.env` in the project (see [.env.example](../.env.example)); what is set in the environment itself comes first. Nothing has to be set. An empty variable counts as not set. A start with wrong variables ends before anything is made and names all of them, each with its rule; what EGRESS_ALLOW lists is judged after the rest.',
    table(all.filter((variable) => !variable.isForTests)),
    '## The database of DATABASE_URL',
    'The first start, and each that brings a new version, migrates the database; `npm run cli -- migrate` does the same. The user of `DATABASE_URL` needs the right to create schemas in it (`CREATE` on the database, or to be its owner): everything lies in the schemas `dockhook` and `pgboss`, which must belong to this user. It need not be a superuser. It acts as two roles that log in nowhere and own nothing. A user with `CREATEROLE` makes them itself; for any other, an administrator runs this once, with the name of the user and of the database:',
    rights,
    'Without it the start ends with the statements that are missing. `npm run cli -- doctor` tells when the user may not act as one of the roles.',
    '## For tests',
    'They make failures happen. `npm run cli -- doctor` points out when one is set.',
    table(all.filter((variable) => variable.isForTests)),
    '',
  ].join('\n\n');
}

/** As src/database/roles.ts asks for them. */
const rights = [
  '```sql',
  'create role dockhook_tenant nologin nobypassrls;',
  'create role dockhook_system nologin nobypassrls;',
  'grant dockhook_tenant, dockhook_system to dockhook_user;',
  'grant create on database dockhook_database to dockhook_user;',
  '```',
].join('\n');

/** Prettier pads it. */
function table(rows: readonly Variable[]): string {
  const lines = rows.map(({ name, standard, description }) => [
    `\`${name}\``,
    standard === '' ? '' : `\`${standard}\``,
    description,
  ]);
  return [['Variable', 'Default', 'Meaning'], ['---', '---', '---'], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function wrap(text: string, width: number, prefix: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(prefix + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
