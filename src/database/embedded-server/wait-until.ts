/** Waiting for what the operating system does not announce: the state of a process that is not our child, a file. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 15 ms. Resolves to true when the answer is yes, to false after `timeoutMs`. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() >= deadline) return false;
    await sleep(15);
  }
  return true;
}
