/** The rules for what people enter about a webhook, all problems at once. Asks nobody but the address guard. */
import { checkCondition } from '../catalogue/conditions/conditions.ts';
import { eventTypes } from '../catalogue/event-types.ts';
import { describeUnknownType } from '../catalogue/unknown-type.ts';
import { checkCustomHeaders } from '../domain/custom-headers.ts';
import type { Problem } from '../domain/domain-error.ts';
import { isEventTypePattern, matchesEventType } from '../domain/event-type-pattern.ts';
import { formatDuration } from '../domain/format-duration.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../domain/retry-policy.ts';
import type { SigningAlgorithm } from '../domain/signing.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { webhookLimits as limits } from './webhook-limits.ts';

export interface HeaderInput {
  readonly name: string;
  /** May be left out where a sensitive header keeps the value it has. */
  readonly value?: string | null | undefined;
  readonly isSensitive: boolean;
}

export interface ThrottleInput {
  readonly maxPerSecond?: number | null | undefined;
  readonly maxConcurrent?: number | null | undefined;
}

export interface RetryPolicyInput {
  readonly maxAttempts?: number | null | undefined;
  readonly initialDelayMs?: number | null | undefined;
  readonly maxDelayMs?: number | null | undefined;
  readonly multiplier?: number | null | undefined;
}

export interface WebhookInput {
  readonly key?: string | null | undefined;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly url: string;
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  readonly eventTypes: readonly string[];
  /** CEL over the payload; null: every event of those types. */
  readonly condition?: string | null | undefined;
  readonly headers?: readonly HeaderInput[] | null | undefined;
  readonly timeoutMs?: number | null | undefined;
  readonly retryPolicy?: RetryPolicyInput | null | undefined;
  readonly throttle?: ThrottleInput | null | undefined;
  readonly metadata?: Record<string, unknown> | null | undefined;
}

/** A webhook to be made. */
export interface NewWebhook extends WebhookInput {
  /** Default ACTIVE. */
  readonly status?: WebhookStatus | null | undefined;
  /** Default HMAC_SHA256. */
  readonly signingAlgorithm?: SigningAlgorithm | null | undefined;
  /** The same key and input again give the first webhook. */
  readonly idempotencyKey?: string | null | undefined;
}

/** The address guard at its first point: may this URL be saved? */
export type CheckUrl = (url: string) => Promise<{ ok: true } | { ok: false; rule: string; message: string }>;

/** Problems with paths relative to the input; empty when the webhook may be saved. */
export async function checkWebhook(input: WebhookInput, checkUrl: CheckUrl, headerPrefix: string): Promise<Problem[]> {
  const url = await checkUrl(input.url);
  return [
    ...checkTexts(input),
    ...(url.ok ? [] : [{ code: 'URL_NOT_ALLOWED' as const, message: url.message, path: ['url'], rule: url.rule }]),
    ...checkEventTypes(input.eventTypes),
    ...checkConditionOf(input),
    ...checkHeaders(input.headers ?? [], headerPrefix),
    ...checkNumbers(input),
    ...checkMetadata(input.metadata),
  ];
}

/** The policy to store: what was given, `rest` for the rest. */
export function toRetryPolicy(
  input: RetryPolicyInput | null | undefined,
  rest: RetryPolicy = defaultRetryPolicy,
): RetryPolicy {
  return {
    maxAttempts: input?.maxAttempts ?? rest.maxAttempts,
    initialDelayMs: input?.initialDelayMs ?? rest.initialDelayMs,
    maxDelayMs: input?.maxDelayMs ?? rest.maxDelayMs,
    multiplier: input?.multiplier ?? rest.multiplier,
  };
}

export interface Throttle {
  readonly maxConcurrent: number;
  readonly maxPerSecond: number | null;
}

const defaultThrottle: Throttle = { maxConcurrent: limits.defaultConcurrent, maxPerSecond: null };

/** The limits to store: what was given (null means none, or the default), `rest` for what was left out. */
export function toThrottle(input: ThrottleInput | null | undefined, rest: Throttle = defaultThrottle): Throttle {
  const { maxConcurrent = rest.maxConcurrent, maxPerSecond = rest.maxPerSecond } = input ?? defaultThrottle;
  return { maxConcurrent: maxConcurrent ?? limits.defaultConcurrent, maxPerSecond };
}

/** What somebody says about a change of status. */
export function checkNote(note: string | null): Problem | undefined {
  if (note === null || ([...note].length <= limits.noteLength && isStorable(note))) return undefined;
  return invalid(
    ['reason'],
    'length',
    `reason must have at most ${limits.noteLength} characters and no control character.`,
  );
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/;

function checkTexts({ name, key, description, companyId, fulfillmentCenterId }: WebhookInput): Problem[] {
  const problems: Problem[] = [];
  const texts: [field: string, text: string | null | undefined, least: number, most: number][] = [
    ['name', name, 1, limits.nameLength],
    ['description', description, 0, limits.descriptionLength],
    ['companyId', companyId, 1, 50],
    ['fulfillmentCenterId', fulfillmentCenterId, 1, 50],
  ];
  for (const [field, text, least, most] of texts) {
    if (text == null) continue;
    const length = [...text.trim()].length;
    if (length < least || length > most || !isStorable(text)) {
      const path = field.endsWith('Id') ? ['scope', field] : [field];
      problems.push(
        invalid(path, 'length', `${field} must have ${least} to ${most} characters and no control character.`),
      );
    }
  }
  if (key != null && (!KEY.test(key) || key.length > limits.keyLength)) {
    const message = `key must begin with a letter or digit and have at most ${limits.keyLength} letters, digits and . _ : / -`;
    problems.push(invalid(['key'], 'format', message));
  }
  return problems;
}

/** PostgreSQL stores no NUL, and a half surrogate is no text at all. */
const isStorable = (text: string): boolean => text.isWellFormed() && !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);

export function checkEventTypes(patterns: readonly string[]): Problem[] {
  if (patterns.length === 0 || patterns.length > limits.eventTypes) {
    return [invalid(['eventTypes'], 'count', `eventTypes needs 1 to ${limits.eventTypes} entries.`)];
  }
  return patterns.flatMap((pattern, index) => {
    const path = ['eventTypes', String(index)];
    if (!isEventTypePattern(pattern)) {
      const message = 'An event type is a dotted name such as shipment.closed, a prefix such as shipment.*, or *.';
      return [invalid(path, 'format', message)];
    }
    // A pattern that matches nothing would make a webhook that looks well and never gets anything.
    if (eventTypes.some(({ name }) => matchesEventType([pattern], name))) return [];
    return [{ code: 'NOT_FOUND' as const, message: describeUnknownType(pattern), path }];
  });
}

/** Against every type that the patterns ask for: it has to fit them all. */
export function checkConditionOf({ condition, eventTypes: patterns }: Pick<WebhookInput, 'condition' | 'eventTypes'>) {
  if (condition == null) return [];
  const asked = eventTypes.filter(({ name }) => matchesEventType(patterns, name));
  return checkCondition(condition, asked).map(({ rule, message }) => invalid(['condition'], rule, message));
}

function checkHeaders(headers: readonly HeaderInput[], prefix: string): Problem[] {
  const missing = headers.flatMap(({ value }, index) =>
    value == null ? [invalid(['headers', String(index), 'value'], 'required', 'A header needs a value.')] : [],
  );
  const given = headers.map(({ name, value }) => ({ name, value: value ?? '' }));
  const wrong = checkCustomHeaders(given, { prefix }).map(({ index, field, rule, message }) =>
    invalid(['headers', String(index), field], rule, message),
  );
  return [...missing, ...wrong];
}

function checkNumbers({ timeoutMs, retryPolicy, throttle }: WebhookInput): Problem[] {
  const ranges: [
    path: string[],
    value: number | null | undefined,
    least: number,
    most: number,
    show?: (value: number) => string,
  ][] = [
    [['timeout'], timeoutMs, limits.minTimeoutMs, limits.maxTimeoutMs, formatDuration],
    [['retryPolicy', 'maxAttempts'], retryPolicy?.maxAttempts, 1, limits.maxAttempts],
    [
      ['retryPolicy', 'initialDelay'],
      retryPolicy?.initialDelayMs,
      limits.minDelayMs,
      limits.maxDelayMs,
      formatDuration,
    ],
    [['retryPolicy', 'maxDelay'], retryPolicy?.maxDelayMs, limits.minDelayMs, limits.maxDelayMs, formatDuration],
    [['retryPolicy', 'multiplier'], retryPolicy?.multiplier, limits.minMultiplier, limits.maxMultiplier],
    [['throttle', 'maxConcurrent'], throttle?.maxConcurrent, limits.minConcurrent, limits.maxConcurrent],
    [['throttle', 'maxPerSecond'], throttle?.maxPerSecond, limits.minPerSecond, limits.maxPerSecond],
  ];
  const outside = (value: number, least: number, most: number) => !(value >= least && value <= most);
  const wrong = ranges.flatMap(([path, value, least, most, show = String]) =>
    value != null && outside(value, least, most)
      ? [invalid(path, 'range', `${path.at(-1)} must lie between ${show(least)} and ${show(most)}.`)]
      : [],
  );
  return wrong.length > 0 || retryPolicy == null ? wrong : checkDelays(toRetryPolicy(retryPolicy));
}

/** Also of what was left out: every delay would be the longest, which nobody asked for. */
function checkDelays({ initialDelayMs, maxDelayMs }: RetryPolicy): Problem[] {
  if (initialDelayMs <= maxDelayMs) return [];
  const [initial, most] = [initialDelayMs, maxDelayMs].map(formatDuration);
  const message = `initialDelay (${initial}) must not be longer than maxDelay (${most}).`;
  return [invalid(['retryPolicy', 'initialDelay'], 'range', message)];
}

function checkMetadata(metadata: Record<string, unknown> | null | undefined): Problem[] {
  const text = JSON.stringify(metadata ?? {});
  if (Buffer.byteLength(text) > limits.metadataBytes || /\\u0000|\\ud[89a-f]/i.test(text)) {
    const message = `metadata must be at most ${limits.metadataBytes} bytes of JSON, without NUL or half surrogates.`;
    return [invalid(['metadata'], 'size', message)];
  }
  return [];
}

const invalid = (path: string[], rule: string, message: string): Problem => ({ code: 'INVALID', message, path, rule });
