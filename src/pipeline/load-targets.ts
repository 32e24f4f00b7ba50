/**
 * What the dispatcher needs besides the ticket: the events, and the webhooks' present settings. Settings are read anew for
 * every batch of tickets, so that a changed URL or a revoked secret counts from the next attempt on.
 */
import type { KeyObject } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { StoredHeader } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import { recovery, type CircuitState } from '../domain/circuit.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import { toPublicId } from '../domain/ids.ts';
import { carriesSecret } from '../domain/shown-headers.ts';
import { signingKeyOf } from '../domain/signing.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { createEventLoader, type EventLoader } from './load-events.ts';

/** A webhook as far as sending to it is concerned, secrets opened. */
export interface DispatchWebhook {
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  readonly status: WebhookStatus;
  readonly headers: readonly StoredHeader[];
  /** Newest first; every live secret signs. */
  readonly signingKeys: readonly KeyObject[];
  readonly retryPolicy: RetryPolicy;
  readonly timeoutMs: number;
  /** Attempts in flight at once, per worker. */
  readonly maxConcurrent: number;
  /** Attempts begun per second, by all workers together; `null`: as many as there are. */
  readonly maxPerSecond: number | null;
  readonly circuit: CircuitState;
  /** Milliseconds since its deliveries began to come back, while they come gently; `null` when they do not. */
  readonly recoveringForMs: number | null;
  /** Whether its successes count too: the circuit is not closed, or attempts failed within the last minute. */
  readonly hasFailures: boolean;
}

/** A webhook of which a secret, or the value of a sensitive header, cannot be opened: nothing can be sent to it now. */
export interface SealedWebhook extends Pick<DispatchWebhook, 'id' | 'tenantId' | 'status' | 'circuit'> {
  /** For operators: names a key's id, never a value. */
  readonly sealedBecause: string;
}

export type TargetWebhook = DispatchWebhook | SealedWebhook;

export const isSealed = (webhook: TargetWebhook): webhook is SealedWebhook => 'sealedBecause' in webhook;

export interface TargetLoader extends EventLoader {
  webhooks(ids: readonly string[]): Promise<ReadonlyMap<string, TargetWebhook>>;
  /** Those of the given webhooks that could not be opened when last looked at, a few seconds ago at most. */
  stillSealed(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

const KEY_CACHE_LIMIT = 10_000;
/** How long it may take to notice that a webhook can be opened again. */
const SEALED_RECHECK_MS = 3_000;

interface WebhookRow {
  id: string;
  tenant_id: string;
  url: string;
  status: WebhookStatus;
  headers: StoredHeader[];
  max_attempts: number;
  initial_delay_ms: number;
  max_delay_ms: number;
  multiplier: number;
  timeout_ms: number;
  max_concurrent: number;
  max_per_second: number | null;
  circuit: CircuitState;
  recovering_for_ms: number | null;
  has_failures: boolean;
  secrets: string[];
}

/** @param onError told once of webhooks that cannot be opened, several at a time */
export function createTargetLoader(
  database: Database,
  secretBox: SecretBox,
  onError: (error: unknown) => void,
): TargetLoader {
  const keys = new Map<string, KeyObject>();
  /** Webhooks that could not be opened when last loaded. */
  const sealed = new Set<string>();
  let sealedCheckedAtMs = 0;

  function noteSealed(webhooks: readonly TargetWebhook[]): void {
    const fresh = webhooks.filter(isSealed).filter(({ id }) => !sealed.has(id));
    for (const webhook of webhooks) {
      if (isSealed(webhook)) sealed.add(webhook.id);
      else sealed.delete(webhook.id);
    }
    if (fresh.length > 0) onError(new SealedWebhooksError(fresh));
  }

  /** What is wrong with the secrets of one webhook is no matter of the others. */
  async function open(row: WebhookRow): Promise<TargetWebhook> {
    try {
      return await toWebhook(row);
    } catch (error) {
      const { id, tenant_id: tenantId, status, circuit } = row;
      return { id, tenantId, status, circuit, sealedBecause: error instanceof Error ? error.message : String(error) };
    }
  }

  async function openKey(sealed: string, webhookId: string): Promise<KeyObject> {
    const known = keys.get(sealed);
    if (known !== undefined) return known;
    const key = signingKeyOf(await secretBox.open(sealed, webhookId));
    if (keys.size >= KEY_CACHE_LIMIT) keys.clear();
    keys.set(sealed, key);
    return key;
  }

  async function toWebhook(row: WebhookRow): Promise<DispatchWebhook> {
    return {
      id: row.id,
      tenantId: row.tenant_id,
      url: row.url,
      status: row.status,
      headers: await Promise.all(
        row.headers.map(async (header) =>
          header.isSensitive
            ? { ...header, value: await secretBox.open(header.value, row.id) }
            : // Stored in clear before such names were sealed always; it is masked all the same.
              { ...header, isSensitive: carriesSecret(header.name) },
        ),
      ),
      signingKeys: await Promise.all(row.secrets.map((sealed) => openKey(sealed, row.id))),
      retryPolicy: {
        maxAttempts: row.max_attempts,
        initialDelayMs: row.initial_delay_ms,
        maxDelayMs: row.max_delay_ms,
        multiplier: row.multiplier,
      },
      timeoutMs: row.timeout_ms,
      maxConcurrent: row.max_concurrent,
      maxPerSecond: row.max_per_second,
      circuit: row.circuit,
      recoveringForMs: row.recovering_for_ms,
      hasFailures: row.has_failures,
    };
  }

  async function loadWebhooks(ids: readonly string[]): Promise<ReadonlyMap<string, TargetWebhook>> {
    const rows = await database.system.query<WebhookRow>(webhooksStatement, [[...new Set(ids)]]);
    const webhooks = await Promise.all(rows.map(open));
    noteSealed(webhooks);
    const found = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
    for (const id of ids) if (!found.has(id)) sealed.delete(id);
    return found;
  }

  return {
    ...createEventLoader(database),
    webhooks: loadWebhooks,

    async stillSealed(ids) {
      const known = ids.filter((id) => sealed.has(id));
      const now = performance.now();
      if (known.length > 0 && now - sealedCheckedAtMs > SEALED_RECHECK_MS) {
        sealedCheckedAtMs = now;
        await loadWebhooks(known);
      }
      return new Set(known.filter((id) => sealed.has(id)));
    },
  };
}

/** One line for all that were found at once; the deliveries themselves show that they are held, and why. */
class SealedWebhooksError extends Error {
  constructor(webhooks: readonly SealedWebhook[]) {
    const reasons = [...new Set(webhooks.map(({ sealedBecause }) => sealedBecause))].slice(0, 3).join(' ');
    const ids = webhooks.slice(0, 20).map(({ id }) => toPublicId('webhook', id));
    super(
      `The secrets of ${webhooks.length} webhook(s) cannot be opened, and what is for them is held: ${reasons} ` +
        `Give the missing key back, or give them new secrets and headers. Webhooks: ${ids.join(', ')}` +
        (ids.length < webhooks.length ? ', …' : ''),
    );
    this.name = 'SealedWebhooksError';
  }
}

const webhooksStatement = {
  name: 'dispatch-webhooks',
  text: `
    select w.id, w.tenant_id, w.url, w.status, w.headers, w.max_attempts, w.initial_delay_ms, w.max_delay_ms,
           w.multiplier, w.timeout_ms, w.max_concurrent, w.max_per_second,
           coalesce(c.state, 'CLOSED') as circuit,
           case when c.recovering_since > now() - interval '${recovery.forMs} milliseconds'
             then extract(epoch from now() - c.recovering_since)::float8 * 1000 end as recovering_for_ms,
           coalesce(c.state <> 'CLOSED' or c.consecutive_failures > 0
             or c.window_started_at > now() - interval '60 seconds', false) as has_failures,
           array(select s.secret from dockhook.signing_secret s
                 where s.webhook_id = w.id and s.secret <> '' and (s.expires_at is null or s.expires_at > now())
                 order by s.id desc) as secrets
    from dockhook.webhook w left join dockhook.webhook_circuit c on c.webhook_id = w.id
    where w.id = any($1) and w.deleted_at is null`,
};
