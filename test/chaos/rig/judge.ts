/** The invariants: what the publisher was promised, what receivers saw and what the tables say must agree. */
import { attemptOf } from './in-flight.ts';
import type { Ledger } from './ledger.ts';
import type { Oracle, SeenRequest } from './oracle.ts';
import type { RigDatabase } from './rig-database.ts';

export interface Verdict {
  readonly accepted: number;
  /** Accepted, but not brought to an end, or called delivered without a request. */
  readonly lost: number;
  /** Times a receiver got a delivery again that it had answered well, or an attempt that it had got before. */
  readonly duplicates: number;
  /** Sentences about every invariant that does not hold. */
  readonly violations: readonly string[];
}

export interface JudgeOptions {
  readonly ledger: Ledger;
  readonly oracle: Oracle;
  readonly database: RigDatabase;
  /** Deliveries that each event must have. */
  readonly fanOut: number;
  /** Requests that were in flight at the blows: the most duplicates allowed. */
  readonly inFlight: number;
  /** Whether every delivery must end as SUCCEEDED. */
  readonly mustSucceed: boolean;
  /** Requests that must be in the history as ABORTED. */
  readonly aborted: readonly SeenRequest[];
}

interface DeliveryState {
  id: string;
  event_id: string;
  status: string;
  /** [number, outcome] */
  attempts: [number, string][];
}

export async function judge(options: JudgeOptions): Promise<Verdict> {
  const { ledger, database } = options;
  const deliveries = await database.query<DeliveryState>(
    `select 'dlv_' || replace(d.id::text, '-', '') as id, 'evt_' || replace(d.event_id::text, '-', '') as event_id, d.status,
            coalesce((select json_agg(json_build_array(a.number, a.outcome) order by a.number)
                      from dockhook.attempt a where a.delivery_id = d.id), '[]') as attempts
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.company_id = $1`,
    [ledger.companyId],
  );
  const events = await database.query<{ id: string; key: string }>(
    `select 'evt_' || replace(id::text, '-', '') as id, idempotency_key as key from dockhook.event where company_id = $1`,
    [ledger.companyId],
  );
  const requests = requestsOf(options.oracle, ledger);
  const lost = countLost(options, events, deliveries, requests);
  const duplicates = countDuplicates(requests);
  const violations = [
    ...(lost > 0 ? [`${lost} of ${ledger.publications.length} accepted events were lost`] : []),
    ...(duplicates > options.inFlight
      ? [`${duplicates} duplicates, but only ${options.inFlight} requests were in flight`]
      : []),
    ...checkKeys(ledger, events),
    ...checkRequests(requests, events, deliveries),
    ...checkAborted(options.aborted, deliveries),
  ];
  return { accepted: ledger.publications.length, lost, duplicates, violations };
}

type Requests = ReadonlyMap<string, readonly SeenRequest[]>;

const requestsOf = (oracle: Oracle, { companyId }: Ledger): Requests =>
  Map.groupBy(
    oracle.requests().filter(({ webhook }) => webhook.startsWith(`${companyId}-`)),
    ({ deliveryId }) => deliveryId,
  );

/** Duplicates so far, for faults that know how many each blow may cost. */
export const duplicatesOf = (oracle: Oracle, ledger: Ledger): number => countDuplicates(requestsOf(oracle, ledger));

function countLost(
  { ledger, fanOut, mustSucceed }: JudgeOptions,
  events: readonly { id: string }[],
  deliveries: readonly DeliveryState[],
  requests: Requests,
): number {
  const known = new Set(events.map(({ id }) => id));
  const byEvent = Map.groupBy(deliveries, ({ event_id }) => event_id);
  const isWell = ({ id, status }: DeliveryState): boolean =>
    status === 'SUCCEEDED'
      ? requests.get(id)?.some((request) => request.status >= 200 && request.status < 300) === true
      : status === 'FAILED' && !mustSucceed;
  return ledger.publications.filter(({ eventIds }) => {
    const [id = ''] = eventIds;
    const own = byEvent.get(id) ?? [];
    return !known.has(id) || own.length !== fanOut || !own.every(isWell);
  }).length;
}

/** A retry of what failed has a number of its own and is none; the same number again is one, however it was answered. */
function countDuplicates(requests: Requests): number {
  let duplicates = 0;
  for (const seen of requests.values()) {
    const numbers = new Set<number>();
    let wentWell = false;
    for (const { attempt, status } of seen) {
      if (wentWell || numbers.has(attempt)) duplicates += 1;
      numbers.add(attempt);
      wentWell ||= status >= 200 && status < 300;
    }
  }
  return duplicates;
}

/** The same idempotency key is the same event, however often it was sent. */
function checkKeys(ledger: Ledger, events: readonly { id: string; key: string }[]): string[] {
  const byKey = Map.groupBy(events, ({ key }) => key);
  return ledger.publications.flatMap(({ key, eventIds }) => {
    const stored = byKey.get(key) ?? [];
    if (stored.length === 1 && eventIds.size === 1 && eventIds.has(stored[0]?.id ?? '')) return [];
    return [`key ${key}: ${stored.length} events stored, answered as ${[...eventIds].join(', ') || 'none'}`];
  });
}

/** Every request is of a stored event, is signed, and has one row; every row is a request or says that it came to nothing. */
function checkRequests(
  requests: Requests,
  events: readonly { id: string }[],
  deliveries: readonly DeliveryState[],
): string[] {
  const violations: string[] = [];
  const known = new Set(events.map(({ id }) => id));
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  for (const [id, seen] of requests) {
    const rows = new Map(byId.get(id)?.attempts ?? []);
    for (const { eventId, attempt, isSigned } of seen) {
      if (!known.has(eventId)) violations.push(`a receiver got ${eventId}, which was rolled back`);
      if (!isSigned) violations.push(`a request of ${id} has a wrong signature`);
      if (!rows.has(attempt))
        violations.push(`attempt ${attempt} of ${id} reached its receiver and is not in the history`);
    }
  }
  for (const { id, attempts } of deliveries) {
    const numbers = attempts.map(([number]) => number);
    if (numbers.some((number, index) => number !== index + 1))
      violations.push(`attempts of ${id}: ${numbers.join(', ')}`);
    for (const [number, outcome] of attempts) {
      const wasSeen = requests.get(id)?.some((request) => request.attempt === number) === true;
      if (outcome === 'SUCCESS' && !wasSeen) violations.push(`attempt ${number} of ${id} never reached its receiver`);
    }
  }
  return [...new Set(violations)].slice(0, 5);
}

/** What died with its process is told to have, and not passed over in silence. */
function checkAborted(aborted: readonly SeenRequest[], deliveries: readonly DeliveryState[]): string[] {
  const outcomes = new Map(
    deliveries.flatMap(({ id, attempts }) => attempts.map(([number, outcome]) => [`${id} ${number}`, outcome])),
  );
  const wrong = aborted.map(attemptOf).filter((attempt) => outcomes.get(attempt) !== 'ABORTED');
  const [first] = wrong;
  if (first === undefined) return [];
  return [
    `${wrong.length} of ${aborted.length} attempts that were killed after seconds are not ABORTED: ${first} is ${outcomes.get(first)}`,
  ];
}
