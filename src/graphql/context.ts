/** What every resolver gets: who asks, the services, and this operation's batched look-ups. */
import type { LiveConnections } from '../access/live-connections.ts';
import type { ManageApiKeys } from '../access/manage-api-keys.ts';
import type { RateLimits } from '../access/rate-limit.ts';
import type { Viewer } from '../access/viewer.ts';

import type { Database } from '../database/database.ts';
import type { Caller, RequestOrigin } from '../domain/caller.ts';
import type { ChangeFeed } from '../live/change-feed.ts';
import type { WebhookFeed } from '../live/webhook-feed.ts';
import type { CancelDelivery } from '../pipeline/cancel-delivery.ts';
import type { CancelReplay } from '../pipeline/cancel-replay.ts';
import type { EraseByBusinessKey } from '../pipeline/erase-by-business-key.ts';
import type { Publisher } from '../pipeline/publish-event.ts';
import type { Redeliver } from '../pipeline/redeliver.ts';
import type { StartReplay } from '../webhooks/start-replay.ts';
import type { ManageWebhooks } from '../webhooks/manage-webhooks.ts';
import type { RawVariables } from './given-argument.ts';
import { createReplayLoaders, type ReplayLoaders } from './reads/find-replays.ts';
import { createLoaders, type Loaders } from './reads/loaders.ts';
import { createWebhookLoaders, type WebhookLoaders } from './reads/webhook-loaders.ts';

/** What the API is made of; built once, in app.ts. */
export interface Services {
  readonly database: Database;
  readonly publisher: Publisher;
  readonly webhooks: ManageWebhooks;
  readonly redeliver: Redeliver;
  readonly cancelDelivery: CancelDelivery;
  readonly startReplay: StartReplay;
  readonly cancelReplay: CancelReplay;
  readonly eraseByBusinessKey: EraseByBusinessKey;
  readonly changeFeed: ChangeFeed;
  readonly webhookFeed: WebhookFeed;
  readonly apiKeys: ManageApiKeys;
  readonly connections: LiveConnections;
  readonly rateLimits: RateLimits;
  readonly noteForbidden: (attempt: ForbiddenAttempt) => void;
}

/** Somebody asked for a field that the role of the key does not allow. */
export interface ForbiddenAttempt {
  readonly tenantId: string;
  /** `key_…`, or `usr_…` of a token. */
  readonly actorId: string;
  readonly role: string;
  /** Type and name, e.g. Mutation.createWebhook. */
  readonly field: string;
  readonly remoteAddress: string | null;
}

export interface GraphqlContext {
  readonly viewer: Viewer & Caller;
  readonly services: Services;
  readonly loaders: Loaders;
  readonly webhookLoaders: WebhookLoaders;
  readonly replayLoaders: ReplayLoaders;
  /** As the request gave them, before coercion, which reorders the members of input objects. */
  readonly variables: RawVariables;
  /** What resolvers say about the whole answer. `retryAfterMs` becomes the header Retry-After over HTTP. */
  readonly answer: { retryAfterMs?: number };
  /** Bytes of the request's body over HTTP; 0 over a socket, whose messages are small. */
  readonly requestBytes: number;
}

/**
 * @param origin where the request comes from, for the audit log
 * @param variables of the request, before coercion
 * @param options.isLongLived true for subscriptions, whose look-ups must not be remembered
 */
export const createContext = (
  services: Services,
  viewer: Viewer,
  origin: RequestOrigin,
  variables: RawVariables,
  { requestBytes = 0, isLongLived = false } = {},
): GraphqlContext => ({
  viewer: { ...viewer, origin },
  services,
  variables,
  requestBytes,
  answer: {},
  loaders: createLoaders(services.database, viewer, !isLongLived),
  webhookLoaders: createWebhookLoaders(services.database, viewer, !isLongLived),
  replayLoaders: createReplayLoaders(services.database, viewer, !isLongLived),
});
