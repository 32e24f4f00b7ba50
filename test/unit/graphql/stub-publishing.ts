/** The API's schema with a publisher that only checks payloads, to see what arrives at it. */
import { graphql, type ExecutionResult } from 'graphql';
import { findEventType } from '../../../src/catalogue/event-types.ts';
import { preparePayload } from '../../../src/catalogue/prepare-payload.ts';
import type { GraphqlContext } from '../../../src/graphql/context.ts';
import { buildApiSchema } from '../../../src/graphql/schema.ts';
import type { EventInput, PublishResult } from '../../../src/pipeline/publish-event.ts';
import type { PublishRequest } from '../../support/payload-documents.ts';

const schema = buildApiSchema();

export async function execute({ query, variables }: PublishRequest): Promise<ExecutionResult> {
  const context = {
    viewer: { role: 'ADMINISTRATOR' },
    services: {
      publisher: { publish: async (_: unknown, events: readonly EventInput[]) => events.map(check) },
      rateLimits: { events: { take: () => 0 } },
    },
    variables,
  };
  // Only what publishing uses is there.
  const contextValue = context as unknown as GraphqlContext;
  return graphql({ schema, source: query, variableValues: variables, contextValue });
}

function check({ type: name, payload: input }: EventInput): PublishResult {
  const type = findEventType(name);
  if (type === undefined) return { ok: false, problems: [{ code: 'NOT_FOUND', message: name, path: ['type'] }] };
  const prepared = preparePayload(type, input);
  if (!prepared.ok) {
    const problems = prepared.problems.map(({ path, rule, message }) => ({
      code: 'SCHEMA_MISMATCH' as const,
      message,
      rule,
      path: ['payload', ...path],
    }));
    return { ok: false, problems };
  }
  const { text, businessKeys, occurredAt, tenantId } = prepared.payload;
  const event = {
    id: '00000000-0000-7000-8000-000000000000',
    tenantId,
    type: name,
    schemaVersion: 1,
    companyId: null,
    fulfillmentCenterId: null,
    payload: text,
    keyHashes: businessKeys.map(({ value }) => value.length),
    occurredAt,
    receivedAt: occurredAt,
    payloadRemovedAt: null,
    idempotencyKey: null,
    correlationId: null,
    matchedWebhookCount: 0,
  };
  return { ok: true, isDuplicate: false, event };
}
