/** The faults in the order of the plan. */
import type { Fault } from '../fault.ts';
import { backlog } from './backlog.ts';
import { breaker } from './breaker.ts';
import { crashedDatabase } from './crashed-database.ts';
import { diskFull } from './disk-full.ts';
import { exhaustedPool } from './exhausted-pool.ts';
import { failover } from './failover.ts';
import { failpoints } from './failpoints.ts';
import { frozenWorker } from './frozen-worker.ts';
import { halfOpenDatabase } from './half-open-database.ts';
import { killedApi } from './killed-api.ts';
import { killedWorker } from './killed-worker.ts';
import { lostListener } from './lost-listener.ts';
import { poison } from './poison.ts';
import { rollingRestart } from './rolling-restart.ts';
import { slowNeighbours } from './slow-neighbours.ts';
import { terminatedBackends } from './terminated-backends.ts';
import { thunderingHerd } from './thundering-herd.ts';

export const faults: readonly Fault[] = [
  killedWorker,
  failpoints,
  killedApi,
  crashedDatabase,
  failover,
  terminatedBackends,
  halfOpenDatabase,
  frozenWorker,
  thunderingHerd,
  slowNeighbours,
  breaker,
  poison,
  exhaustedPool,
  diskFull,
  rollingRestart,
  backlog,
  lostListener,
];
