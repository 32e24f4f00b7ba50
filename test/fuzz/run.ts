/** `npm run fuzz -- [--seconds 60] [--seed N] [vitest options]`: the properties of this folder, longer than `npm test` does. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values, positionals, tokens } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
  strict: false,
  allowPositionals: true,
  tokens: true,
});
const others = tokens.flatMap((token) =>
  token.kind === 'option' && token.name !== 'seconds' && token.name !== 'seed' ? [token.rawName] : [],
);
const seed = values['seed'] ?? process.env['FUZZ_SEED'] ?? String(Date.now() % 2 ** 31);
if (!(Number(values['seconds']) > 0) || !Number.isInteger(Number(seed))) {
  console.error('Usage: npm run fuzz -- [--seconds 60] [--seed N] [vitest options]');
  process.exit(2);
}
const { status } = spawnSync('vitest', ['run', '--project', 'system', 'test/fuzz', ...others, ...positionals], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, FUZZ_SECONDS: String(values['seconds']), FUZZ_SEED: String(seed) },
});
process.exit(status ?? 1);
