/**
 * Which pages may open a socket. Browsers name the page's origin and nobody else does; keys are not cookies, so a
 * foreign page could use only a key of its own, but it has no business here unless the operator says so.
 */
import type { IncomingMessage } from 'node:http';

/** @param allowed origins besides the server's own, e.g. `https://erp.example.com` */
export function createOriginPolicy(allowed: readonly string[]): (request: IncomingMessage) => boolean {
  const known = new Set(allowed.map((origin) => origin.toLowerCase()));
  return ({ headers: { origin, host } }) => {
    if (origin === undefined) return true;
    if (known.has(origin.toLowerCase())) return true;
    const page = URL.canParse(origin) ? new URL(origin) : undefined;
    return page !== undefined && page.host !== '' && page.host === host?.toLowerCase();
  };
}
