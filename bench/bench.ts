/** What every section of the benchmark is given. */
import type { Installation } from './installation.ts';
import type { Report } from './report.ts';
import type { Service } from './service.ts';

export interface Bench {
  readonly installation: Installation;
  /** The service as it runs by default: one process. */
  readonly service: Service;
  readonly report: Report;
  /** Length of each saturated run. */
  readonly seconds: number;
  /** Print where the database's time goes. */
  readonly statements: boolean;
}

/** Waits until nothing is waiting or in flight, so that one section does not pay for another. */
export async function drained({ installation }: Pick<Bench, 'installation'>): Promise<void> {
  for (let round = 0; round < 600; round++) {
    const { rows } = await installation.admin.query(
      `select exists (select from dockhook.delivery where status in ('PENDING', 'RETRYING')) as waiting`,
    );
    if (rows[0].waiting === false) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('deliveries are still waiting after a minute');
}
