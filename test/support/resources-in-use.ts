/** What this process holds, to compare before and after: for tests of leaks, with generous bounds. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes, without garbage. */
export function memoryInUse(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Both ends of connections within the process count. */
export const socketsInUse = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TLSWrap/.test(kind)).length;
