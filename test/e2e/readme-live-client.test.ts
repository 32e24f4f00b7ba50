/** The client for the live stream that README shows, as it stands there, behind a network that is cut. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const [, block = ''] =
  readFileSync(path.join(ROOT, 'README.md'), 'utf8')
    .match(/```js\n([^]*?)```/g)
    ?.map((text) => /```js\n([^]*?)```/.exec(text))
    .find((found) => found?.[1]?.includes('createClient')) ?? [];

let app: TestApp;
let receiver: Awaited<ReturnType<TestApp['receiver']>>;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
});
afterAll(() => app?.stop());

/** A network between the client and the service that can be cut and mended. */
async function startNetwork() {
  const target = Number(new URL(app.url).port);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => (sockets.delete(socket), other.destroy()));
      socket.pipe(other);
    }
    if (isCut) near.resetAndDestroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    mend: () => void (isCut = false),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Runs the block of README against a port, and reads what it prints. */
function startClient(port: number) {
  const code = block.replace('127.0.0.1:4000', `127.0.0.1:${port}`);
  const child = spawn(process.execPath, ['--input-type=module', '-'], {
    cwd: ROOT,
    env: { ...process.env, KEY: app.token },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(code);
  let printed = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  return {
    events: () => printed.match(/evt_[0-9a-f]{32}/g) ?? [],
    caughtUp: () => {
      if (child.exitCode !== null) throw new Error(`The client has ended: ${complaint}`);
      return printed.split("'StreamCaughtUp'").length - 1;
    },
    async end() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

it('the client in README sees every outcome once through a network that is cut, and cut again', async () => {
  expect(block).toContain('127.0.0.1:4000');
  const network = await startNetwork();
  app.onStop(() => network.close());
  const client = startClient(network.port);
  app.onStop(() => client.end());
  await expect.poll(client.caughtUp).toBe(1);

  const published = [await publish(app)];
  await expect.poll(client.events).toEqual(published);
  for (let cut = 1; cut <= 2; cut += 1) {
    network.cut();
    for (let missed = 0; missed < 2; missed += 1) published.push(await publish(app));
    await expect.poll(() => receiver.requests.length).toBe(published.length);
    await expect.poll(async () => (await recordedEvents()).length).toBe(published.length);
    network.mend();
    await expect.poll(client.caughtUp).toBe(1 + cut);
    published.push(await publish(app));
    await expect.poll(() => client.events().at(-1)).toBe(published.at(-1));
  }
  expect(client.events().toSorted()).toEqual(published.toSorted());
});

/** The events of which an outcome is recorded. */
const recordedEvents = () =>
  app.app.database.system.query(
    `select d.event_id from dockhook.attempt a join dockhook.delivery d on d.id = a.delivery_id`,
  );
