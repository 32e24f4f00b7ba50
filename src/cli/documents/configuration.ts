/** `.env.example` and `docs/configuration.md`, from the variables in src/config.ts. */
import { variables } from '../../config.ts';

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
    '# Generated from src/config.ts by `npm run generate`. Do not edit.',
    '# Copy to .env, which `npm start` and `npm run cli` read. What is set in the environment itself comes first.',
    '',
    `${blocks.join('\n\n')}\n`,
  ].join('\n');
}

export function renderConfigurationPage(): string {
  const all = readVariables();
  return [
    '<!-- Generated from src/config.ts by `npm run generate`. Do not edit. -->',
    '# Configuration',
    'Dockhook is configured by environment variables. `npm start` and `npm run cli` also read them from a file `.env` in the project (see [.env.example](../.env.example)); what is set in the environment itself comes first. Nothing has to be set. An empty variable counts as not set. A start with wrong variables ends at once and names all of them.',
    table(all.filter((variable) => !variable.isForTests)),
    '## For tests',
    'They make failures happen. `npm run cli -- doctor` points out when one is set.',
    table(all.filter((variable) => variable.isForTests)),
    '',
  ].join('\n\n');
}

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
