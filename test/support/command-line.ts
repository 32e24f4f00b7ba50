/** Runs commands as `npm run cli` would, in this process, and keeps what they say. */
import { runCommand } from '../../src/cli/run-command.ts';

export interface CommandResult {
  readonly exitCode: number | undefined;
  /** Standard output. */
  readonly lines: readonly string[];
  /** Standard error, as one text. */
  readonly explanations: string;
}

/** @param commandLine words separated by blanks */
export async function runCli(
  commandLine: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<CommandResult> {
  const lines: string[] = [];
  const explanations: string[] = [];
  const exitCode = await runCommand(commandLine.split(' ').filter(Boolean), {
    env,
    print: (line) => void lines.push(line),
    explain: (line) => void explanations.push(line),
  });
  return { exitCode, lines, explanations: explanations.join('\n') };
}
