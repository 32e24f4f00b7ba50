/**
 * One attempt: sign the event for the webhook and send it. No transaction is open while this runs, and
 * nothing is stored here.
 */
import { randomUUID } from 'node:crypto';
import type { DatabaseClock } from '../database/database-clock.ts';
import { MASK } from '../domain/mask.ts';
import type { AttemptTimings, Exchange } from '../domain/outcome.ts';
import { toPublicId } from '../domain/ids.ts';
import { standardSignature, typedSignature } from '../domain/signing.ts';
import type { Sender } from '../outbound/sender.ts';
import type { DispatchEvent } from './load-events.ts';
import type { DispatchWebhook } from './load-targets.ts';

export interface AttemptRequest {
  readonly deliveryId: string;
  /** From 1. */
  readonly number: number;
  readonly event: DispatchEvent;
  readonly webhook: DispatchWebhook;
  /** Attempts of this delivery that ended with their worker; 0 unless something crashed. */
  readonly abortedCount: number;
  /** Shares no connection with other attempts, to show how long each phase takes. */
  readonly onNewConnection?: boolean;
}

/** What was sent and what came of it. */
export interface FinishedAttempt {
  readonly request: AttemptRequest;
  /** As sent, with the values of sensitive headers masked. */
  readonly sentHeaders: readonly (readonly [string, string])[];
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly exchange: Exchange;
}

export interface AttemptOptions {
  readonly sender: Sender;
  /** Says when: in what is signed, and in the history. */
  readonly clock: Pick<DatabaseClock, 'now'>;
  /** `X-Jasci` gives `X-Jasci-Event` and its siblings. */
  readonly headerPrefix: string;
  /** Of this program, for User-Agent. */
  readonly version: string;
}

/**
 * @param isWanted asked when the request is about to be written, because a process that stood still while it connected
 * wakes up there; false makes the attempt ABORTED, and nothing is sent
 */
export type Attempter = (request: AttemptRequest, isWanted?: () => boolean) => Promise<FinishedAttempt>;

/** Never rejects for anything the receiver does: see `Exchange`. */
export function createAttempter({ sender, clock, headerPrefix, version }: AttemptOptions): Attempter {
  return async (request, isWanted) => {
    const { event, webhook } = request;
    const startedAt = clock.now();
    const { sent, shown } = describeRequest(request, startedAt, headerPrefix, version);
    const exchange = withoutSecrets(
      webhook.headers,
      await sender.send({
        url: webhook.url,
        poolKey: request.onNewConnection === true ? request.deliveryId : webhook.id,
        headers: sent,
        body: event.body,
        timeoutMs: webhook.timeoutMs,
        ...(isWanted && { isWanted }),
      }),
    );
    return {
      request,
      sentHeaders: shown,
      startedAt,
      finishedAt: finishOf(startedAt, exchange.timings),
      exchange,
    };
  };
}

/** Shorter values stand in any text by chance. */
const REPEATED_SECRET_LENGTH = 8;

/** A receiver may answer with the secrets that it was sent: they are not kept, with what is stored of its answer. */
function withoutSecrets(headers: DispatchWebhook['headers'], exchange: Exchange): Exchange {
  const secrets = headers
    .filter(({ value, isSensitive }) => isSensitive && value.length >= REPEATED_SECRET_LENGTH)
    // `Bearer x` may come back as x alone.
    .flatMap(({ value }) => [value, ...value.split(' ').filter((part) => part.length >= REPEATED_SECRET_LENGTH)]);
  const { response } = exchange;
  if (response === undefined || secrets.length === 0) return exchange;
  const clean = (text: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
  const cleaned = {
    ...response,
    headers: response.headers.map(([name, value]) => [clean(name), clean(value)] as const),
    body: clean(response.body),
  };
  return { ...exchange, response: cleaned };
}

const finishOf = (startedAt: Date, { totalMs }: AttemptTimings): Date => new Date(startedAt.getTime() + totalMs);

/** An attempt as far as its headers are concerned. */
interface DescribedRequest extends Pick<AttemptRequest, 'deliveryId' | 'number' | 'event'> {
  readonly webhook: Pick<DispatchWebhook, 'headers' | 'signingKeys'>;
}

/** The headers as sent, and as people may see them: with the values of sensitive ones masked. */
export function describeRequest(request: DescribedRequest, at: Date, prefix: string, version: string) {
  const own = deliveryHeaders(request, at, prefix, version);
  if (request.webhook.headers.length === 0) return { sent: own, shown: own };
  // Refused when saved; but the installation's prefix may have changed since, and each of ours must stand there once.
  const taken = new Set(own.map(([name]) => name.toLowerCase()));
  const headers = request.webhook.headers.filter(({ name }) => !taken.has(name.toLowerCase()));
  return {
    sent: [...own, ...headers.map(({ name, value }) => [name, value] as const)],
    shown: [...own, ...headers.map(({ name, value, isSensitive }) => [name, isSensitive ? MASK : value] as const)],
  };
}

/** Sixteen hex digits, never all zero: the last two groups of a random UUID, which node makes many at a time. */
const newSpanId = (): string => randomUUID().slice(19).replace('-', '');

/** The headers of DESIGN "On the wire", before the webhook's own. */
function deliveryHeaders(
  { deliveryId, number, event, webhook }: DescribedRequest,
  at: Date,
  prefix: string,
  version: string,
): [string, string][] {
  const message = {
    webhookId: toPublicId('event', event.id),
    eventType: event.type,
    timestamp: Math.floor(at.getTime() / 1000),
    body: event.body,
  };
  return [
    ['Content-Type', 'application/json'],
    ['User-Agent', `Dockhook/${version}`],
    [`${prefix}-Event`, event.type],
    [`${prefix}-Delivery`, toPublicId('delivery', deliveryId)],
    [`${prefix}-Attempt`, String(number)],
    [`${prefix}-Signature`, typedSignature(message, webhook.signingKeys)],
    ['webhook-id', message.webhookId],
    ['webhook-timestamp', String(message.timestamp)],
    ['webhook-signature', standardSignature(message, webhook.signingKeys)],
    // The trace is the event's: every attempt and redelivery of it is a span of the same trace.
    ['traceparent', `00-${event.id.replaceAll('-', '')}-${newSpanId()}-01`],
  ];
}
