/**
 * The live feed of changes to webhooks: status, configuration, circuit and deletion from a log that the database writes
 * itself, health from a look every few seconds, because it also changes with what is delivered and with time. One
 * reader per process. What waits for a subscriber is one entry per webhook, however slowly it reads.
 */
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import type { WebhookHealth } from '../domain/webhook-health.ts';
import { createLogFollower } from './log-follower.ts';
import { readEnd } from './read-changes.ts';
import {
  readWebhookChanges,
  type LoggedWebhookChange,
  type WebhookChange,
  type WebhookChangeKind,
} from './read-webhook-changes.ts';
import { createWebhookQueue, type WebhookQueue } from './webhook-queue.ts';

export interface WebhookFeed {
  /** Begins when `listening` resolves; ends when the consumer returns or the feed closes. */
  subscribe(tenantId: string): WebhookStream;
  close(): Promise<void>;
}

export interface WebhookStream {
  /** From here on nothing is missed. */
  readonly listening: Promise<void>;
  readonly items: AsyncGenerator<WebhookChange, void>;
}

export interface WebhookFeedOptions {
  readonly sql: Sql;
  readonly signals: Signals;
  /** Of every webhook of a tenant, by UUID. */
  readonly readHealth: (tenantId: string) => Promise<ReadonlyMap<string, WebhookHealth>>;
  readonly onError: (error: unknown) => void;
}

const PAGE = 500;
const HEALTH_POLL_MS = 5_000;

export function createWebhookFeed({ sql, signals, readHealth, onError }: WebhookFeedOptions): WebhookFeed {
  const subscribers = new Map<string, Set<WebhookQueue>>();
  const healths = new Map<string, ReadonlyMap<string, WebhookHealth>>();
  let looking: Promise<void> | undefined;

  const tell = (tenantId: string, webhookId: string, kind: WebhookChangeKind, occurredAt: Date): void => {
    for (const queue of subscribers.get(tenantId) ?? []) queue.push(webhookId, kind, occurredAt);
  };

  const follower = createLogFollower<LoggedWebhookChange>({
    signals,
    signal: 'webhooks',
    readEnd: () => readEnd(sql),
    read: (after) => readWebhookChanges(sql, after, PAGE),
    page: PAGE,
    announce: (change) => tell(change.tenantId, change.webhookId, change.kind, change.occurredAt),
    isWanted: () => subscribers.size > 0,
    onError,
  });

  /** The first look at a tenant is what the next is compared with. */
  async function lookAt(tenantId: string): Promise<void> {
    const now = await readHealth(tenantId);
    const before = healths.get(tenantId);
    if (subscribers.has(tenantId)) healths.set(tenantId, now);
    if (before === undefined) return;
    for (const [webhookId, health] of now) {
      if ((before.get(webhookId) ?? 'UNKNOWN') !== health) tell(tenantId, webhookId, 'HEALTH', new Date());
    }
  }

  const poll = setInterval(() => {
    looking ??= Promise.all([...subscribers.keys()].map(lookAt))
      .then(() => {}, onError)
      .finally(() => {
        looking = undefined;
      });
  }, HEALTH_POLL_MS);

  async function join(queue: WebhookQueue, tenantId: string): Promise<void> {
    subscribers.set(tenantId, (subscribers.get(tenantId) ?? new Set()).add(queue));
    await Promise.all([follower.join(), healths.has(tenantId) ? undefined : lookAt(tenantId)]);
  }

  function leave(queue: WebhookQueue, tenantId: string): void {
    queue.end();
    const queues = subscribers.get(tenantId);
    queues?.delete(queue);
    if (queues?.size !== 0) return;
    subscribers.delete(tenantId);
    healths.delete(tenantId);
  }

  return {
    subscribe(tenantId) {
      const queue = createWebhookQueue(() => leave(queue, tenantId));
      const listening = join(queue, tenantId);
      // A client that is gone already waits for it no more: its failure must not be nobody's.
      listening.catch(() => {});
      return { listening, items: queue.items };
    },
    async close() {
      clearInterval(poll);
      for (const queues of subscribers.values()) for (const queue of queues) queue.end();
      await Promise.all([follower.close(), looking]);
    },
  };
}
