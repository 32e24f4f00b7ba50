/** What a test or a preview sends: a type's example, a payload of the caller's own, or a stored event. */
import { eventTypes, findEventType, type EventTypeDefinition } from '../catalogue/event-types.ts';
import { describeProblem } from '../catalogue/payload-problem.ts';
import { ownExample } from '../catalogue/own-example.ts';
import { describeUnknownType } from '../catalogue/unknown-type.ts';
import { preparePayload, type PreparedPayload } from '../catalogue/prepare-payload.ts';
import type { Database } from '../database/database.ts';
import { EventEntity } from '../database/entities/event.ts';
import { DomainError } from '../domain/domain-error.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import { newUuid, parsePublicId } from '../domain/ids.ts';
import { payloadRemoved } from '../domain/payload-removed.ts';
import { isInScope, type Scope } from '../domain/scope.ts';

export type Sample =
  | { readonly eventType: string }
  | { readonly eventType: string; readonly payloadText: string }
  /** Public id. */
  | { readonly eventId: string };

export interface SampleEvent {
  readonly event: { readonly id: string; readonly type: string; readonly body: string };
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
  /** What has to be stored with it; `undefined` for an event that is stored. */
  readonly isNew: { readonly type: EventTypeDefinition; readonly payload: PreparedPayload } | undefined;
}

/** The webhook that a sample is for. */
export interface SampleTarget {
  readonly eventTypes: readonly string[];
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
}

/**
 * @param sample without it the example of the first type that the webhook asks for
 * @param typesPath where the caller finds the event types of the webhook
 * @throws DomainError with paths from the argument `sample` down, or `typesPath` when those ask for nothing there is
 */
export async function takeSample(
  database: Database,
  scope: Scope,
  sample: Sample | undefined,
  target: SampleTarget,
  typesPath: readonly string[],
): Promise<SampleEvent> {
  if (sample !== undefined && 'eventId' in sample) return storedEvent(database, scope, sample.eventId);
  const type = typeOf(sample, target.eventTypes, typesPath);
  const text = sample !== undefined && 'payloadText' in sample ? sample.payloadText : exampleFor(type, scope, target);
  const payload = prepare(type, text);
  if (payload.tenantId !== scope.tenantId) throw otherTenant();
  return {
    event: { id: newUuid(), type: type.name, body: payload.text },
    companyId: payload.companyId,
    fulfillmentCenterId: payload.fulfillmentCenterId,
    isNew: { type, payload },
  };
}

/**
 * What is going to be stored must be something that the caller may publish.
 * @throws DomainError SCOPE_NOT_ALLOWED for a new event of another company or fulfillment center
 */
export function refuseOutside(scope: Scope, { isNew, companyId, fulfillmentCenterId }: SampleEvent): void {
  if (isNew === undefined || isInScope(scope, { tenantId: scope.tenantId, companyId, fulfillmentCenterId })) return;
  const field = scope.companyId !== null && scope.companyId !== companyId ? 'companyId' : 'fulfillmentCenterId';
  const message = 'The payload belongs to a company or fulfillment center that your key may not write for.';
  throw new DomainError({
    code: 'SCOPE_NOT_ALLOWED',
    message,
    path: ['sample', 'custom', 'payloadText', field],
  });
}

/** Keeps its id, as a replay does. */
async function storedEvent(database: Database, scope: Scope, eventId: string): Promise<SampleEvent> {
  const id = parsePublicId('event', eventId);
  const row = id === undefined ? null : await database.forTenant(scope).findOne(EventEntity, { id });
  const companyId = row?.companyId ?? null;
  const fulfillmentCenterId = row?.fulfillmentCenterId ?? null;
  if (row === null || !isInScope(scope, { tenantId: row.tenantId, companyId, fulfillmentCenterId })) {
    throw new DomainError({ code: 'NOT_FOUND', message: 'There is no such event.', path: ['sample', 'eventId'] });
  }
  if (row.payloadRemovedAt != null) throw payloadRemoved(['sample', 'eventId']);
  const event = { id: row.id, type: row.type, body: row.payload };
  return { event, companyId, fulfillmentCenterId, isNew: undefined };
}

function typeOf(
  sample: { eventType: string } | { eventType: string; payloadText: string } | undefined,
  patterns: readonly string[],
  typesPath: readonly string[],
): EventTypeDefinition {
  const type =
    sample === undefined
      ? eventTypes.find((candidate) => matchesEventType(patterns, candidate.name))
      : findEventType(sample.eventType);
  if (type !== undefined) return type;
  if (sample === undefined) throw asksForNothing(patterns, typesPath);
  const place = 'payloadText' in sample ? ['custom', 'type'] : ['eventType'];
  throw new DomainError({
    code: 'NOT_FOUND',
    message: describeUnknownType(sample.eventType),
    path: ['sample', ...place],
  });
}

function asksForNothing(patterns: readonly string[], path: readonly string[]): DomainError {
  const message = `The webhook asks for ${patterns.join(', ')}, and no event type matches: change its event types, or give a sample.`;
  return new DomainError({ code: 'NOT_FOUND', message, path: [...path] });
}

/** The example names owners of its own; a sample belongs to the webhook's, or else the caller's, so that both may see it. */
const exampleFor = (type: EventTypeDefinition, scope: Scope, target: SampleTarget): string =>
  ownExample(type, {
    tenantId: scope.tenantId,
    companyId: target.companyId ?? scope.companyId,
    fulfillmentCenterId: target.fulfillmentCenterId ?? scope.fulfillmentCenterId,
  });

function prepare(type: EventTypeDefinition, text: string): PreparedPayload {
  const prepared = preparePayload(type, { text });
  if (prepared.ok) return prepared.payload;
  const [first, ...rest] = prepared.problems.map((problem) => ({
    code: 'SCHEMA_MISMATCH' as const,
    message: describeProblem(problem),
    rule: problem.rule,
    path: ['sample', 'custom', 'payloadText', ...problem.path],
  }));
  if (first === undefined) throw new Error('a refused payload without a problem');
  throw new DomainError(first, ...rest);
}

const otherTenant = () =>
  new DomainError({
    code: 'SCOPE_NOT_ALLOWED',
    message: 'The payload belongs to another tenant.',
    path: ['sample', 'custom', 'payloadText', 'tenantId'],
  });
