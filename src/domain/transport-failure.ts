/** Kinds of failure below HTTP, which only whoever saw them can tell apart; kept with the attempt. */

export const transportFailures = [
  'DNS_NOT_FOUND',
  'DNS_NO_ANSWER',
  'DNS_SERVER_ERROR',
  'CONNECTION_REFUSED',
  'HOST_UNREACHABLE',
  'CONNECTION_LOST',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_SELF_SIGNED',
  'CERTIFICATE_UNTRUSTED',
  'CERTIFICATE_NAME_MISMATCH',
  'CERTIFICATE_INVALID',
  'TLS_HANDSHAKE',
  'TIMEOUT_DNS',
  'TIMEOUT_CONNECT',
  'TIMEOUT_TLS',
  'TIMEOUT_ANSWER',
  'TIMEOUT_BODY',
] as const;

export type TransportFailure = (typeof transportFailures)[number];
