import { expect, it, vi } from 'vitest';
import type { Signals } from '../../../src/database/signals.ts';
import { createWebhookFeed } from '../../../src/live/webhook-feed.ts';

it('a subscriber that leaves before the database fails leaves no rejection behind', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const away = () => Promise.reject(new Error('the database is away'));
  const feed = createWebhookFeed({
    sql: { query: away },
    signals: { on: () => () => {} } as unknown as Signals,
    readHealth: away,
    onError: () => {},
  });
  try {
    const { items, listening } = feed.subscribe('a tenant');
    await items.return();
    // Once around the loop, after which a rejection that nobody took is reported.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
    await expect(listening).rejects.toThrow('the database is away');
  } finally {
    process.off('unhandledRejection', unhandled);
    await feed.close();
  }
});
