/** The command line: `npm run cli -- <command>`. What it can do is in usage.ts. */
import { loadEnvFile } from '../config.ts';
import { runCommand } from './run-command.ts';

loadEnvFile();

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  explain: (line) => void process.stderr.write(`${line}\n`),
});
