/**
 * Places where a test can end the process as a power cut would, named in the order an event meets them.
 * Without FAILPOINT in the environment each is an empty function. `after-write`: the request has left for the receiver and
 * nobody has seen an answer; `after-answer`: the exchange is over, however it ended.
 */
import { failpointNames } from '../settings.ts';

export type FailpointName = (typeof failpointNames)[number];

/** Ends the process here when asked to. */
export type Failpoint = (name: FailpointName) => void;

/**
 * @param setting `name` or `name:n`: end the process the n-th time it passes there
 * @throws Error when there is no such failpoint
 */
export function createFailpoint(setting: string | undefined): Failpoint {
  if (setting === undefined) return () => {};
  const [wanted, count = '1'] = setting.split(':');
  if (!failpointNames.some((name) => name === wanted) || !/^[1-9]\d{0,8}$/.test(count)) {
    throw new Error(`FAILPOINT must be one of ${failpointNames.join(', ')}, with :n after it if wanted.`);
  }
  let left = Number(count);
  return (name) => {
    if (name === wanted && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
