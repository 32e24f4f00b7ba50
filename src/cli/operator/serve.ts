/** `serve`: the same process as `npm start`, for those who have one command for everything. */

/** Runs until it is told to stop, and sets the exit code itself. */
export async function serve(): Promise<undefined> {
  await import('../../main.ts');
  return undefined;
}
