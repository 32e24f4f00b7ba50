/**
 * A TCP proxy that does what networks do: delay, fall silent, reset, cut in the middle, lead elsewhere. Whatever it does,
 * the bytes of a direction come in their order.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createLane, type Lane } from './lane.ts';

export interface FaultProxy {
  readonly port: number;
  /** Connections open now. */
  readonly size: number;
  /** Where connections lead from now on; those that stand stay. */
  target(port: number): void;
  /** Every byte that comes from now on is passed on so much later. */
  delay(ms: number): void;
  /** Half-open: nothing comes through in either direction and nobody is told, until `resume`. New connections too. */
  stall(): void;
  /** The same after so many more bytes from the server. */
  stallAfter(bytes: number): void;
  resume(): void;
  /** Resets every connection. */
  reset(): void;
  /** Resets each connection that stands after so many more bytes from the server. */
  cutAfter(bytes: number): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes from the server until it is cut. */
  left: number;
}

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let port = targetPort;
  let delayMs = 0;
  let isStalled = false;
  let bytesToStall = Number.POSITIVE_INFINITY;
  /** A lane for each direction of each connection: what came while stalled waits in it. */
  const lanes = new Set<Lane>();
  /** Connections made while stalled. */
  const unheard = new Set<Socket>();

  function reset(pair: Pair): void {
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  }

  function pass(from: Socket, to: Socket, onChunk: (chunk: Buffer, lane: Lane) => Buffer): void {
    const lane = createLane(() => isStalled);
    lanes.add(lane);
    const destroy = (): void => {
      lanes.delete(lane);
      to.destroy();
    };
    from.on('data', (chunk: Buffer) => lane.push(() => write(to, onChunk(chunk, lane)), delayMs));
    from.on('end', () => lane.push(() => to.end(), delayMs));
    from.on('error', () => lane.push(() => to.destroy(), delayMs));
    from.on('close', () => lane.push(destroy, delayMs));
  }

  const write = (to: Socket, chunk: Buffer): void => void (to.writable && chunk.length > 0 && to.write(chunk));

  /** What of a chunk still goes through; the rest waits for `resume`, before all that came later. */
  function stallWithin(chunk: Buffer, to: Socket, lane: Lane): Buffer {
    bytesToStall -= chunk.length;
    if (bytesToStall > 0) return chunk;
    const passed = chunk.length + bytesToStall;
    bytesToStall = Number.POSITIVE_INFINITY;
    isStalled = true;
    lane.putBack(() => write(to, chunk.subarray(passed)));
    return chunk.subarray(0, passed);
  }

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (isStalled) {
      // As in a network that is silent, the server never hears of it.
      unheard.add(client);
      client.on('error', () => {}).once('close', () => unheard.delete(client));
      return;
    }
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    const pair: Pair = { client, server, left: Number.POSITIVE_INFINITY };
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
    pass(client, server, (chunk) => chunk);
    pass(server, client, (whole, lane) => {
      const chunk = stallWithin(whole, client, lane);
      const passed = Math.max(0, Math.min(chunk.length, pair.left));
      pair.left -= chunk.length;
      if (pair.left <= 0) setImmediate(() => reset(pair));
      return chunk.subarray(0, passed);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');

  return {
    port: (listener.address() as AddressInfo).port,
    get size() {
      return pairs.size;
    },
    target: (next) => void (port = next),
    delay: (ms) => void (delayMs = ms),
    stall: () => void (isStalled = true),
    stallAfter: (bytes) => void (bytesToStall = bytes),
    resume() {
      isStalled = false;
      for (const client of unheard) client.resetAndDestroy();
      for (const lane of lanes) lane.flush();
    },
    reset() {
      for (const pair of pairs) reset(pair);
    },
    cutAfter(bytes) {
      for (const pair of pairs) pair.left = bytes;
    },
    async close() {
      listener.close();
      for (const client of unheard) client.resetAndDestroy();
      for (const lane of lanes) lane.drop();
      for (const pair of pairs) reset(pair);
      await once(listener, 'close');
    },
  };
}
