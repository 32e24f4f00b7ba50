/** Rows of `attempt`: one per HTTP request, written once by record. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { TransportFailure } from '../../domain/transport-failure.ts';
import { attemptOutcomes } from '../../domain/outcome.ts';

export const AttemptEntity = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    deliveryId: p.uuid().primary(),
    number: p.integer().primary(),
    tenantId: p.text(),
    outcome: p.enum(attemptOutcomes).nativeEnumName('attempt_outcome'),
    startedAt: p.datetime(),
    finishedAt: p.datetime(),
    durationMs: p.double().$type<number>(),
    /** Since the start, like all times here; null when a connection was reused or the phase was not reached. */
    dnsMs: p.double().$type<number>().nullable(),
    connectMs: p.double().$type<number>().nullable(),
    tlsMs: p.double().$type<number>().nullable(),
    ttfbMs: p.double().$type<number>().nullable(),
    requestUrl: p.text(),
    /** As sent, sensitive values masked: [name, value][]. */
    requestHeaders: p.json<[string, string][]>(),
    responseStatusCode: p.integer().nullable(),
    responseHeaders: p.json<[string, string][]>().nullable(),
    responseBody: p.text().nullable(),
    responseBodyTruncated: p.boolean().nullable(),
    responseBodyBytes: p.integer().nullable(),
    remoteAddress: p.text().nullable(),
    errorMessage: p.text().nullable(),
    transportFailure: p.text().$type<TransportFailure>().nullable(),
  },
});

export type AttemptRow = InferEntity<typeof AttemptEntity>;
