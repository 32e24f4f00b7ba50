/**
 * Lets go of deliveries that were cancelled, or whose payload was removed, while they waited in the memory of this
 * worker, so that they are not sent.
 */
import type { Database } from '../database/database.ts';
import type { TicketEntry } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import type { AttemptRequest } from './attempt.ts';
import type { WebhookLanes } from './webhook-lanes.ts';

interface Waiting {
  readonly request: Pick<AttemptRequest, 'deliveryId'>;
}

interface CanceledOptions<Work extends Waiting> {
  readonly database: Database;
  readonly signals: Signals;
  readonly lanes: WebhookLanes<Work>;
  /** Told of each that was taken out of its lane. */
  readonly letGo: (work: Work) => void;
  readonly onError: (error: unknown) => void;
}

export interface CanceledWatch<Work extends Waiting> {
  /**
   * Does what waited, unless it was cancelled; while that is being found out, as soon as it is known.
   * @returns what `run` does, or true when the work was let go
   */
  begin(work: Work, run: () => Promise<boolean>): Promise<boolean>;
  /** @returns ends it */
  start(): () => void;
  /**
   * What was cancelled while it was being read: as yet in no lane, so that nobody took it out of one.
   * @param sinceMs when reading began, by `performance.now()`
   * @returns those of the deliveries that are not to be sent; asks the database only if something was cancelled since
   */
  among(entries: readonly TicketEntry[], sinceMs: number): Promise<ReadonlySet<string>>;
}

const NONE: ReadonlySet<string> = new Set();

export function createCanceledWatch<Work extends Waiting>(options: CanceledOptions<Work>): CanceledWatch<Work> {
  const { database, signals, lanes, letGo, onError } = options;
  let heardAtMs = -Infinity;
  let isLooking = false;
  let whenKnown: Promise<ReadonlySet<string>> = Promise.resolve(NONE);

  async function find(deliveryIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await database.system.query<{ id: string }>({ name: 'canceled-deliveries', text: statement }, [
      deliveryIds,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async function look(): Promise<ReadonlySet<string>> {
    const waiting = lanes.queued().map(({ request }) => request.deliveryId);
    if (waiting.length === 0) return NONE;
    const canceled = await find(waiting);
    for (const work of lanes.remove(({ request }) => canceled.has(request.deliveryId))) letGo(work);
    return canceled;
  }

  function hear(): void {
    heardAtMs = performance.now();
    const own = Promise.all([whenKnown, look()])
      .then(([before, canceled]): ReadonlySet<string> => new Set([...before, ...canceled]))
      .catch((error: unknown) => {
        onError(error);
        return NONE;
      })
      .finally(() => {
        if (whenKnown === own) [isLooking, whenKnown] = [false, Promise.resolve(NONE)];
      });
    [isLooking, whenKnown] = [true, own];
  }

  return {
    async begin(work, run) {
      if (!isLooking || !(await whenKnown).has(work.request.deliveryId)) return run();
      letGo(work);
      return true;
    },
    start() {
      const stops = [signals.on('cancellations', hear), signals.on('erasures', hear)];
      return () => stops.forEach((stop) => stop());
    },
    async among(entries, sinceMs) {
      let canceled = NONE;
      for (let fromMs = sinceMs; heardAtMs >= fromMs;) {
        fromMs = performance.now();
        canceled = await find(entries.map((entry) => entry.deliveryId));
      }
      return canceled;
    },
  };
}

/** A redelivery that was made while its event was being erased is not cancelled, but has nothing to send. */
const statement = `
select d.id from unnest($1::uuid[]) i(id) join dockhook.delivery d on d.id = i.id
where d.status = 'CANCELED'
  or exists (select from dockhook.event e where e.id = d.event_id and e.payload_removed_at is not null)`;
