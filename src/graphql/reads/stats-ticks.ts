/** Running numbers: one look at every tick, and none while the consumer has not taken the last. */
import { GraphQLError } from 'graphql';
import { formatDuration } from '../../domain/format-duration.ts';
import type { GraphqlContext } from '../context.ts';
import type { ScopeInput } from '../inputs/shared-inputs.ts';
import { DeliveryStatsTick, toStatsTotals } from '../object-types/delivery-stats.ts';
import { readBacklog, readStats } from './find-stats.ts';
import { toStatsRange } from './stats-range.ts';
import { findWebhooksInScope } from './webhooks-in-scope.ts';

export interface StatsTicksArgs {
  /** Milliseconds, both. */
  readonly window: number;
  readonly every: number;
  readonly webhookIds?: readonly string[] | null;
  readonly scope?: ScopeInput | null;
}

const MINUTE_MS = 60_000;
const limits = { window: [MINUTE_MS, 24 * 60 * MINUTE_MS], every: [1_000, 60 * MINUTE_MS] } as const;

/** @throws GraphQLError BAD_USER_INPUT */
export function statsTicks(context: GraphqlContext, args: StatsTicksArgs): AsyncGenerator<DeliveryStatsTick, void> {
  check('window', args.window);
  check('every', args.every);
  if (args.every > args.window) throw badInput('every must not be longer than window.');
  const pause = createPause();

  async function* ticks(): AsyncGenerator<DeliveryStatsTick, void> {
    let before: Taken | undefined;
    while (!pause.isOver) {
      const begun = performance.now();
      const { tick, taken } = await take(context, args, before);
      before = taken;
      yield tick;
      await pause.wait(Math.max(0, begun + args.every - performance.now()));
    }
  }

  const items = ticks();
  const finish = items.return.bind(items);
  // A generator that waits does not hear `return` before its time: wake it.
  items.return = (value) => {
    pause.end();
    return finish(value);
  };
  return items;
}

/** What a tick leaves for the next: attempts of the minute that had begun. */
interface Taken {
  readonly at: number;
  readonly minute: number;
  readonly attempts: number;
}

async function take(context: GraphqlContext, { window, webhookIds, scope }: StatsTicksArgs, before: Taken | undefined) {
  const { viewer, services } = context;
  const webhooks = await findWebhooksInScope(context, webhookIds, scope);
  const at = Date.now();
  const range = toStatsRange({ from: new Date(at - window), to: new Date(at + 1) }, 'MINUTE', at);
  const [{ totals, buckets }, waiting] = await Promise.all([
    readStats(services.database, { reach: viewer, webhookIds: webhooks, eventTypes: null }, range),
    readBacklog(services.database, viewer, webhooks),
  ]);
  const attemptsSince = (minute: number): number =>
    [...buckets].reduce((sum, [start, numbers]) => sum + (start >= minute ? numbers.attempts : 0), 0);
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const attemptsPerSecond =
    before === undefined
      ? (totals.attempts * 1_000) / (at + 1 - range.from)
      : ((attemptsSince(before.minute) - before.attempts) * 1_000) / Math.max(1, at - before.at);
  const tick = Object.assign(new DeliveryStatsTick(), {
    at: new Date(at),
    totals: toStatsTotals(totals),
    backlog: waiting.reduce((sum, { unfinished }) => sum + unfinished, 0),
    attemptsPerSecond: Math.max(0, attemptsPerSecond),
  });
  return { tick, taken: { at, minute, attempts: attemptsSince(minute) } satisfies Taken };
}

/** A wait that can be cut short. */
function createPause() {
  let wake: (() => void) | undefined;
  let isOver = false;
  return {
    get isOver() {
      return isOver;
    },
    async wait(ms: number): Promise<void> {
      if (isOver) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    },
    end(): void {
      isOver = true;
      wake?.();
    },
  };
}

function check(name: 'window' | 'every', value: number): void {
  const [least, most] = limits[name];
  if (value < least || value > most) {
    throw badInput(`${name} must lie between ${formatDuration(least)} and ${formatDuration(most)}.`);
  }
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
