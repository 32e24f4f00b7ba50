/**
 * The circuits of webhooks, moved by outcomes in the transaction that records them. Only webhooks with
 * something to say are touched: one that works costs no statement.
 *
 * Whether its successes say something is known from two sides: from the webhook as it was loaded, which tells what other
 * workers saw a moment ago, and from the failures that this worker recorded itself, which are younger than what it loaded.
 */
import { namedStatement } from '../database/named-statement.ts';
import type { Sql } from '../database/sql.ts';
import { autoDisableLimits, circuitLimits } from '../domain/circuit.ts';
import type { WebhookStatusReason } from '../domain/webhook-status.ts';
import type { AttemptResult } from './insert-outcomes.ts';
import { createRecentFailures } from './recent-failures.ts';

export interface CircuitUpdater {
  /**
   * Moves the circuits by these results; disables webhooks whose URL is gone, and those that failed for too long.
   * @returns those that it disabled
   */
  update(sql: Sql, results: readonly AttemptResult[]): Promise<readonly DisabledWebhook[]>;
}

export interface DisabledWebhook {
  /** UUID. */
  readonly id: string;
  readonly tenantId: string;
  readonly reason: WebhookStatusReason;
}

interface WebhookOutcome {
  readonly webhookId: string;
  hadSuccess: boolean;
  /** Failures after the last success of the batch, or all. */
  failures: number;
  exhausted: number;
  /** URLs that answered 410: one of them may be the webhook's no more. */
  readonly goneUrls: Set<string>;
  /** All of the batch, for the share of failures. */
  attempts: number;
  failedAttempts: number;
}

/**
 * What the batch says per webhook, in the order of the results; healthy webhooks are left out.
 * @param failedLately whether this worker itself recorded failures of the webhook
 */
function summarise(results: readonly AttemptResult[], failedLately: (webhookId: string) => boolean): WebhookOutcome[] {
  const outcomes = new Map<string, WebhookOutcome>();
  const noteworthy = new Set<string>();
  for (const { attempt, transition } of results) {
    const { webhook } = attempt.request;
    const failed = attempt.exchange.outcome !== 'SUCCESS';
    // A test tells its user how the receiver does; it does not judge the receiver.
    if (transition.isTest) continue;
    const outcome = outcomes.get(webhook.id) ?? newOutcome(webhook.id);
    outcomes.set(webhook.id, outcome);
    outcome.attempts += 1;
    if (failed) {
      outcome.failures += 1;
      outcome.failedAttempts += 1;
      if (transition.status === 'FAILED') outcome.exhausted += 1;
      if (attempt.exchange.response?.statusCode === 410) outcome.goneUrls.add(webhook.url);
    } else {
      Object.assign(outcome, { hadSuccess: true, failures: 0, exhausted: 0 });
    }
    if (failed || webhook.hasFailures || failedLately(webhook.id)) noteworthy.add(webhook.id);
  }
  return [...outcomes.values()]
    .filter(({ webhookId }) => noteworthy.has(webhookId))
    .sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1)); // one order for all workers: no deadlock
}

const newOutcome = (webhookId: string): WebhookOutcome => ({
  webhookId,
  hadSuccess: false,
  failures: 0,
  exhausted: 0,
  goneUrls: new Set(),
  attempts: 0,
  failedAttempts: 0,
});

/** @param timeScale multiplies the circuit's times; 1 outside tests */
export function createCircuitUpdater(timeScale: number): CircuitUpdater {
  const failures = createRecentFailures();
  return {
    async update(sql, results) {
      const outcomes = summarise(results, failures.has);
      if (outcomes.length === 0) return [];
      for (const { webhookId, failedAttempts } of outcomes) if (failedAttempts > 0) failures.note(webhookId);
      const rows = await sql.query<{ webhook_id: string; is_hopeless: boolean }>(
        update.statement,
        update.valuesOf({
          webhookIds: outcomes.map((outcome) => outcome.webhookId),
          hadSuccess: outcomes.map((outcome) => outcome.hadSuccess),
          failures: outcomes.map((outcome) => outcome.failures),
          exhausted: outcomes.map((outcome) => outcome.exhausted),
          attempts: outcomes.map((outcome) => outcome.attempts),
          failedAttempts: outcomes.map((outcome) => outcome.failedAttempts),
          firstProbeMs: circuitLimits.firstProbeMs * timeScale,
          maxProbeMs: circuitLimits.maxProbeMs * timeScale,
          hopelessAfterMs: autoDisableLimits.failingForMs * timeScale,
          halfWindowMs: (circuitLimits.windowMs * timeScale) / 2,
        }),
      );
      const hopeless = rows.filter((row) => row.is_hopeless).map((row) => row.webhook_id);
      return [...(await disableGone(sql, outcomes)), ...(await disableHopeless(sql, hopeless))];
    },
  };
}

/**
 * Only those that still have the URL that says so: somebody may have corrected it while the request was under way, or
 * have paused the webhook in order to.
 * @returns those that it disabled
 */
async function disableGone(sql: Sql, outcomes: readonly WebhookOutcome[]): Promise<DisabledWebhook[]> {
  const gone = outcomes.flatMap(({ webhookId, goneUrls }) => [...goneUrls].map((url) => ({ webhookId, url })));
  if (gone.length === 0) return [];
  return sql.query<DisabledWebhook>(
    `${disabling('ENDPOINT_GONE')} from unnest($1::uuid[], $2::text[]) as gone(webhook_id, url)
     where id = gone.webhook_id and w.url = gone.url and status = 'ACTIVE' and deleted_at is null ${returning}`,
    [gone.map(({ webhookId }) => webhookId), gone.map(({ url }) => url)],
  );
}

/** @returns those that were not disabled before */
async function disableHopeless(sql: Sql, webhookIds: readonly string[]): Promise<DisabledWebhook[]> {
  if (webhookIds.length === 0) return [];
  return sql.query<DisabledWebhook>(
    `${disabling('FAILURE_POLICY')} where id = any($1) and status <> 'DISABLED' and deleted_at is null ${returning}`,
    [webhookIds],
  );
}

const disabling = (reason: WebhookStatusReason): string => `
  update dockhook.webhook w
  set status = 'DISABLED', status_reason = '${reason}', status_changed_at = now(), updated_at = now(),
      revision = revision + 1`;

const returning = `returning id, tenant_id as "tenantId", status_reason as "reason"`;

/** For each webhook, then for all. */
interface Parameters {
  webhookIds: readonly string[];
  hadSuccess: readonly boolean[];
  failures: readonly number[];
  exhausted: readonly number[];
  attempts: readonly number[];
  failedAttempts: readonly number[];
  firstProbeMs: number;
  maxProbeMs: number;
  /** Without a success. */
  hopelessAfterMs: number;
  halfWindowMs: number;
}

/**
 * The window counts attempts from a webhook's first failure on, those of all workers, in two halves: the earlier one
 * counts until the younger is full of time.
 */
const update = namedStatement<Parameters>(
  'update-circuits',
  `
with r as (
  select * from unnest(:webhookIds::uuid[], :hadSuccess::boolean[], :failures::int[], :exhausted::int[], :attempts::int[], :failedAttempts::int[])
    as r(webhook_id, had_success, failures, exhausted, attempts, failed_attempts)
), was as (
  select c.*, case when window_started_at > now() - :halfWindowMs::float8 * interval '1 millisecond' then 'YOUNG'
                   when window_started_at > now() - 2 * :halfWindowMs::float8 * interval '1 millisecond' then 'TURNS'
                   else 'OLD' end as window_age
  from dockhook.webhook_circuit c where webhook_id = any(:webhookIds) order by webhook_id for update
)
update dockhook.webhook_circuit c set
  state = next.state,
  changed_at = case when next.state = c.state then c.changed_at else now() end,
  recovering_since = case when c.state <> 'CLOSED' and next.state = 'CLOSED' then now() else c.recovering_since end,
  probe_delay_ms = next.probe_delay_ms,
  next_probe_at = case when next.state <> 'OPEN' then null
                       when c.state = 'OPEN' then c.next_probe_at
                       else now() + next.probe_delay_ms * interval '1 millisecond' end,
  consecutive_failures = case when r.had_success then 0 else c.consecutive_failures end + r.failures,
  failing_since = case when r.failures = 0 then null when r.had_success then now() else coalesce(c.failing_since, now()) end,
  failed_attempts = case when r.had_success then 0 else c.failed_attempts end + r.failures,
  exhausted_deliveries = case when r.had_success then 0 else c.exhausted_deliveries end + r.exhausted,
  window_started_at = case when next.state <> c.state then null
                           when was.window_age = 'YOUNG' then c.window_started_at else now() end,
  window_attempts = case when next.state = c.state then w.attempts else 0 end,
  window_failures = case when next.state = c.state then w.failures else 0 end,
  earlier_attempts = case when next.state = c.state then w.earlier_attempts else 0 end,
  earlier_failures = case when next.state = c.state then w.earlier_failures else 0 end
from r
join was on was.webhook_id = r.webhook_id
cross join lateral (
  select case was.window_age when 'YOUNG' then was.window_attempts else 0 end + r.attempts as attempts,
         case was.window_age when 'YOUNG' then was.window_failures else 0 end + r.failed_attempts as failures,
         case was.window_age when 'YOUNG' then was.earlier_attempts when 'TURNS' then was.window_attempts else 0 end as earlier_attempts,
         case was.window_age when 'YOUNG' then was.earlier_failures when 'TURNS' then was.window_failures else 0 end as earlier_failures
) w
cross join lateral (
  select case when r.had_success and was.state <> 'CLOSED' then 'CLOSED'::dockhook.circuit_state
              when was.state = 'HALF_OPEN' and r.failures > 0 then 'OPEN'
              when was.state = 'CLOSED' and r.failures > 0
                and (case when r.had_success then 0 else was.consecutive_failures end + r.failures
                       >= ${circuitLimits.consecutiveFailures}
                     or w.attempts + w.earlier_attempts >= ${circuitLimits.windowAttempts}
                       and w.failures + w.earlier_failures
                         >= (w.attempts + w.earlier_attempts) * ${circuitLimits.failureShare}) then 'OPEN'
              else was.state end as state
) s
cross join lateral (
  select s.state,
         case when s.state = 'OPEN' and was.state = 'HALF_OPEN' then least(coalesce(was.probe_delay_ms, :firstProbeMs) * 2, :maxProbeMs)
              when s.state = 'OPEN' and was.state = 'CLOSED' then :firstProbeMs::float8
              else was.probe_delay_ms end as probe_delay_ms
) next
where c.webhook_id = r.webhook_id
returning c.webhook_id,
  c.failing_since < now() - :hopelessAfterMs::float8 * interval '1 millisecond'
    and c.failed_attempts >= ${autoDisableLimits.failedAttempts}
    and c.exhausted_deliveries >= ${autoDisableLimits.exhaustedDeliveries} as is_hopeless`,
);
