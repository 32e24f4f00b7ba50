/** F15: the disk of PostgreSQL is full for a while. On a small file system in memory, which only root can make. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts';
import { after, conclude, until, type Fault } from '../fault.ts';
import { unrecorded } from '../rig/in-flight.ts';
import type { Rig } from '../rig/rig.ts';

const SIZE = '320m';
const CHUNK = Buffer.alloc(1024 * 1024);

export const diskFull: Fault = {
  id: 'F15',
  title: 'disk full',
  prepare() {
    const folder = makeTemporaryDirectory();
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { stdio: 'pipe' });
    } catch {
      remove();
      return { skipped: 'mounting a small file system needs root' };
    }
    return {
      options: { dataDir: path.join(folder, 'data'), settings: { max_wal_size: '64MB', min_wal_size: '32MB' } },
      release() {
        execFileSync('umount', ['-l', folder]); // lazily: a server that could not be stopped may still be in there
        remove();
      },
    };
  },
  async run(rig) {
    await rig.workers(2);
    const ledger = await rig.company('F15', ['delay=0', 'delay=20']);
    const finishLoad = ledger.load(40);
    await after(1_500);
    const ballast = path.join(rig.database.cluster, '..', '..', 'ballast');
    fill(ballast);
    await until(
      'publishing is refused',
      () => ledger.publications.some(({ refusals }) => refusals.length > 0),
      120_000,
    );
    await after(3_000);
    rmSync(ballast);
    // Without room for its log the server recovers by itself or gives up, and whoever runs it starts it again. That is all.
    await until('PostgreSQL answers or has ended', async () => rig.database.hasEnded || (await answers(rig)));
    const hadEnded = rig.database.hasEnded;
    if (hadEnded) await rig.database.start();
    const inFlight = await unrecorded(rig, ledger);
    await until('ready again', () => rig.isReady());
    await finishLoad();
    const refusals = new Set(ledger.publications.flatMap((publication) => publication.refusals));
    const other = [...refusals].filter((code) => code !== 'SERVICE_UNAVAILABLE');
    const violations = other.length > 0 ? [`refused with ${other.join(', ')}`] : [];
    const note = `refused with ${[...refusals].join(', ')}; PostgreSQL ${hadEnded ? 'had to be started again' : 'went on by itself'}`;
    return conclude(rig, ledger, { times: 1, fanOut: 2, inFlight: inFlight.length, violations, note });
  },
};

const answers = (rig: Rig): Promise<boolean> =>
  rig.database
    .session((client) => client.query('select 1'))
    .then(() => true)
    .catch(() => false);

/** Until nothing more fits. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, CHUNK);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
