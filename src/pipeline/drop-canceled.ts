/** Lets go of deliveries that were cancelled while they waited in the memory of this worker, so that they are not sent. */
import type { Database } from '../database/database.ts';
import type { Signals } from '../database/signals.ts';
import type { AttemptRequest } from './attempt.ts';
import type { WebhookLanes } from './webhook-lanes.ts';

interface Waiting {
  readonly request: Pick<AttemptRequest, 'deliveryId'>;
}

interface DropCanceledOptions<Work extends Waiting> {
  readonly database: Database;
  readonly signals: Signals;
  readonly lanes: WebhookLanes<Work>;
  /** Told of each that was taken out of its lane. */
  readonly letGo: (work: Work) => void;
  readonly onError: (error: unknown) => void;
}

/** @returns ends it */
export function dropCanceled<Work extends Waiting>(options: DropCanceledOptions<Work>): () => void {
  const { database, signals, lanes, letGo, onError } = options;

  async function look(): Promise<void> {
    const waiting = lanes.queued().map(({ request }) => request.deliveryId);
    if (waiting.length === 0) return;
    const rows = await database.system.query<{ id: string }>({ name: 'canceled-deliveries', text: statement }, [
      waiting,
    ]);
    const canceled = new Set(rows.map(({ id }) => id));
    for (const work of lanes.remove(({ request }) => canceled.has(request.deliveryId))) letGo(work);
  }

  return signals.on('cancellations', () => void look().catch(onError));
}

const statement = `
select d.id from unnest($1::uuid[]) i(id) join dockhook.delivery d on d.id = i.id where d.status = 'CANCELED'`;
