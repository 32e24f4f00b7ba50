/** What a condition would let through: tried on the newest events that are stored, a bounded number of them. */
import { explainCondition, factsOf } from '../catalogue/conditions/conditions.ts';
import { eventTypes } from '../catalogue/event-types.ts';
import type { Database } from '../database/database.ts';
import type { Problem } from '../domain/domain-error.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import { HIGHEST_UUID, toPublicId } from '../domain/ids.ts';
import type { Scope } from '../domain/scope.ts';
import { beginTurn } from '../pipeline/turn.ts';
import { checkConditionOf, checkEventTypes } from './check-webhook.ts';

export interface ConditionPreviewed {
  /** Events looked at. */
  readonly sampled: number;
  readonly matched: number;
  /** Reasons for which it could not be evaluated, each with how often and one event. */
  readonly failures: readonly string[];
  /** With paths from the arguments down. */
  readonly problems: readonly Problem[];
}

export interface ConditionTrial {
  /** Patterns. */
  readonly eventTypes: readonly string[];
  readonly condition: string;
  /** Events to look at, 1 to 500. */
  readonly sampleSize: number;
}

/** Looks at events of the caller's scope only. */
export type PreviewCondition = (scope: Scope, trial: ConditionTrial) => Promise<ConditionPreviewed>;

const LARGEST_SAMPLE = 500;
/** Payloads in memory at once. */
const PAGE = 50;
/** Events that are passed over or looked at in search of the types. */
const WALK = 5_000;
const TOLD_FAILURES = 20;

interface Row {
  id: string;
  type: string;
  payload: string;
}

export function createPreviewCondition(database: Database): PreviewCondition {
  return async (scope, { eventTypes: patterns, condition, sampleSize }) => {
    const problems = [
      ...checkEventTypes(patterns),
      ...checkConditionOf({ condition, eventTypes: patterns }),
      ...checkSampleSize(sampleSize),
    ];
    if (problems.length > 0) return { sampled: 0, matched: 0, failures: [], problems };
    const types = eventTypes.map(({ name }) => name).filter((name) => matchesEventType(patterns, name));
    const failures = new Map<string, { count: number; readonly eventId: string }>();
    let [sampled, matched] = [0, 0];
    let before: string = HIGHEST_UUID;
    const turn = beginTurn();
    while (sampled < sampleSize) {
      const parameters = [scope.tenantId, before, types, Math.min(PAGE, sampleSize - sampled), WALK];
      const rows = await database.tenantRead(scope, (sql) =>
        sql.query<Row>({ name: 'preview-condition', text: newestEvents }, parameters),
      );
      for (const { id, type, payload } of rows) {
        if (turn.isOver()) await turn.next();
        sampled += 1;
        const { result, reason } = explainCondition(condition, factsOf(type, payload), true);
        if (result === 'TRUE') matched += 1;
        if (result !== 'ERROR') continue;
        const known = failures.get(`${type}: ${reason}`);
        if (known !== undefined) known.count += 1;
        else failures.set(`${type}: ${reason}`, { count: 1, eventId: toPublicId('event', id) });
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      before = last.id;
    }
    return { sampled, matched, failures: tell(failures), problems };
  };
}

function checkSampleSize(size: number): Problem[] {
  if (size >= 1 && size <= LARGEST_SAMPLE) return [];
  const message = `sampleSize must lie between 1 and ${LARGEST_SAMPLE}.`;
  return [{ code: 'INVALID', message, path: ['sampleSize'], rule: 'range' }];
}

function tell(failures: ReadonlyMap<string, { readonly count: number; readonly eventId: string }>): string[] {
  const byCount = [...failures].sort(([, a], [, b]) => b.count - a.count).slice(0, TOLD_FAILURES);
  return byCount.map(([reason, { count, eventId }]) =>
    count === 1 ? `${reason} (${eventId})` : `${reason} (${count} events, the newest ${eventId})`,
  );
}

/** What testWebhook made has no idempotency key: it is no traffic. */
const newestEvents = `
select id, type, payload from (
  select id, type, payload, idempotency_key, payload_removed_at from dockhook.event
  where tenant_id = $1 and id < $2 order by id desc limit $5
) e
where type = any($3::text[]) and idempotency_key is not null and payload_removed_at is null
order by id desc limit $4`;
