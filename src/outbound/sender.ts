/**
 * The door to the outside: sends one signed request to one receiver and says what came of it. Everything
 * that can happen out there is a value (`Exchange`), never an exception.
 */
import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import type { Exchange } from '../domain/outcome.ts';
import type { AddressPolicy } from './address-policy.ts';
import { createConnectionPool } from './connection-pool.ts';
import type { ConnectionTarget } from './connection.ts';
import { createDialler } from './connector.ts';
import { type RunningExchange, startExchange } from './exchange.ts';
import type { Resolver } from './resolver.ts';
import { noticeLostRoutes } from './routes.ts';
import { type RefusedUrl, checkTargetUrl } from './target-url.ts';

export interface SendRequest {
  /** Judged by the address guard on every send. */
  readonly url: string;
  /** Connections are shared only between sends with the same key and origin: the webhook's or tenant's id. */
  readonly poolKey: string;
  /** Sent as given, after undici's check; `Host`, `Content-Length`, `Connection` and `Accept-Encoding` are set here. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | string;
  /**
   * Milliseconds for DNS, connecting, TLS, sending, headers and body. When all our connections to the receiver are in use,
   * the same again for one to be free; without one it ends as ABORTED, with `ownFault`.
   */
  readonly timeoutMs: number;
  /** Ends the exchange as ABORTED. */
  readonly signal?: AbortSignal;
  /** Asked when the request is about to be written, however long its connection took; false ends it as ABORTED, unsent. */
  readonly isWanted?: () => boolean;
}

export interface Sender {
  /** Never rejects. Sends the request a second time only when a kept-alive connection was found closed. */
  send(request: SendRequest): Promise<Exchange>;
  /** Ends running exchanges as ABORTED and closes all connections; sends from now on are ABORTED. */
  close(): Promise<void>;
}

export interface SenderOptions {
  /** Called whenever a request was handed to the system whole, before any of the answer is read. For tests. */
  readonly onWritten?: () => void;
  readonly policy: AddressPolicy;
  readonly resolver: Resolver;
  /** Also send to `http:` URLs (`EGRESS_ALLOW_HTTP`). */
  readonly allowHttp: boolean;
  /** PEM texts of authorities to trust besides node's own (`EGRESS_CA_FILE`). */
  readonly trustedCa?: readonly string[];
  /** Per pool key and origin; further sends wait for a free one. Default 200: twice what a webhook may have in flight. */
  readonly maxConnectionsPerOrigin?: number;
  /** Over all receivers. Default 1,000. */
  readonly maxIdleConnections?: number;
}

const KNOWN_TARGETS_LIMIT = 5_000;

/** A URL judged and taken apart once, because thousands of sends a second go to the same few. */
type KnownTarget = { readonly ok: true; readonly target: ConnectionTarget; readonly path: string } | RefusedUrl;

/** @throws Error when `trustedCa` holds no readable certificate. */
export function createSender(options: SenderOptions): Sender {
  const { policy, resolver, trustedCa = [] } = options;
  const pool = createConnectionPool({
    dial: noticeLostRoutes(createDialler({ policy, resolver, secureContext: createTrust(trustedCa) })),
    maxConnectionsPerOrigin: options.maxConnectionsPerOrigin ?? 200,
    maxIdleConnections: options.maxIdleConnections ?? 1_000,
  });
  const knownTargets = new Map<string, KnownTarget>();
  const running = new Set<RunningExchange>();
  let isClosed = false;

  function targetOf(url: string): KnownTarget {
    const known = knownTargets.get(url);
    if (known) return known;
    const checked = checkTargetUrl(url, options);
    const target = checked.ok ? takeApart(checked.url, checked) : checked;
    if (knownTargets.size >= KNOWN_TARGETS_LIMIT) knownTargets.clear();
    knownTargets.set(url, target);
    return target;
  }

  return {
    async send(request) {
      const known = targetOf(request.url);
      if (!known.ok) return failed('BLOCKED_ADDRESS', known.message);
      const { signal } = request;
      if (isClosed || signal?.aborted) return failed('ABORTED', 'The attempt was broken off before it began.');
      const { target, path } = known;
      const key = `${request.poolKey} ${target.origin}`;
      const exchange = startExchange({ ...request, key, target, path, onWritten: options.onWritten }, pool);
      running.add(exchange);
      signal?.addEventListener('abort', exchange.abort, { once: true });
      const result = await exchange.result;
      signal?.removeEventListener('abort', exchange.abort);
      running.delete(exchange);
      return result;
    },
    async close() {
      isClosed = true;
      for (const exchange of running) exchange.abort();
      await pool.close();
    },
  };
}

function takeApart(
  url: URL,
  { host, port, localName }: { host: string; port: number; localName: boolean },
): KnownTarget {
  const target = { origin: url.origin, host, port, localName, secure: url.protocol === 'https:' };
  return { ok: true, target, path: `${url.pathname}${url.search}` };
}

function createTrust(trustedCa: readonly string[]): tls.SecureContext {
  for (const pem of trustedCa) {
    try {
      new X509Certificate(pem);
    } catch (cause) {
      throw new Error('A trusted certificate authority is not a PEM certificate.', { cause });
    }
  }
  // Naming any authority replaces node's own list, NODE_EXTRA_CA_CERTS included: so name that too.
  const ca = trustedCa.length > 0 ? { ca: [...tls.getCACertificates('default'), ...trustedCa] } : {};
  return tls.createSecureContext({ minVersion: 'TLSv1.2', ...ca });
}

function failed(outcome: 'BLOCKED_ADDRESS' | 'ABORTED', errorMessage: string): Exchange {
  return { outcome, errorMessage, timings: { totalMs: 0 } };
}
