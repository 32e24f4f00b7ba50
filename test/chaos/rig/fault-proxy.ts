/** A TCP proxy that does what networks do: delay, fall silent, reset, cut in the middle, lead elsewhere. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FaultProxy {
  readonly port: number;
  /** Connections open now. */
  readonly size: number;
  /** Where connections lead from now on; those that stand stay. */
  target(port: number): void;
  /** Every byte is passed on so much later. */
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
  /** What came while stalled, in order, and is passed on afterwards. */
  let kept: (() => void)[] = [];

  function reset(pair: Pair): void {
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  }

  function pass(from: Socket, to: Socket, onChunk: (chunk: Buffer) => Buffer): void {
    const deliver = (act: () => void): void => {
      if (isStalled) kept.push(act);
      else if (delayMs > 0) setTimeout(act, delayMs);
      else act();
    };
    from.on('data', (chunk: Buffer) => deliver(() => void (to.writable && to.write(onChunk(chunk)))));
    from.on('end', () => deliver(() => to.end()));
    from.on('error', () => deliver(() => to.destroy()));
    from.on('close', () => deliver(() => to.destroy()));
  }

  /** What of a chunk still goes through; the rest waits for `resume`. */
  function stallWithin(chunk: Buffer, to: Socket): Buffer {
    bytesToStall -= chunk.length;
    if (bytesToStall > 0) return chunk;
    const passed = chunk.length + bytesToStall;
    bytesToStall = Number.POSITIVE_INFINITY;
    isStalled = true;
    kept.push(() => void (to.writable && to.write(chunk.subarray(passed))));
    return chunk.subarray(0, passed);
  }

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (isStalled) {
      // As in a network that is silent, the server never hears of it.
      client.on('error', () => {});
      kept.push(() => client.resetAndDestroy());
      return;
    }
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    const pair: Pair = { client, server, left: Number.POSITIVE_INFINITY };
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
    pass(client, server, (chunk) => chunk);
    pass(server, client, (whole) => {
      const chunk = stallWithin(whole, client);
      pair.left -= chunk.length;
      if (pair.left > 0) return chunk;
      setImmediate(() => reset(pair));
      return chunk.subarray(0, chunk.length + pair.left);
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
      for (const act of kept.splice(0)) act();
      kept = [];
    },
    reset() {
      for (const pair of pairs) reset(pair);
    },
    cutAfter(bytes) {
      for (const pair of pairs) pair.left = bytes;
    },
    async close() {
      listener.close();
      for (const act of kept.splice(0)) act();
      for (const pair of pairs) reset(pair);
      await once(listener, 'close');
    },
  };
}
