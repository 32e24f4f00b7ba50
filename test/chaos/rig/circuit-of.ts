/** The circuit of the only webhook of a company, and what its receiver saw. */
import type { SeenRequest } from './oracle.ts';
import type { Rig } from './rig.ts';

export interface Circuit {
  readonly state: 'CLOSED' | 'HALF_OPEN' | 'OPEN';
  /** Since when it is in this state, and since when deliveries come back; milliseconds since 1970. */
  readonly changedMs: number;
  readonly recoveringMs: number | null;
}

export async function circuitOf({ database }: Rig, companyId: string): Promise<Circuit> {
  const [row] = await database.query<Circuit>(
    `select c.state, extract(epoch from c.changed_at)::float8 * 1000 as "changedMs",
            extract(epoch from c.recovering_since)::float8 * 1000 as "recoveringMs"
     from dockhook.webhook_circuit c join dockhook.webhook w on w.id = c.webhook_id where w.company_id = $1`,
    [companyId],
  );
  if (row === undefined) throw new Error(`${companyId} has no webhook`);
  return row;
}

export const requestsTo = ({ oracle }: Rig, webhook: string): SeenRequest[] =>
  oracle.requests().filter((request) => request.webhook === webhook);

/** Most requests that were being answered at the same time. */
export function mostAtOnce(requests: readonly SeenRequest[]): number {
  const isUnderWay = (at: number) => (request: SeenRequest) =>
    request.atMs <= at && at < request.atMs + request.delayMs;
  return Math.max(0, ...requests.map(({ atMs }) => requests.filter(isUnderWay(atMs)).length));
}
