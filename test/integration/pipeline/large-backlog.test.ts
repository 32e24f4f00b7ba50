import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { createWebhook, documentedText, publish, publishMany } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';
import { startServiceProcess } from '../../support/test-app-process.ts';

const MIB = 1024 * 1024;

let app: TestApp;
afterEach(() => app.stop());

it('300 payloads of a megabyte, fetched together, are worked off beside another webhook, and with bounded memory', async () => {
  app = await createTestApp({ ROLE: 'api' });
  const receiver = await app.receiver();
  const other = await app.receiver();
  await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
  await createWebhook(app, other, { eventTypes: ['order.status'] });
  const events: string[] = [];
  for (let batch = 0; batch < 3; batch++) {
    events.push(
      ...(await publishMany(
        app,
        Array.from({ length: 100 }, () => ({ type: 'pick.confirmed' })),
      )),
    );
  }
  // As they are stored; publishing as many bytes takes longer than what is looked at here.
  await app.app.database.system.query(
    `update dockhook.event set payload = payload || repeat(' ', $1 - octet_length(payload)) where type = 'pick.confirmed'`,
    [MIB],
  );
  await publish(app, { type: 'order.status', text: documentedText('order.status') });

  const worker = await startServiceProcess(app, { ROLE: 'worker' });
  await other.waitFor(1);
  const requests = await receiver.waitFor(300, { timeoutMs: 60_000 });

  expect(new Set(requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(events));
  expect(requests.every(({ body }) => body.length === MIB)).toBe(true);
  expect(requests).toHaveLength(300);
  expect(mostResidentBytes(worker.pid)).toBeLessThan(800 * MIB);
  expect(await worker.end('SIGTERM')).toBe(0);
});

/** What the process has had in memory at most; 0 where the system does not tell. */
function mostResidentBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
