/** What else is asked of the history, as the API asks it: what stands beside a page, traces, statistics, replays. */
import { AttemptEntity } from '../../src/database/entities/attempt.ts';
import type { Database } from '../../src/database/database.ts';
import type { Scope } from '../../src/domain/scope.ts';
import type { StatsGrain } from '../../src/domain/stats-grain.ts';
import type { GraphqlContext } from '../../src/graphql/context.ts';
import { findDeliveries } from '../../src/graphql/reads/find-deliveries.ts';
import { readBacklog, readStats } from '../../src/graphql/reads/find-stats.ts';
import { findTrace } from '../../src/graphql/reads/find-trace.ts';
import { createLoaders } from '../../src/graphql/reads/loaders.ts';
import { readOldestPendingAge } from '../../src/graphql/reads/oldest-pending.ts';
import { toStatsRange } from '../../src/graphql/reads/stats-range.ts';
import { findWebhooksInScope } from '../../src/graphql/reads/webhooks-in-scope.ts';
import type { DeliveryStatus } from '../../src/domain/delivery-status.ts';
import { findReplayCandidates } from '../../src/pipeline/find-replay-candidates.ts';
import { toPublicId } from '../../src/domain/ids.ts';
import { BUSY_WEBHOOK, companies, DEAD_WEBHOOK, keys, webhookUuid } from './fill.ts';

export interface Answer {
  readonly what: string;
  /** @returns what was found, in a few words */
  ask(): Promise<string>;
  /** It goes on page by page: the slowest of its statements counts. */
  readonly isPaged?: boolean;
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

export function answersFor(database: Database, scope: Scope, webhookId: string): Answer[] {
  return [
    ...besidePages(database, scope),
    ...traces(database, scope),
    ...statistics(database, scope, webhookId),
    ...replays(database, scope, webhookId),
  ];
}

const page = { after: undefined, before: undefined, backwards: false, limit: 51 };

function besidePages(database: Database, scope: Scope): Answer[] {
  return [
    {
      what: 'fifty deliveries with event, webhook and last attempt',
      async ask() {
        const { rows } = await findDeliveries(database, scope, page, {});
        const loaders = createLoaders(database, scope, true);
        const found = rows.slice(0, 50).map(({ row }) => row);
        const beside = await Promise.all([
          loaders.webhook.loadMany(found.map((row) => row.webhookId)),
          loaders.event.loadMany(found.map((row) => row.eventId)),
          loaders.attempt.loadMany(found.map((row) => ({ deliveryId: row.id, number: row.attemptCount }))),
        ]);
        return beside.map((rowsBeside) => rowsBeside.filter((row) => row !== undefined).length).join(', ');
      },
    },
    {
      what: 'fifty deliveries by their ids',
      async ask() {
        const { rows } = await findDeliveries(database, scope, page, {});
        const { delivery } = createLoaders(database, scope, true);
        const found = await delivery.loadMany(rows.map(({ row }) => row.id));
        return String(found.filter((row) => row !== undefined).length);
      },
    },
    {
      what: 'all attempts of fifty failed deliveries',
      async ask() {
        const { rows } = await findDeliveries(database, scope, page, { status: ['FAILED'] });
        const em = database.forTenant(scope);
        const found = await em.find(AttemptEntity, { deliveryId: { $in: rows.map(({ row }) => row.id) } });
        return String(found.length);
      },
    },
  ];
}

function traces(database: Database, scope: Scope): Answer[] {
  const questions = {
    'an order': keys.rare,
    'a wave': keys.common,
    'a SKU in everything': keys.everywhere,
    unknown: 'SO-NONE',
  };
  return Object.entries(questions).map(([name, key]) => ({
    what: `trace: ${name}`,
    async ask() {
      const steps = await findTrace(
        { ...asked(database, scope), loaders: createLoaders(database, scope, true) },
        key,
        50,
      );
      return `${steps.length} events`;
    },
  }));
}

/** As much of a context as reading needs. */
const asked = (database: Database, scope: Scope) =>
  ({ services: { database }, viewer: scope }) as unknown as Pick<GraphqlContext, 'services' | 'viewer'>;

function statistics(database: Database, scope: Scope, webhookId: string): Answer[] {
  const of = (name: string, webhooks: readonly string[] | null, eventTypes: readonly string[] | null) =>
    ranges.map(([days, grain]): Answer => ({
      what: `statistics, ${name}: ${days} days by ${grain.toLowerCase()}`,
      async ask() {
        const webhookIds = await findWebhooksInScope(
          asked(database, scope),
          webhooks?.map((uuid) => toPublicId('webhook', uuid)),
          null,
        );
        const range = toStatsRange({ from: daysAgo(days), to: null }, grain);
        const { totals } = await readStats(database, { reach: scope, webhookIds, eventTypes }, range);
        const backlog = await readBacklog(database, scope, webhookIds);
        await readOldestPendingAge(
          database,
          backlog.map((row) => row.webhook_id),
        );
        return `${totals.attempts} attempts`;
      },
    }));
  return [
    ...of('all', null, null),
    ...of('one webhook', [webhookId], null),
    ...of(
      'every webhook by name',
      Array.from({ length: 20 }, (_, n) => webhookUuid(n + 1)),
      null,
    ),
    ...of('some types', null, ['pick.*', 'order.status']),
  ];
}

const ranges: readonly [days: number, grain: StatsGrain][] = [
  [1, 'MINUTE'],
  [1, 'HOUR'],
  [30, 'HOUR'],
  [30, 'DAY'],
];

function replays(database: Database, scope: Scope, webhookId: string): Answer[] {
  const all = [webhookId, BUSY_WEBHOOK, webhookUuid(2), webhookUuid(3)];
  const of = (
    what: string,
    webhooks: readonly string[],
    days: number,
    statuses: DeliveryStatus[],
    includeMissing = false,
  ): Answer => ({
    what: `replay, ${what}`,
    isPaged: true,
    async ask() {
      const found = await findReplayCandidates(
        database,
        {
          scope,
          webhooks: webhooks.map((id) => ({
            id,
            eventTypes: ['*'],
            condition: null,
            status: 'ACTIVE',
            circuit: 'CLOSED',
            companyId: scope.companyId,
            fulfillmentCenterId: null,
          })),
          eventTypes: null,
          from: daysAgo(days),
          to: new Date(),
          statuses,
          sparesStopped: true,
          includeMissing,
        },
        100_000,
      );
      return `${found.candidates.length} deliveries`;
    },
  });
  return [
    of('failed, one webhook, 7 days', [webhookId], 7, ['FAILED', 'CANCELED']),
    of('failed, four webhooks, 30 days', all, 30, ['FAILED']),
    of('failed, the one that always fails, 30 days', [DEAD_WEBHOOK], 30, ['FAILED']),
    of('succeeded, one webhook, 2 days', [webhookId], 2, ['SUCCEEDED']),
    of('missing, four webhooks, 2 days', all, 2, ['FAILED'], true),
  ];
}

/** Callers by what they see, each with a webhook of theirs. */
export const callers: readonly {
  readonly name: string;
  readonly companyId: string | null;
  readonly webhookId: string;
}[] = [
  { name: 'whole tenant', companyId: null, webhookId: BUSY_WEBHOOK },
  { name: 'nine tenths', companyId: companies.large, webhookId: webhookUuid(5) },
  { name: 'a tenth', companyId: companies.middling, webhookId: webhookUuid(11) },
  { name: 'a hundredth', companyId: companies.small, webhookId: webhookUuid(12) },
];
