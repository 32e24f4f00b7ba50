/** Changing a webhook: what is left out stays, null clears. What is given is checked as if it were new. */
import { differences, recordAuditWith } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import type { StoredHeader, WebhookRow } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import {
  checkWebhook,
  toRetryPolicy,
  toThrottle,
  type CheckUrl,
  type HeaderInput,
  type WebhookInput,
} from './check-webhook.ts';
import { describeWebhook, webhookTarget } from './describe-webhook.ts';
import { changeWebhook, requireWebhook, type WebhookRef } from './find-webhook.ts';
import { hasClearSecret, keepValues, sealClearSecrets, sealHeaders } from './stored-headers.ts';
import { webhookLimits } from './webhook-limits.ts';

type Changeable =
  | 'name'
  | 'description'
  | 'url'
  | 'eventTypes'
  | 'condition'
  | 'headers'
  | 'retryPolicy'
  | 'timeoutMs'
  | 'throttle'
  | 'metadata';

/** `undefined` leaves as it is, `null` clears or takes the default. */
export type WebhookChanges = { readonly [Field in Changeable]?: WebhookInput[Field] | null | undefined };

export interface UpdateWebhookDeps {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly checkUrl: CheckUrl;
  readonly headerPrefix: string;
}

/** @throws DomainError with every problem, paths from the mutation's arguments down */
export type UpdateWebhook = (
  caller: Caller,
  ref: WebhookRef,
  changes: WebhookChanges,
  expectedRevision: number | null,
) => Promise<WebhookRow>;

/** Judging a change looks names up, seconds at worst, and another change may come first: then it is judged anew. */
const TRIALS = 5;

export function createUpdateWebhook({ database, secretBox, checkUrl, headerPrefix }: UpdateWebhookDeps): UpdateWebhook {
  /** @returns nothing when somebody else changed the webhook meanwhile */
  async function update(
    ...[caller, ref, changes, expectedRevision]: Parameters<UpdateWebhook>
  ): Promise<WebhookRow | undefined> {
    const present = await requireWebhook(database.forTenant(caller), caller, ref);
    refuseStale(present, expectedRevision);
    const headers = changes.headers && (await keepValues(changes.headers, present, secretBox));
    const given = { ...changes, ...(headers == null ? {} : { headers }) };
    const [problem, ...more] = [
      ...checkRequired(changes),
      ...(await checkChanges(present, given, checkUrl, headerPrefix)),
    ].map((one) => ({ ...one, path: ['input', ...(one.path ?? [])] }));
    if (problem !== undefined) throw new DomainError(problem, ...more);

    const sealed = await headersToStore(present, changes, headers);
    return changeWebhook(database, caller, present.id, async (em, row) => {
      refuseStale(row, expectedRevision);
      // What was judged, and the values that stay, are those of an older one.
      if (row.revision !== present.revision) return undefined;
      const before = describeWebhook(row);
      apply(row, changes);
      if (sealed !== undefined) row.headers = sealed;
      Object.assign(row, { updatedAt: new Date(), revision: row.revision + 1 });
      const changed = differences(before, describeWebhook(row));
      await recordAuditWith(em, caller, { action: 'updateWebhook', ...webhookTarget(row), ...changed });
      return row;
    });
  }

  /** @returns nothing when they stay as they are */
  async function headersToStore(
    present: WebhookRow,
    changes: WebhookChanges,
    headers: readonly HeaderInput[] | null | undefined,
  ): Promise<StoredHeader[] | undefined> {
    if (changes.headers !== undefined) return sealHeaders(headers, present.id, secretBox);
    if (!hasClearSecret(present.headers)) return undefined;
    return sealClearSecrets(present.headers, present.id, secretBox);
  }

  return async (...request) => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const row = await update(...request);
      if (row !== undefined) return row;
    }
    throw new DomainError({
      code: 'STALE_REVISION',
      message: 'Others change this webhook all the time: try again.',
      path: ['webhook'],
    });
  };
}

function refuseStale({ revision }: WebhookRow, expected: number | null): void {
  if (expected === null || expected === revision) return;
  throw new DomainError({
    code: 'STALE_REVISION',
    message: `The webhook was changed meanwhile: its revision is ${revision}, not ${expected}.`,
    path: ['expectedRevision'],
    currentRevision: revision,
  });
}

function checkRequired(changes: WebhookChanges): Problem[] {
  return (['name', 'url', 'eventTypes'] as const)
    .filter((field) => changes[field] === null)
    .map((field) => ({ code: 'INVALID', message: `${field} cannot be cleared.`, path: [field], rule: 'required' }));
}

/** What is not given is not judged again: a rule that is new since must not stand in the way of another change. */
async function checkChanges(row: WebhookRow, changes: WebhookChanges, checkUrl: CheckUrl, prefix: string) {
  const { name, url, eventTypes, condition, retryPolicy, ...rest } = changes;
  const input: WebhookInput = {
    ...rest,
    // Whole: whether the delays fit together is seen with those that stay.
    retryPolicy: retryPolicy && toRetryPolicy(retryPolicy, row),
    name: name ?? row.name,
    url: url ?? row.url,
    eventTypes: eventTypes ?? row.eventTypes,
    condition: condition === undefined ? row.condition : condition,
  };
  const check: CheckUrl = url == null ? async () => ({ ok: true }) : checkUrl;
  const problems = await checkWebhook(input, check, prefix);
  const isGiven = new Set<string>(Object.entries(changes).flatMap(([field, value]) => (value == null ? [] : [field])));
  if (changes.timeoutMs != null) isGiven.add('timeout');
  // A condition has to fit the types, so that it is judged again with them.
  if (changes.eventTypes != null) isGiven.add('condition');
  return problems.filter(({ path }) => isGiven.has(path?.[0] ?? ''));
}

/** Everything but the headers, which have to be sealed before. */
function apply(row: WebhookRow, changes: WebhookChanges): void {
  const { name, description, url, eventTypes, condition, retryPolicy, timeoutMs, throttle, metadata } = changes;
  if (name != null) row.name = name.trim();
  if (description !== undefined) row.description = description;
  if (url != null) row.url = new URL(url).href;
  if (eventTypes != null) row.eventTypes = [...new Set(eventTypes)];
  if (condition !== undefined) row.condition = condition;
  if (retryPolicy !== undefined)
    Object.assign(row, retryPolicy === null ? toRetryPolicy(null) : toRetryPolicy(retryPolicy, row));
  if (timeoutMs !== undefined) row.timeoutMs = timeoutMs ?? webhookLimits.maxTimeoutMs;
  if (throttle !== undefined)
    Object.assign(
      row,
      toThrottle(throttle, { maxConcurrent: row.maxConcurrent, maxPerSecond: row.maxPerSecond ?? null }),
    );
  if (metadata !== undefined) row.metadata = metadata ?? {};
}
