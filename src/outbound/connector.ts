/**
 * Opens one connection to a receiver, through the address guard's second and third point: the host is
 * resolved and judged, only judged addresses are dialled, and the peer is judged again before a byte of
 * HTTP is sent. Own code instead of undici's connector, so that a dial can be cancelled at once
 * and each phase be timed.
 */
import net from 'node:net';
import tls from 'node:tls';
import type { AddressPolicy } from './address-policy.ts';
import { type LookupTarget, lookUpChecked } from './checked-lookup.ts';
import { createDialQueue } from './dial-queue.ts';
import { EgressRefusedError } from './refusal.ts';
import type { Resolver, UnresolvedReason } from './resolver.ts';

/** TCP and TLS together; a backstop below the attempt's own deadline. */
const CONNECT_TIMEOUT_MS = 10_000;
/**
 * What each of several addresses gets at least, one after the other: node's 250 ms are less than a far receiver under
 * load needs, or than our own loop may be busy. Time for one SYN to be lost.
 */
const ADDRESS_TIMEOUT_MS = 2_500;
const TCP_KEEP_ALIVE_DELAY_MS = 60_000;

export interface DialTarget extends LookupTarget {
  readonly secure: boolean;
}

/** How far a dial has come; instants are `performance.now()`. The dialler updates it as it goes. */
export interface DialProgress {
  phase: 'dns' | 'connect' | 'tls' | 'open';
  /** Resolved, and now other dials go first: see `dial-queue.ts`. */
  isWaiting: boolean;
  /** When it also was this dial's turn. */
  resolvedAt?: number;
  connectedAt?: number;
  securedAt?: number;
  remoteAddress?: string;
}

export interface Dial {
  readonly progress: Readonly<DialProgress>;
  /** Stops at once and closes the half-open socket; the callback is then never called. */
  cancel(): void;
}

export type DialCallback = (error: Error | undefined, socket?: net.Socket) => void;

export interface DialTurns {
  /** Dials with different keys take turns when many begin at once. */
  readonly key: string;
  /** Called when it is this dial's turn; others went first for so long. */
  onTurn?(waitedMs: number): void;
}

/** Calls back once, never synchronously, with a socket ready for HTTP or with one of the errors below or of node. */
export type Dialler = (target: DialTarget, callback: DialCallback, turns: DialTurns) => Dial;

/** The name did not resolve. */
export class UnresolvedError extends Error {
  readonly code = 'UNRESOLVED';
  readonly reason: UnresolvedReason;
  constructor(reason: UnresolvedReason) {
    super(`The name did not resolve: ${reason}.`);
    this.name = 'UnresolvedError';
    this.reason = reason;
  }
}

/** The connection was not ready within the connect timeout. */
export class ConnectTimeoutError extends Error {
  readonly code = 'CONNECT_TIMEOUT';
  constructor() {
    super('The connection was not ready in time.');
    this.name = 'ConnectTimeoutError';
  }
}

export interface DiallerOptions {
  readonly policy: AddressPolicy;
  readonly resolver: Resolver;
  /** Trusted authorities and lowest TLS version, made once: building it for each connection costs milliseconds. */
  readonly secureContext: tls.SecureContext;
  /** For TCP and TLS together. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Connections that begin in one turn of the event loop. Default 8. */
  readonly dialsPerTurn?: number;
}

export function createDialler(options: DiallerOptions): Dialler {
  const { policy, resolver, secureContext, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const queue = createDialQueue(options.dialsPerTurn);
  return (target, callback, turns) => {
    const progress: DialProgress = { phase: 'dns', isWaiting: false };
    let leaveQueue = (): void => undefined;
    let socket: net.Socket | undefined;
    let timer: NodeJS.Timeout | undefined;
    let settled = false;

    function settle(error: Error | undefined): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      if (error) socket?.destroy();
      callback(error, error ? undefined : socket);
    }

    function noteResolved(): void {
      if (net.isIP(target.host) === 0) progress.resolvedAt = performance.now();
    }

    function awaitTurn(addresses: readonly string[]): void {
      const since = performance.now();
      progress.isWaiting = true;
      leaveQueue = queue.enter(turns.key, () => {
        progress.isWaiting = false;
        turns.onTurn?.(performance.now() - since);
        noteResolved();
        try {
          open(addresses);
        } catch (error) {
          settle(error instanceof Error ? error : new Error(String(error)));
        }
      });
    }

    function open(addresses: readonly string[]): void {
      progress.phase = 'connect';
      socket = connect(target, addresses, secureContext);
      // After what has come in meanwhile: when this process was busy, the connection may be there already.
      timer = setTimeout(() => setImmediate(() => settle(new ConnectTimeoutError())), connectTimeoutMs);
      // Stays for the life of the socket: an 'error' without a listener would end the process.
      socket.on('error', settle);
      socket.on('close', () => settle(new Error('The connection was closed before it was ready.')));
      socket.once('connect', () => {
        progress.connectedAt = performance.now();
        const refused = judgePeer();
        if (refused) return settle(refused);
        if (!target.secure) return ready();
        progress.phase = 'tls';
      });
      socket.once('secureConnect', () => {
        progress.securedAt = performance.now();
        ready();
      });
    }

    /** Third point of the guard: whatever happened before, no HTTP goes to a refused address. */
    function judgePeer(): Error | undefined {
      const address = socket?.remoteAddress;
      if (address === undefined) return new Error('The connection was closed before it was ready.');
      progress.remoteAddress = address;
      const verdict = policy.check(address, target.port);
      return verdict.ok ? undefined : new EgressRefusedError(verdict.rule, true);
    }

    function ready(): void {
      progress.phase = 'open';
      settle(undefined);
    }

    void lookUpChecked(target, { policy, resolver }).then((lookup) => {
      if (settled) return;
      if (lookup.kind === 'addresses') return awaitTurn(lookup.addresses);
      noteResolved();
      if (lookup.kind === 'refused') return settle(new EgressRefusedError(lookup.rule, lookup.resolved));
      settle(new UnresolvedError(lookup.reason));
    });

    return {
      progress,
      cancel() {
        settled = true;
        leaveQueue();
        clearTimeout(timer);
        socket?.destroy();
      },
    };
  };
}

function connect(target: DialTarget, addresses: readonly string[], secureContext: tls.SecureContext): net.Socket {
  const { host, port } = target;
  const isName = net.isIP(host) === 0;
  const options = {
    host,
    port,
    autoSelectFamilyAttemptTimeout: Math.max(ADDRESS_TIMEOUT_MS, Math.floor(CONNECT_TIMEOUT_MS / addresses.length)),
    // Node asks for all addresses and tries them in turn (happy eyeballs); it asks nothing for a literal. Never answered
    // at once: a connect that fails inside tls.connect makes it throw, and its socket's 'error', which nobody got
    // hold of to listen to, would end the process.
    lookup: ((_host, { all }, done) => {
      const answers = addresses.map((address) => ({ address, family: net.isIP(address) }));
      process.nextTick(() => {
        if (all) done(null, answers);
        else done(null, answers[0]?.address ?? '', answers[0]?.family);
      });
    }) satisfies net.LookupFunction,
  };
  const socket = target.secure
    ? tls.connect({
        ...options,
        ...(isName ? { servername: host } : {}),
        secureContext,
        ALPNProtocols: ['http/1.1'],
        // Spelled out, or NODE_TLS_REJECT_UNAUTHORIZED=0 would switch the check off.
        rejectUnauthorized: true,
      })
    : net.connect(options);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, TCP_KEEP_ALIVE_DELAY_MS);
  return socket;
}
