/** One HTTP request of a delivery, as sent and as answered. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { AttemptRow } from '../../database/entities/attempt.ts';
import { toAttemptId } from '../../domain/ids.ts';
import { failureCategoryOf, type FailureCategory } from '../../domain/failure-category.ts';
import { failureTexts } from '../../domain/failure-texts.ts';
import { MASK } from '../../domain/mask.ts';
import type { AttemptOutcome } from '../../domain/outcome.ts';
import { Cost } from '../cost-directives.ts';
import { AttemptOutcomeEnum } from '../enums.ts';
import { FailureCategoryEnum } from '../history-enums.ts';
import { DateTimeScalar } from '../scalars.ts';
import type { Loaders } from '../reads/loaders.ts';
import { connectionOf } from './connection.ts';
import { HttpHeader, toHttpHeader } from './http-header.ts';
import { Node } from './node.ts';

@ObjectType({ description: 'Stored request.' })
export class HttpRequestRecord {
  @Field(() => String, { description: 'Method, always POST today.' })
  method!: string;

  @Field(() => String, { description: 'URL it was sent to.' })
  url!: string;

  @Field(() => [HttpHeader], { description: 'Headers.' })
  headers!: HttpHeader[];

  @Field(() => String, { nullable: true, description: 'Body text.' })
  @Cost(5)
  body!: string | null;

  @Field(() => Int, {
    description:
      'Bytes sent, however much of body is shown to the caller; 0 once the payload was removed, and with it its length.',
  })
  bodyBytes!: number;
}

@ObjectType({ description: 'Stored response.' })
export class HttpResponseRecord {
  @Field(() => Int, { description: 'Status code.' })
  statusCode!: number;

  @Field(() => [HttpHeader], { description: 'Headers.' })
  headers!: HttpHeader[];

  @Field(() => String, { nullable: true, description: 'First part of the body.' })
  @Cost(2)
  body!: string | null;

  @Field(() => Boolean, { description: 'Whether body was cut.' })
  bodyTruncated!: boolean;

  @Field(() => Int, { description: 'Bytes received, up to the read limit.' })
  bodyBytes!: number;
}

@ObjectType({ description: 'Why an attempt failed, and what to do about it.' })
export class AttemptFailure {
  @Field(() => FailureCategoryEnum, { description: 'Stable name, to count and alarm by.' })
  category!: FailureCategory;

  @Field(() => String, { description: 'What is wrong, in one sentence.' })
  cause!: string;

  @Field(() => String, { description: 'What helps, in one sentence.' })
  remedy!: string;
}

@ObjectType({ implements: Node, description: 'One HTTP request.' })
export class DeliveryAttempt extends Node {
  /** For the field resolver `request`, which adds the event's body. */
  row!: AttemptRow;

  /** Instead of the operation's, when what stands beside it is looked up with others: in the live stream. */
  loaders?: Loaders;

  @Field(() => Int, { description: '1-based number inside the delivery.' })
  number!: number;

  @Field(() => AttemptOutcomeEnum, { nullable: true, description: 'How it ended.' })
  outcome!: AttemptOutcome | null;

  @Field(() => DateTimeScalar, { description: 'Start.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'End.' })
  finishedAt!: Date | null;

  @Field(() => Float, { nullable: true, description: 'Total time.' })
  durationMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'From the start until the host name was resolved, in milliseconds; null when a connection was reused. Like all ' +
      'times here it counts from the start: dnsMs, connectMs, tlsMs, ttfbMs and durationMs ascend.',
  })
  dnsMs!: number | null;

  @Field(() => Float, { nullable: true, description: 'From the start until the TCP connection stood.' })
  connectMs!: number | null;

  @Field(() => Float, { nullable: true, description: 'From the start until the TLS handshake was done.' })
  tlsMs!: number | null;

  @Field(() => Float, { nullable: true, description: 'From the start until the first byte of the answer.' })
  ttfbMs!: number | null;

  @Field(() => String, { nullable: true, description: 'Address connected to.' })
  remoteAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'Cause, for outcomes without a usable response.' })
  errorMessage!: string | null;

  @Field(() => AttemptFailure, { nullable: true, description: 'Kind, cause and remedy; null for a success.' })
  failure!: AttemptFailure | null;
}

export const DeliveryAttemptConnection = connectionOf(DeliveryAttempt, 'Attempts, paged.');

export const toDeliveryAttempt = (row: AttemptRow, loaders?: Loaders): DeliveryAttempt =>
  Object.assign(new DeliveryAttempt(), {
    row,
    id: toAttemptId(row.deliveryId, row.number),
    number: row.number,
    outcome: row.outcome,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    durationMs: row.durationMs,
    dnsMs: row.dnsMs ?? null,
    connectMs: row.connectMs ?? null,
    tlsMs: row.tlsMs ?? null,
    ttfbMs: row.ttfbMs ?? null,
    remoteAddress: row.remoteAddress ?? null,
    errorMessage: row.errorMessage ?? null,
    failure: toFailure(row),
    ...(loaders === undefined ? {} : { loaders }),
  });

function toFailure(row: AttemptRow): AttemptFailure | null {
  const { outcome, responseStatusCode: statusCode, transportFailure } = row;
  const category = failureCategoryOf({ outcome, statusCode, transportFailure });
  return category === null ? null : Object.assign(new AttemptFailure(), { category, ...failureTexts[category] });
}

/** @param body as the caller may see it */
export function toResponse(row: AttemptRow, body: string | null): HttpResponseRecord | null {
  if (row.responseStatusCode == null) return null;
  return Object.assign(new HttpResponseRecord(), {
    statusCode: row.responseStatusCode,
    headers: (row.responseHeaders ?? []).map(([name, value]) => toHttpHeader(name, value, 'received')),
    body,
    bodyTruncated: row.responseBodyTruncated ?? false,
    bodyBytes: row.responseBodyBytes ?? 0,
  });
}

/**
 * @param body as the caller may see it
 * @param sent the event's payload: the history keeps it once, with the event; null when it was removed
 */
export const toRequestRecord = (row: AttemptRow, body: string | null, sent: string | null): HttpRequestRecord =>
  toHttpRequest(row.requestUrl, row.requestHeaders, body, sent);

/**
 * A request, made or only described.
 * @param body as the caller may see it
 * @param sent the whole body; null when it is no longer known
 */
export const toHttpRequest = (
  url: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: string | null,
  sent: string | null,
): HttpRequestRecord =>
  Object.assign(new HttpRequestRecord(), {
    method: 'POST',
    url,
    headers: headers.map(([name, value]) => toHttpHeader(name, value === MASK ? null : value, 'sent')),
    body,
    bodyBytes: sent === null ? 0 : Buffer.byteLength(sent),
  });
