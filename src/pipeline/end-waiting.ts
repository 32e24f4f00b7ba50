/**
 * Ends what waits for webhooks that are disabled or deleted: at once when an outcome did it, and from time to time for
 * those whose worker, or whose API, died between disabling them and ending what waited.
 */
import { partsOf } from '../database/chore.ts';
import type { Database } from '../database/database.ts';
import type { Signals } from '../database/signals.ts';
import { toPublicId } from '../domain/ids.ts';
import { cancelWaiting } from './cancel-waiting.ts';

export interface WaitingEnder {
  /** Ends what waits for webhooks that were just disabled; returns at once. */
  end(webhookIds: readonly string[]): void;
  /**
   * Looks for disabled webhooks for which something still waits, two at a time: one that has to wait for a lock, or that
   * fails, keeps no other from its end. Rejects when the database does not answer.
   */
  endAll(): Promise<void>;
  /** Begins nothing more; resolves when what runs has ended. */
  stop(): Promise<void>;
}

export interface WaitingEnderOptions {
  readonly database: Database;
  readonly signals: Signals;
  readonly onError: (error: unknown) => void;
}

export function createWaitingEnder({ database, signals, onError }: WaitingEnderOptions): WaitingEnder {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  let looking: Promise<void> | undefined;

  function endOne(webhookId: string): Promise<void> {
    const begun = running.get(webhookId);
    if (begun !== undefined) return begun;
    const ending = cancelWaiting(database, webhookId, stopping.signal)
      .then(() => {
        signals.send('changes');
        signals.send('cancellations');
      })
      .finally(() => running.delete(webhookId));
    running.set(webhookId, ending);
    return ending;
  }

  async function look(): Promise<void> {
    const webhooks = await database.system.query<{ id: string }>({ name: 'disabled-webhooks', text: unfinished });
    const doPart = partsOf({ isStopped: () => stopping.signal.aborted, onError });
    const left = webhooks.values();
    const endSome = async (): Promise<void> => {
      for (const { id } of left)
        await doPart(`Ending what waits for webhook ${toPublicId('webhook', id)}`, () => endOne(id));
    };
    await Promise.all([endSome(), endSome()]);
  }

  return {
    end(webhookIds) {
      for (const id of webhookIds) endOne(id).catch(onError);
    },
    endAll: () =>
      (looking ??= look().finally(() => {
        looking = undefined;
      })),
    async stop() {
      stopping.abort();
      await Promise.allSettled([looking, ...running.values()]);
    },
  };
}

/**
 * Held deliveries, and those that wait for a retry: what waits for its first attempt the dispatcher comes to by itself.
 * After two days nothing is left to look for, as no retry waits for longer than a day and its jitter.
 */
const unfinished = `
select w.id from dockhook.webhook w
where w.status = 'DISABLED' and w.status_changed_at > now() - interval '2 days'
  and (exists (select 1 from dockhook.held_delivery h where h.webhook_id = w.id)
    or exists (select 1 from dockhook.troubled_delivery t where t.webhook_id = w.id and t.status = 'RETRYING'))`;
