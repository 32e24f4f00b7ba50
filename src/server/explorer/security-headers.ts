/** What the browser may do on the explorer's page: talk to this server, and nothing else. */

const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  // The editor (monaco) positions its lines with style elements and attributes of its own making.
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self' data:",
  'img-src': "'self' data:",
  'base-uri': "'none'",
  // The form of the key is never submitted by the browser, so the key cannot land in an address.
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** On the scripts as well: a worker is bound by the policy of its own file. */
export const securityHeaders = {
  'content-security-policy': written(policy),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The page also opens the socket. That 'self' covers it is young: older browsers want it said. */
export function pageSecurityHeaders(host: string | undefined): typeof securityHeaders {
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return securityHeaders;
  const connect = `'self' ws://${host} wss://${host}`;
  return { ...securityHeaders, 'content-security-policy': written({ ...policy, 'connect-src': connect }) };
}

function written(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}
