/**
 * The first step of the way: an event is checked and accepted. Publishes that arrive while a transaction
 * is under way, or has just ended, are gathered into the next one, so that a busy warehouse costs few commits;
 * an idle service waits for nothing.
 */
import { createHash } from 'node:crypto';
import { findEventType } from '../catalogue/event-types.ts';
import { describeProblem } from '../catalogue/payload-problem.ts';
import { describeUnknownType } from '../catalogue/unknown-type.ts';
import { preparePayload, type PayloadInput } from '../catalogue/prepare-payload.ts';
import type { Database } from '../database/database.ts';
import { isConnectionLost, isContended } from '../database/database-faults.ts';
import type { DeliveryQueue } from '../database/delivery-queue.ts';
import type { EventRow } from '../database/entities/event.ts';
import type { Signals } from '../database/signals.ts';
import { businessKeyHasher } from '../domain/business-key-hash.ts';
import type { Problem } from '../domain/domain-error.ts';
import { mayUseEventType } from '../domain/event-type-pattern.ts';
import { checkCallersName } from '../domain/idempotency-key.ts';
import { newUuid } from '../domain/ids.ts';
import { isInScope, wholeTenant, type Scope } from '../domain/scope.ts';
import { BACKLOG_RETRY_MS, type Backlog } from './backlog.ts';
import { describePublished } from './describe-published.ts';
import type { Failpoint } from './failpoints.ts';
import { acceptEvents, KeyForgottenError, type AcceptedEvent } from './accept-events.ts';
import type { PreparedEvent } from './insert-events.ts';
import type { DispatchEvent } from './load-events.ts';
import { createPacer, type Pacer } from './pacer.ts';

/** One event as its producer gives it. */
export interface EventInput {
  readonly type: string;
  readonly payload: PayloadInput;
  /** 1 to 255 characters; the same key and content again gives the first event. */
  readonly idempotencyKey: string;
  readonly correlationId?: string | null | undefined;
}

export type PublishResult =
  | { readonly ok: true; readonly event: EventRow; readonly isDuplicate: boolean }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Of the tenant of a credential; patterns of event types only when it is limited to some. */
export interface PublishingScope extends Scope {
  readonly allowedEventTypes?: readonly string[];
}

export interface Publisher {
  /**
   * Publishes events in one transaction; an event with problems stops only itself.
   * @param scope where the caller may publish, and what
   * @returns one result per event, in order; when it resolves, everything accepted is safely stored
   * @throws Error when the database failed; nothing was accepted then, and the call may be repeated
   */
  publish(scope: PublishingScope, events: readonly EventInput[]): Promise<PublishResult[]>;
}

export interface PublisherOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly signals: Pick<Signals, 'send'>;
  readonly backlog: Backlog;
  readonly failpoint: Failpoint;
  /**
   * Told of the events that go to somebody, so that a dispatcher in this process need not read them back: before they are
   * committed, because their tickets may be taken the moment after.
   */
  readonly onAccepted?: (events: readonly DispatchEvent[]) => void;
  /** One wide log line per event that is stored, ids as the API has them. */
  readonly logPublished: (fields: Readonly<Record<string, unknown>>) => void;
}

/** Transactions of one tenant under way at once, when there is enough to fill them; otherwise one. */
const CONCURRENT_TRANSACTIONS = 2;
/** Events gathered into one transaction; a single call may bring more. */
const GROUP_SIZE = 100;
/** Waits before a transaction is repeated that another stood in the way of, or whose connection was lost. */
const REPEAT_AFTER_MS = [20, 100, 400];
/** Longest rest between two transactions of a tenant that do not fill. */
const LONGEST_REST_MS = 10;
/** Who has waited longer than this for a lock or a connection is told so instead. */
const REPEAT_WITHIN_MS = 2_000;

interface Waiting {
  readonly events: readonly PreparedEvent[];
  readonly resolve: (accepted: AcceptedEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** What one tenant publishes. */
interface Lane {
  readonly waiting: Waiting[];
  /** Events in `waiting`. */
  size: number;
  /** Transactions under way. */
  running: number;
  readonly pacer: Pacer;
  timer: NodeJS.Timeout | undefined;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { database, queue, signals, backlog, failpoint, onAccepted, logPublished } = options;
  const tenants = new Map<string, Lane>();

  function accept(tenantId: string, events: readonly PreparedEvent[]): Promise<AcceptedEvent[]> {
    if (events.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      let lane = tenants.get(tenantId);
      if (lane === undefined) {
        lane = { waiting: [], size: 0, running: 0, pacer: createPacer(LONGEST_REST_MS), timer: undefined };
        tenants.set(tenantId, lane);
      }
      lane.waiting.push({ events, resolve, reject });
      lane.size += events.length;
      advance(tenantId, lane);
    });
  }

  /** Begins the next transaction, if one may begin now. */
  function advance(tenantId: string, lane: Lane): void {
    const isFull = lane.size >= GROUP_SIZE;
    if (lane.running >= (isFull ? CONCURRENT_TRANSACTIONS : 1)) return;
    const waitMs = isFull ? 0 : lane.pacer.waitMs();
    if (waitMs > 0) {
      lane.timer ??= setTimeout(() => {
        lane.timer = undefined;
        advance(tenantId, lane);
      }, waitMs);
    } else if (lane.waiting.length > 0) {
      void commitNext(tenantId, lane);
    } else if (lane.running === 0) {
      tenants.delete(tenantId);
    }
  }

  async function commitNext(tenantId: string, lane: Lane): Promise<void> {
    const group = takeGroup(lane.waiting);
    for (const { events } of group) lane.size -= events.length;
    lane.running += 1;
    const end = lane.pacer.begin();
    await commitGroup(tenantId, group);
    end();
    lane.running -= 1;
    advance(tenantId, lane);
  }

  async function commitGroup(tenantId: string, group: readonly Waiting[]): Promise<void> {
    try {
      const events = group.flatMap((waiting) => waiting.events);
      const accepted = await commit(tenantId, events);
      failpoint('after-accept');
      signals.send('tickets');
      let taken = 0;
      for (const { events: own, resolve } of group) resolve(accepted.slice(taken, (taken += own.length)));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** Repeating is safe even when a commit went through unheard: the idempotency keys then name these same events. */
  async function commit(tenantId: string, events: readonly PreparedEvent[]): Promise<AcceptedEvent[]> {
    const startMs = performance.now();
    for (let repeat = 0; ; repeat += 1) {
      try {
        // Events go to webhooks of the whole tenant, whatever their publisher may see of them.
        return await database.tenantTransaction(wholeTenant(tenantId), async (sql) => {
          const accepted = await acceptEvents(sql, queue, tenantId, events);
          tell(accepted);
          failpoint('before-accept');
          return accepted;
        });
      } catch (error) {
        const delayMs = REPEAT_AFTER_MS[repeat];
        const isLate = delayMs === undefined || performance.now() - startMs > REPEAT_WITHIN_MS;
        if (isLate || !mayBeRepeated(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, delayMs * (0.5 + Math.random())));
      }
    }
  }

  function tell(accepted: readonly AcceptedEvent[]): void {
    if (onAccepted === undefined) return;
    const wanted = accepted.flatMap((result) =>
      result.kind === 'accepted' && result.event.matchedWebhookCount > 0 ? [result.event] : [],
    );
    if (wanted.length > 0) onAccepted(wanted.map(({ id, type, payload }) => ({ id, type, body: payload })));
  }

  return {
    async publish(scope, inputs) {
      const startMs = performance.now();
      if (await backlog.isFullFor(scope.tenantId))
        return inputs.map(() => ({ ok: false, problems: [tooMuch(backlog)] }));
      const prepared = inputs.map((input) => prepareEvent(scope, input));
      const accepted = await accept(
        scope.tenantId,
        prepared.flatMap((result) => (result.ok ? [result.event] : [])),
      );
      const durationMs = performance.now() - startMs;
      for (const one of accepted) if (one.kind !== 'mismatch') logPublished(describePublished(one, durationMs));
      let next = 0;
      return prepared.map((result) => (result.ok ? toResult(accepted[next++] as AcceptedEvent) : result));
    },
  };
}

const mayBeRepeated = (error: unknown): boolean =>
  isContended(error) || isConnectionLost(error) || error instanceof KeyForgottenError;

function tooMuch({ limit }: Backlog): Problem {
  const message = `Too many deliveries are waiting: ${limit} may, and of these a share for each tenant. Nothing was accepted; publish again in a few seconds.`;
  return { code: 'LIMIT_EXCEEDED', message, limit, retryAfterMs: BACKLOG_RETRY_MS };
}

function takeGroup(waiting: Waiting[]): Waiting[] {
  let count = 0;
  let size = 0;
  for (const { events } of waiting) {
    if (count > 0 && size + events.length > GROUP_SIZE) break;
    size += events.length;
    count += 1;
  }
  return waiting.splice(0, count);
}

function prepareEvent(
  scope: PublishingScope,
  input: EventInput,
): { ok: true; event: PreparedEvent } | { ok: false; problems: Problem[] } {
  const problems = checkEnvelope(input);
  if (!mayUseEventType(scope.allowedEventTypes ?? [], input.type)) {
    const message = `This key may publish only ${scope.allowedEventTypes?.join(', ')}.`;
    return { ok: false, problems: [...problems, { code: 'SCOPE_NOT_ALLOWED', message, path: ['type'] }] };
  }
  const type = findEventType(input.type);
  if (type === undefined) {
    problems.push({ code: 'NOT_FOUND', message: describeUnknownType(input.type), path: ['type'] });
    return { ok: false, problems };
  }
  const prepared = preparePayload(type, input.payload);
  if (!prepared.ok) {
    for (const problem of prepared.problems) {
      const { path, rule } = problem;
      problems.push({ code: 'SCHEMA_MISMATCH', message: describeProblem(problem), rule, path: ['payload', ...path] });
    }
    return { ok: false, problems };
  }
  const { payload } = prepared;
  if (!isInScope(scope, payload)) {
    problems.push({
      code: 'SCOPE_NOT_ALLOWED',
      message: 'The payload belongs to a tenant, company or fulfillment center that this key may not publish for.',
      path: ['payload', payload.tenantId === scope.tenantId ? 'companyId' : 'tenantId'],
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  const hashOf = businessKeyHasher(payload.tenantId);
  return {
    ok: true,
    event: {
      id: newUuid(),
      type: type.name,
      schemaVersion: type.schemaVersion,
      companyId: payload.companyId,
      fulfillmentCenterId: payload.fulfillmentCenterId,
      payload: payload.text,
      keyHashes: payload.businessKeys.map(({ value }) => hashOf(value)),
      occurredAt: payload.occurredAt,
      idempotencyKey: input.idempotencyKey,
      correlationId: input.correlationId ?? null,
      contentHash: createHash('sha256').update(type.name).update('\n').update(payload.text).digest(),
    },
  };
}

const checkEnvelope = ({ idempotencyKey, correlationId }: EventInput): Problem[] => [
  ...checkCallersName('idempotencyKey', idempotencyKey),
  ...checkCallersName('correlationId', correlationId),
];

function toResult(accepted: AcceptedEvent): PublishResult {
  if (accepted.kind === 'mismatch') {
    const message = 'This idempotency key was used before with another event type or payload.';
    return { ok: false, problems: [{ code: 'IDEMPOTENCY_MISMATCH', message, path: ['idempotencyKey'] }] };
  }
  return { ok: true, event: accepted.event, isDuplicate: accepted.kind === 'duplicate' };
}
