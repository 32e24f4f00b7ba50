/** What a webhook, or the draft of one, would be sent for an event, and whether it would be: without sending anything. */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { conditionReadsPersonalData } from '../catalogue/conditions/conditions.ts';
import { eventTypes } from '../catalogue/event-types.ts';
import type { Database } from '../database/database.ts';
import type { StoredHeader } from '../database/entities/webhook.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import { newUuid } from '../domain/ids.ts';
import { newSigningSecret, signingKeyOf } from '../domain/signing.ts';
import { describeRequest } from '../pipeline/attempt.ts';
import { isSealed, type TargetLoader } from '../pipeline/load-targets.ts';
import { checkWebhook, type CheckUrl, type NewWebhook } from './check-webhook.ts';
import { checkOwner, ownerOf } from './create-webhook.ts';
import { explainMatch, type Match, type MatchedWebhook } from './explain-match.ts';
import { requireWebhook, type WebhookRef } from './find-webhook.ts';
import { takeSample, type Sample } from './sample-event.ts';

export interface PreviewDeps {
  readonly database: Database;
  readonly targets: TargetLoader;
  readonly checkUrl: CheckUrl;
  readonly headerPrefix: string;
  /** Of this program, for User-Agent. */
  readonly version: string;
}

export type PreviewTarget = { readonly webhook: WebhookRef } | { readonly draft: NewWebhook };

export interface PreviewedRequest {
  readonly url: string;
  /** Values of sensitive headers masked. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly eventType: string;
}

export interface PreviewRights {
  readonly mayUseSecrets: boolean;
  readonly mayReadPersonalData: boolean;
}

export interface Preview extends Match {
  /** `undefined` when there are problems. */
  readonly request: PreviewedRequest | undefined;
  /** With paths from the arguments down. */
  readonly problems: readonly Problem[];
}

/**
 * @param rights.mayUseSecrets whether the live secrets of a saved webhook sign; else one that is thrown away does
 * @param rights.mayReadPersonalData whether a draft's condition may ask about people, and values that decided are told
 * @throws DomainError when there is no such webhook or the sample is not valid
 */
export type PreviewDelivery = (
  caller: Caller,
  target: PreviewTarget,
  sample: Sample,
  rights: PreviewRights,
) => Promise<Preview>;

/** What a preview needs of a webhook, saved or not. */
interface Previewed extends MatchedWebhook {
  readonly url: string;
  readonly headers: readonly StoredHeader[];
  readonly signingKeys: readonly KeyObject[];
  readonly problems: readonly Problem[];
}

export function createPreviewDelivery(deps: PreviewDeps): PreviewDelivery {
  const { database, targets, checkUrl, headerPrefix, version } = deps;

  async function fromSaved(caller: Caller, ref: WebhookRef, mayUseSecrets: boolean): Promise<Previewed> {
    const row = await requireWebhook(database.forTenant(caller), caller, ref, ['target', 'webhook']);
    const live = mayUseSecrets ? (await targets.webhooks([row.id])).get(row.id) : undefined;
    const url = await checkUrl(row.url);
    return {
      status: row.status,
      eventTypes: row.eventTypes,
      condition: row.condition ?? null,
      companyId: row.companyId ?? null,
      fulfillmentCenterId: row.fulfillmentCenterId ?? null,
      url: row.url,
      headers: row.headers,
      signingKeys: live === undefined || isSealed(live) ? [createSecretKey(randomBytes(32))] : live.signingKeys,
      problems: url.ok
        ? []
        : [{ code: 'URL_NOT_ALLOWED', message: url.message, path: ['target', 'webhook'], rule: url.rule }],
    };
  }

  async function fromDraft(caller: Caller, draft: NewWebhook, mayReadPersonalData: boolean): Promise<Previewed> {
    const owner = ownerOf(caller, draft);
    const problems = [
      ...(await checkWebhook(draft, checkUrl, headerPrefix)),
      ...checkOwner(caller, owner),
      ...(mayReadPersonalData ? [] : refusePersonalCondition(draft)),
    ];
    return {
      status: draft.status ?? 'ACTIVE',
      eventTypes: draft.eventTypes,
      // One that cannot be saved decides nothing.
      condition: problems.some(({ path }) => path?.[0] === 'condition') ? null : (draft.condition ?? null),
      companyId: owner.companyId,
      fulfillmentCenterId: owner.fulfillmentCenterId,
      url: URL.parse(draft.url)?.href ?? draft.url,
      headers: (draft.headers ?? []).map((header) => ({ ...header, value: header.value ?? '' })),
      signingKeys: [signingKeyOf(newSigningSecret(draft.signingAlgorithm ?? 'HMAC_SHA256').secret)],
      problems: problems.map((problem) => ({ ...problem, path: ['target', 'draft', ...(problem.path ?? [])] })),
    };
  }

  return async (caller, target, sample, { mayUseSecrets, mayReadPersonalData }) => {
    const previewed = await ('draft' in target
      ? fromDraft(caller, target.draft, mayReadPersonalData)
      : fromSaved(caller, target.webhook, mayUseSecrets));
    const { event, companyId, fulfillmentCenterId } = await takeSampleFor(previewed, caller, sample, [
      'target',
      'draft' in target ? 'draft' : 'webhook',
      'eventTypes',
    ]);
    const match = await explainMatch(
      { type: event.type, companyId, fulfillmentCenterId, payload: event.body },
      previewed,
      mayReadPersonalData,
    );
    const { problems } = previewed;
    if (problems.length > 0) {
      const isJudged = !problems.some(({ path }) => path?.at(-1) === 'condition');
      return { ...match, matches: match.matches && isJudged, request: undefined, problems };
    }
    const { shown } = describeRequest(
      { deliveryId: newUuid(), number: 1, event, webhook: previewed },
      new Date(),
      headerPrefix,
      version,
    );
    return {
      ...match,
      request: { url: previewed.url, headers: shown, body: event.body, eventType: event.type },
      problems: [],
    };
  };

  /** Problems of the draft come with those of the sample, all at once. */
  async function takeSampleFor(previewed: Previewed, caller: Caller, sample: Sample, typesPath: string[]) {
    try {
      return await takeSample(database, caller, sample, previewed, typesPath);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const [first, ...rest] = [...previewed.problems, ...error.problems];
      throw first === undefined ? error : new DomainError(first, ...rest);
    }
  }
}

/** Whether a condition holds tells of what it reads, one question at a time. */
function refusePersonalCondition({ condition, eventTypes: patterns }: NewWebhook): Problem[] {
  const reads = ({ name }: { name: string }) =>
    condition != null && matchesEventType(patterns, name) && conditionReadsPersonalData(condition, name);
  if (!eventTypes.some(reads)) return [];
  const message = 'The condition asks for personal data, which this key may not see.';
  return [{ code: 'SCOPE_NOT_ALLOWED', message, path: ['condition'] }];
}
