/** CPU seconds of processes, from /proc. Zero where there is no /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** User and system time of one process. */
export function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid);
  return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** User and system time of a process and its children, those that ended included. */
export function cpuSecondsOfTree(pid: number): number {
  const own = statOf(pid);
  if (own === undefined) return 0;
  const ended = (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND;
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(Number(name))?.[1] === String(pid),
  );
  return cpuSecondsOf(pid) + ended + children.reduce((sum, child) => sum + cpuSecondsOf(Number(child)), 0);
}

/** The fields after the command's name: state, ppid, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
