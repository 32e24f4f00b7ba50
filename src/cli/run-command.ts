/** Which command was meant, and what its end means for the shell: 0 done, 1 it failed, 2 it was not understood. */
import { diagnose } from './operator/doctor.ts';
import { createKey, listKeys, revokeKey, rotateKey } from './operator/keys.ts';
import { migrateDatabase } from './operator/migrate.ts';
import { changeRetention, erasePersonalData } from './operator/personal-data.ts';
import { reencrypt } from './operator/secrets.ts';
import { serve } from './operator/serve.ts';
import { UsageError, type Terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** @returns the exit code, or undefined when it goes on (serve) */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number | undefined> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    terminal.explain(describe(error));
    if (!isMisunderstanding(error)) return 1;
    terminal.explain(`\n${usage}`);
    return 2;
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number | undefined> {
  const [command, ...rest] = args;
  switch (command) {
    case 'serve':
      refuseMore(rest);
      return serve();
    case 'migrate':
      refuseMore(rest);
      return migrateDatabase(terminal);
    case 'doctor':
      refuseMore(rest);
      return diagnose(terminal);
    case 'keys':
      if (rest[0] === 'create') return createKey(rest.slice(1), terminal);
      if (rest[0] === 'list') return listKeys(rest.slice(1), terminal);
      if (rest[0] === 'rotate') return rotateKey(rest.slice(1), terminal);
      if (rest[0] === 'revoke') return revokeKey(rest.slice(1), terminal);
      throw new UsageError(
        rest[0] === undefined ? 'keys: create, list, rotate or revoke?' : `There is no command keys ${rest[0]}.`,
      );
    case 'personal-data':
      if (rest[0] === 'erase') return erasePersonalData(rest.slice(1), terminal);
      if (rest[0] === 'retention') return changeRetention(rest.slice(1), terminal);
      throw new UsageError('personal-data: erase or retention?');
    case 'secrets':
      if (rest[0] === 'reencrypt') return reencrypt(rest.slice(1), terminal);
      throw new UsageError('secrets: reencrypt?');
    case 'help':
    case '--help':
    case '-h':
      terminal.print(usage);
      return 0;
    case undefined:
      throw new UsageError('Which command?');
    default:
      throw new UsageError(`There is no command ${command}.`);
  }
}

function refuseMore([first]: readonly string[]): void {
  if (first !== undefined) throw new UsageError(`What is ${first} for? This command takes no more words.`);
}

/** Ours, or one of util.parseArgs, which names the option that it does not know. */
const isMisunderstanding = (error: unknown): boolean =>
  error instanceof UsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's "several addresses, none answered" has an empty message.
  const message = error.message || (error instanceof AggregateError ? String(error.errors[0]) : error.name);
  return error.cause instanceof Error ? `${message}\n  because: ${error.cause.message}` : message;
}
