/** The proxy of the chaos rig: whatever it does to a connection, it never changes the order of its bytes. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../chaos/rig/fault-proxy.ts';

let server: Server;
let proxy: FaultProxy;
let client: Socket;
/** The server's end of the connection, and what came to either end. */
let accepted: Socket;
let toServer: string;
let toClient: string;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startFaultProxy((server.address() as AddressInfo).port);
  const connection = once(server, 'connection') as Promise<[Socket]>;
  client = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true });
  [accepted] = await connection;
  accepted.setNoDelay(true);
  [toServer, toClient] = ['', ''];
  accepted.on('error', () => {}).on('data', (chunk: Buffer) => (toServer += chunk.toString()));
  client.on('error', () => {}).on('data', (chunk: Buffer) => (toClient += chunk.toString()));
});
afterEach(async () => {
  client.destroy();
  await proxy.close();
  server.close();
});

/** Writes, and lets the proxy read it: what follows is another chunk. */
async function say(socket: Socket, text: string): Promise<void> {
  await new Promise<void>((resolve) => void socket.write(text, () => resolve()));
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

const letters = [...'abcdefghijklmnopqrst'];

it('a chunk that came after the delay was lowered does not overtake those that still wait', async () => {
  for (const [index, letter] of letters.entries()) {
    proxy.delay(index % 2 === 0 ? 50 : 0);
    await say(client, letter);
    await say(accepted, letter);
  }
  client.end();
  await once(accepted, 'end');
  expect(toServer).toBe(letters.join(''));
  await expect.poll(() => toClient).toBe(letters.join(''));
});

it('what waited when the network fell silent waits until it is back, and comes before what was said meanwhile', async () => {
  proxy.delay(100);
  await say(accepted, 'said before, ');
  proxy.stall();
  proxy.delay(0);
  await say(accepted, 'said while silent');
  proxy.resume();
  await expect.poll(() => toClient).toBe('said before, said while silent');
});

it('of the chunk in which it falls silent, the rest comes first when it is back', async () => {
  proxy.stallAfter(5);
  for (const letter of ['abc', 'defg', 'hi']) await say(accepted, letter);
  await expect.poll(() => toClient).toBe('abcde');
  proxy.resume();
  await expect.poll(() => toClient).toBe('abcdefghi');
});

it('of a connection that is cut after some bytes no more come than those', async () => {
  proxy.delay(50); // all three are passed on in about the same moment, before the connection is reset
  proxy.cutAfter(5);
  const closed = new Promise((resolve) => client.once('close', resolve));
  for (const text of ['abc', 'defg', 'hijklmnop']) await say(accepted, text);
  await closed;
  // A reset may overtake what the client had not read.
  expect('abcde'.slice(0, toClient.length)).toBe(toClient);
});
