import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import type { ReceivedRequest } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
});
afterAll(() => app?.stop());

const secondsApart = (one: Date, other: Date): number => Math.abs(one.getTime() - other.getTime()) / 1000;
const timestampOf = ({ headers }: ReceivedRequest): Date => new Date(Number(headers['webhook-timestamp']) * 1000);

it("a worker whose clock is an hour ahead signs, records and heeds dates by the database's clock", async () => {
  const receiver = await app.receiver();
  // A date has whole seconds: this one lies at least two seconds ahead.
  let until = new Date();
  receiver.answers(() => {
    until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2_000);
    return { status: 503, headers: { 'retry-after': until.toUTCString() } };
  }, 200);
  const { secret } = await createWebhook(app, receiver);
  const preload = path.resolve(import.meta.dirname, '../support/hour-ahead-process.ts');
  const worker = await startServiceProcess(app, { ROLE: 'worker', NODE_OPTIONS: `--import ${preload}` });
  expect(secondsApart(new Date(readyAt(worker.lines)), new Date())).toBeGreaterThan(3_000);

  const eventId = await publish(app);
  const requests = await receiver.waitFor(2);
  for (const request of requests) {
    expect(secondsApart(timestampOf(request), request.receivedAt)).toBeLessThan(5);
    new Webhook(secret).verify(request.body.toString(), request.headers);
  }
  expect(requests[1]?.receivedAt.getTime()).toBeGreaterThanOrEqual(until.getTime());

  await expect.poll(async () => (await deliveriesOf(app, eventId))[0]?.status).toBe('SUCCEEDED');
  const attempts = (await deliveriesOf(app, eventId))[0]?.attempts?.nodes ?? [];
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['HTTP_ERROR', 'SUCCESS']);
  attempts.forEach(({ startedAt, finishedAt }, index) => {
    const { receivedAt } = requests[index] as ReceivedRequest;
    expect(secondsApart(new Date(startedAt), receivedAt)).toBeLessThan(5);
    expect(secondsApart(new Date(finishedAt ?? 0), receivedAt)).toBeLessThan(5);
  });
  expect(await worker.end('SIGTERM')).toBe(0);
}, 60_000);

/** When the process said that it is ready, by its own clock. */
function readyAt(lines: readonly string[]): string | number {
  const line = lines.find((text) => text.includes('"msg":"ready"')) ?? '{}';
  return (JSON.parse(line) as { time: string | number }).time;
}
