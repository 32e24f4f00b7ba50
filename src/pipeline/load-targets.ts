/**
 * What the dispatcher needs besides the ticket: the events' bodies and the webhooks' present settings.
 * Settings are read anew for every batch of tickets, so that a changed URL or a revoked secret counts
 * from the next attempt on; bodies never change and are remembered for a while.
 */
import type { KeyObject } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { StoredHeader } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import { recovery, type CircuitState } from '../domain/circuit.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import { signingKeyOf } from '../domain/signing.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';

/** An event as far as sending it is concerned. */
export interface DispatchEvent {
  readonly id: string;
  readonly type: string;
  /** As bytes wherever many attempts send it: then it is encoded once. */
  readonly body: string | Buffer;
}

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

export interface TargetLoader {
  /** Remembers events that will be asked for soon. */
  keep(events: readonly DispatchEvent[]): void;
  events(ids: readonly string[]): Promise<ReadonlyMap<string, DispatchEvent>>;
  webhooks(ids: readonly string[]): Promise<ReadonlyMap<string, DispatchWebhook>>;
}

/** Bodies remembered in each of two generations; at most twice this many bytes are held. */
const GENERATION_BYTES = 16 * 1024 * 1024;
const KEY_CACHE_LIMIT = 10_000;

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

export function createTargetLoader(database: Database, secretBox: SecretBox): TargetLoader {
  const bodies = createGenerationCache();
  const keys = new Map<string, KeyObject>();

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
          header.isSensitive ? { ...header, value: await secretBox.open(header.value, row.id) } : header,
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

  return {
    keep(events) {
      for (const { id, type, body } of events) {
        bodies.set({ id, type, body: typeof body === 'string' ? Buffer.from(body) : body });
      }
    },
    async events(ids) {
      const found = new Map<string, DispatchEvent>();
      const missing = new Set<string>();
      for (const id of ids) {
        const known = bodies.get(id);
        if (known === undefined) missing.add(id);
        else found.set(id, known);
      }
      if (missing.size > 0) {
        const rows = await database.system.query<{ id: string; type: string; body: string }>(
          {
            name: 'dispatch-events',
            // A join and not `= any`, because only a join's key picks the day's partition while it runs.
            text: `select e.id, e.type, e.payload as body from unnest($1::uuid[]) i(id) join dockhook.event e on e.id = i.id and e.payload_removed_at is null`,
          },
          [[...missing]],
        );
        for (const { id, type, body } of rows) {
          const event = { id, type, body: Buffer.from(body) };
          bodies.set(event);
          found.set(id, event);
        }
      }
      return found;
    },

    async webhooks(ids) {
      const rows = await database.system.query<WebhookRow>(
        {
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
                         where s.webhook_id = w.id and (s.expires_at is null or s.expires_at > now())
                         order by s.id desc) as secrets
            from dockhook.webhook w left join dockhook.webhook_circuit c on c.webhook_id = w.id
            where w.id = any($1) and w.deleted_at is null`,
        },
        [[...new Set(ids)]],
      );
      const webhooks = await Promise.all(rows.map(toWebhook));
      return new Map(webhooks.map((webhook) => [webhook.id, webhook]));
    },
  };
}

/** Keeps what was used lately without bookkeeping per use: the older generation is dropped whole. */
function createGenerationCache() {
  let young = new Map<string, DispatchEvent>();
  let old = new Map<string, DispatchEvent>();
  let youngBytes = 0;

  function set(event: DispatchEvent): void {
    if (youngBytes > GENERATION_BYTES) {
      old = young;
      young = new Map();
      youngBytes = 0;
    }
    young.set(event.id, event);
    youngBytes += event.body.length;
  }

  return {
    set,
    get(id: string): DispatchEvent | undefined {
      const event = young.get(id) ?? old.get(id);
      if (event !== undefined && !young.has(id)) set(event);
      return event;
    },
  };
}
