/**
 * What every process stands on, whether it serves the API, delivers or both; and each thread that delivers apart: the
 * database, secrets, signals, the queue, and the door to the outside.
 */
import type { Config } from '../config.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { createDatabaseClock, type DatabaseClock } from '../database/database-clock.ts';
import { startDeliveryQueue, type DeliveryQueue } from '../database/delivery-queue.ts';
import { startMaintenance } from '../database/maintenance.ts';
import { createSecretBox, type SecretBox } from '../database/secret-box.ts';
import { loadSecretKeys } from '../database/secret-keys.ts';
import { openSignals, type Neighbour, type Signals } from '../database/signals.ts';
import { createAddressPolicy, type AddressPolicy } from '../outbound/address-policy.ts';
import { createFileResolver } from '../outbound/file-resolver.ts';
import { createSystemResolver, type Resolver } from '../outbound/resolver.ts';
import { createSender } from '../outbound/sender.ts';
import { readTrustedCa } from '../outbound/trusted-ca.ts';
import { startRetention } from '../pipeline/apply-retention.ts';
import { createAttempter, type Attempter } from '../pipeline/attempt.ts';
import { startDeliveryCounter } from '../pipeline/count-deliveries.ts';
import { createFailpoint, type Failpoint } from '../pipeline/failpoints.ts';
import { createTargetLoader, type TargetLoader } from '../pipeline/load-targets.ts';
import { version } from '../version.ts';
import type { Closers } from './closers.ts';

/** The demo's receiver, as far as sending to it is concerned. */
export interface DemoTarget {
  readonly port: number;
  readonly caPem: string;
}

export interface FoundationOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly demo: DemoTarget | undefined;
  /** Whether partitions, retention and statistics are seen to from here. Doing it twice does no harm. */
  readonly keepsHouse: boolean;
  /** Whether tickets of dead workers are watched over from here; needed in at least one process. */
  readonly supervises: boolean;
  /** The other thread of this process that has signals. */
  readonly neighbour?: Neighbour | undefined;
  readonly closers: Closers;
  readonly onError: (error: unknown) => void;
}

export interface Foundation {
  readonly database: Database;
  readonly clock: DatabaseClock;
  readonly secretBox: SecretBox;
  readonly signals: Signals;
  readonly queue: DeliveryQueue;
  readonly egress: Egress;
  readonly attempt: Attempter;
  readonly targets: TargetLoader;
  readonly failpoint: Failpoint;
}

/** Where requests may go. */
export interface Egress {
  readonly policy: AddressPolicy;
  readonly allowHttp: boolean;
  readonly resolver: Resolver;
}

/**
 * Opens it on a database that is migrated. What was opened is the closers', also when opening the rest fails.
 * @throws Error with a sentence for the operator when something cannot be used as configured
 */
export async function openFoundation(options: FoundationOptions): Promise<Foundation> {
  const { config, databaseUrl: url, demo, closers, onError } = options;
  const database = closers.add(
    await openDatabase({
      url,
      tenantConnections: config.tenantConnections,
      systemConnections: config.systemConnections,
      tenantStatementMs: config.requestTimeoutMs,
    }),
    (part) => part.close(),
  );
  const secretBox = createSecretBox(config.secretKeys ?? (await loadSecretKeys(config.dataDir)));
  const clock = createDatabaseClock();
  const signals = closers.add(
    await openSignals({ url, sql: database.system, clock, neighbour: options.neighbour, onError }),
    (part) => part.close(),
  );
  const queue = closers.add(
    await startDeliveryQueue({ pool: database.systemPool, supervise: options.supervises, onError }),
    (part) => part.stop(),
  );
  if (options.keepsHouse) keepHouse(database, config, closers, onError);

  const egress = {
    policy: createAddressPolicy({
      allow: [...config.egressAllow, ...(demo ? [`127.0.0.1/32:${demo.port}`] : [])],
    }),
    allowHttp: config.egressAllowHttp,
    resolver: config.resolverFile === undefined ? createSystemResolver() : createFileResolver(config.resolverFile),
  };
  const trustedCa = await readTrustedCa(config.egressCaFile, demo?.caPem);
  const targets = createTargetLoader(database, secretBox, onError);
  signals.on('erasures', targets.forget);
  const failpoint = createFailpoint(config.failpoint);
  const onWritten = config.failpoint === undefined ? {} : { onWritten: () => failpoint('after-write') };
  const sender = closers.add(createSender({ ...egress, trustedCa, ...onWritten }), (part) => part.close());
  return {
    database,
    clock,
    secretBox,
    signals,
    queue,
    egress,
    attempt: createAttempter({ sender, clock, headerPrefix: config.headerPrefix, version }),
    targets,
    failpoint,
  };
}

function keepHouse(database: Database, config: Config, closers: Closers, onError: (error: unknown) => void): void {
  closers.add(startMaintenance(database.system, onError), (part) => part.stop());
  const retention = { payloadDays: config.payloadRetentionDays, recordDays: config.recordRetentionDays };
  closers.add(startRetention(database, retention, onError), (part) => part.stop());
  closers.add(startDeliveryCounter(database, onError), (part) => part.stop());
}
