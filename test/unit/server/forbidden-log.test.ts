import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createForbiddenLog } from '../../../src/server/forbidden-log.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const attempt = (actorId: string, field: string) => ({
  tenantId: 'TENANT001',
  actorId,
  role: 'VIEWER',
  field,
  remoteAddress: '10.0.0.1',
});

it('a key is told once for each field in ten seconds, and the rest is a number', () => {
  const lines: object[] = [];
  const log = createForbiddenLog((fields) => lines.push(fields));
  for (let times = 0; times < 1_000; times += 1) log.add(attempt('a', 'Mutation.createWebhook'));
  log.add(attempt('a', 'Mutation.deleteWebhook'));
  log.add(attempt('b', 'Mutation.createWebhook'));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toEqual(attempt('a', 'Mutation.createWebhook'));
  vi.advanceTimersByTime(10_000);
  expect(lines.slice(3)).toEqual([{ alike: 999 }]);
  log.add(attempt('a', 'Mutation.createWebhook'));
  expect(lines).toHaveLength(5);
  log.close();
  expect(lines).toHaveLength(5);
});

it('a thousand keys write a hundred lines', () => {
  const lines: object[] = [];
  const log = createForbiddenLog((fields) => lines.push(fields));
  for (let key = 0; key < 1_000; key += 1) log.add(attempt(String(key), 'Query.apiKeys'));
  log.close();
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toEqual({ alike: 900 });
});
