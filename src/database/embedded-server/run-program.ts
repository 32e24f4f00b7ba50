/** Runs PostgreSQL's programs: as another account where we are root, and with an environment that cannot surprise them. */
import { spawn } from 'node:child_process';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramOptions {
  /** Whom to run it as; undefined = ourselves. */
  readonly account: Account | undefined;
  readonly cwd?: string;
  /** An open file to read as standard input; default none. */
  readonly stdin?: number;
}

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Rejects only when it cannot be started; a non-zero exit code is in the result. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options.account,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: programEnvironment(),
      stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** PGDATA, PGOPTIONS, LANG, LD_PRELOAD and the like of the user's shell would change what the programs do. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SystemDrive', 'windir'];
  const inherited = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  return { ...inherited, LC_ALL: 'C', TZ: 'UTC' };
}
