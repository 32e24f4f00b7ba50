/**
 * Kept-alive connections, one lane per (pool key, origin), so that tenants never share a socket. A lane
 * exists while it has a connection or someone waiting; idle connections close by themselves after a few
 * seconds, and the longest idle one closes when there are too many.
 */
import { type Connection, type ConnectionTarget, createConnection } from './connection.ts';
import type { Dialler } from './connector.ts';

export interface ConnectionPoolOptions {
  readonly dial: Dialler;
  /** Open connections per lane; further exchanges wait. */
  readonly maxConnectionsPerOrigin: number;
  /** Idle connections in all lanes together. */
  readonly maxIdleConnections: number;
}

export interface ConnectionPool {
  /**
   * Hands a connection to `use`, at once or when one is free (first come, first served); `fresh` asks for
   * one that was never used. Returns a function that gives up waiting.
   */
  acquire(key: string, target: ConnectionTarget, use: (connection: Connection) => void, fresh?: boolean): () => void;
  /** Takes a connection back: `keep` when its exchange ended cleanly, otherwise it is closed. */
  release(connection: Connection, keep: boolean): void;
  /** Closes every connection, used ones too. Resolves when all are closed. */
  close(): Promise<void>;
}

interface Lane {
  readonly key: string;
  readonly target: ConnectionTarget;
  open: number;
  /** The last one used first: the others get a chance to time out. */
  readonly idle: Connection[];
  readonly waiting: Set<{ readonly use: (connection: Connection) => void; readonly fresh: boolean }>;
}

export function createConnectionPool(options: ConnectionPoolOptions): ConnectionPool {
  const lanes = new Map<string, Lane>();
  const laneOf = new Map<Connection, Lane>();
  /** In the order they became idle. */
  const idle = new Set<Connection>();

  function open(lane: Lane): Connection {
    const { key, target } = lane;
    const onClose = (): void => {
      if (idle.has(connection)) discard(connection);
    };
    const connection = createConnection({ key, target, dial: options.dial, onClose });
    lane.open += 1;
    laneOf.set(connection, lane);
    return connection;
  }

  function takeIdle(lane: Lane): Connection | undefined {
    for (let connection = lane.idle.pop(); connection; connection = lane.idle.pop()) {
      idle.delete(connection);
      if (connection.isReusable()) return connection;
      discard(connection);
    }
    return undefined;
  }

  function discard(connection: Connection): void {
    const lane = laneOf.get(connection);
    if (!lane) return;
    laneOf.delete(connection);
    lane.open -= 1;
    if (idle.delete(connection)) lane.idle.splice(lane.idle.indexOf(connection), 1);
    void connection.destroy();
    if (lane.open === 0 && lane.waiting.size === 0) lanes.delete(lane.key);
  }

  /** Only when there are too many: finding the first of a set means passing all that were taken out before it. */
  function discardOldest(): void {
    const [oldest] = idle;
    if (oldest) discard(oldest);
  }

  function serve(lane: Lane): void {
    for (const waiter of lane.waiting) {
      const connection = takeFor(lane, waiter.fresh);
      if (!connection) return;
      lane.waiting.delete(waiter);
      waiter.use(connection);
    }
  }

  function takeFor(lane: Lane, fresh: boolean): Connection | undefined {
    // Fresh is asked for after an idle connection proved dead; its idle neighbours are no better.
    const found = takeIdle(lane);
    if (found && !fresh) return found;
    if (found) discard(found);
    return lane.open < options.maxConnectionsPerOrigin ? open(lane) : undefined;
  }

  return {
    acquire(key, target, use, fresh = false) {
      let lane = lanes.get(key);
      if (!lane) lanes.set(key, (lane = { key, target, open: 0, idle: [], waiting: new Set() }));
      const connection = lane.waiting.size === 0 ? takeFor(lane, fresh) : undefined;
      if (connection) {
        // The last discard may have removed the lane from the map.
        lanes.set(key, lane);
        use(connection);
        return () => undefined;
      }
      const waiter = { use, fresh };
      lane.waiting.add(waiter);
      return () => void lane.waiting.delete(waiter);
    },
    release(connection, keep) {
      const lane = laneOf.get(connection);
      if (!lane) return;
      if (keep && connection.isReusable()) {
        lane.idle.push(connection);
        idle.add(connection);
        if (idle.size > options.maxIdleConnections) discardOldest();
      } else {
        discard(connection);
      }
      // Later, because undici has yet to finish the exchange that ends here.
      if (lane.waiting.size > 0) queueMicrotask(() => serve(lane));
    },
    async close() {
      const open = [...laneOf.keys()];
      lanes.clear();
      laneOf.clear();
      idle.clear();
      await Promise.all(open.map((connection) => connection.destroy()));
    },
  };
}
