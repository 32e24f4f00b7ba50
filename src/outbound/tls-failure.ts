/** What went wrong with TLS, in words for the people who run the receiver. */
import type { TransportFailure } from '../domain/transport-failure.ts';

const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  CERT_REJECTED: 'its certificate is not meant for servers',
  INVALID_PURPOSE: 'its certificate is not meant for servers',
  CERT_UNTRUSTED: 'its certificate is not trusted',
  CERT_SIGNATURE_FAILURE: 'the signature of its certificate is wrong',
  CERT_CHAIN_TOO_LONG: 'its certificate chain is too long',
  PATH_LENGTH_EXCEEDED: 'its certificate chain is too long',
  INVALID_CA: 'its certificate was issued by something that is not a certificate authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'the issuer of its certificate is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the issuer of its certificate is unknown or an intermediate certificate is missing',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the issuer of its certificate is unknown or an intermediate certificate is missing',
  HOSTNAME_MISMATCH: 'its certificate is for another host name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'its certificate has a malformed host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it did not answer with TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it did not answer with TLS on this port',
  ERR_SSL_HTTP_REQUEST: 'it did not answer with TLS on this port',
  ERR_SSL_UNEXPECTED_MESSAGE: 'it did not follow the TLS protocol',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it offers no TLS version from 1.2 on',
  ERR_SSL_VERSION_TOO_LOW: 'it offers no TLS version from 1.2 on',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it offers no TLS version from 1.2 on',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'it refused the handshake (no cipher in common, or it wants a client certificate)',
  ERR_SSL_SSL_TLS_ALERT_HANDSHAKE_FAILURE:
    'it refused the handshake (no cipher in common, or it wants a client certificate)',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE':
    'it refused the handshake (no cipher in common, or it wants a client certificate)',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'it does not know this host name',
  ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME: 'it does not know this host name',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'it does not speak HTTP/1.1',
  ERR_SSL_DH_KEY_TOO_SMALL: 'its Diffie-Hellman key is too small',
  ERR_SSL_EE_KEY_TOO_SMALL: 'the key of its certificate is too small',
  ERR_SSL_CA_MD_TOO_WEAK: 'its certificate is signed with an algorithm that is too weak',
  CERT_KEY_TOO_WEAK: 'the key of its certificate is too small',
  CERT_CA_KEY_TOO_WEAK: 'the key of an authority of its certificate is too small',
  CERT_DIGEST_TOO_WEAK: 'its certificate is signed with an algorithm that is too weak',
};

/** OpenSSL's verification results have no common prefix. */
const certificateCode = /CERT|ISSUER|LEAF_SIGNATURE|HOSTNAME_MISMATCH|CRL|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

/** Whether a node error code comes from TLS; `EPROTO` does. */
export function isTlsCode(code: string): boolean {
  return /^(EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/.test(code) || certificateCode.test(code);
}

/** Node has no code for what OpenSSL's security level forbids in a certificate: only one word for all, and OpenSSL's text. */
const unnamed: Readonly<Record<string, string>> = {
  'EE certificate key too weak': 'CERT_KEY_TOO_WEAK',
  'CA certificate key too weak': 'CERT_CA_KEY_TOO_WEAK',
  'CA signature digest algorithm too weak': 'CERT_DIGEST_TOO_WEAK',
};

/** A code that tells what it was where Node's does not. */
export const tlsCodeOf = (code: string, text: string): string =>
  code === 'UNSPECIFIED' ? (unnamed[text] ?? 'CERT_REJECTED_BY_POLICY') : code;

export function tlsFailureMessage(code: string): string {
  const reason = reasons[code] ?? `the TLS handshake failed (${code})`;
  return `No secure connection to the receiver: ${reason}.`;
}

const kinds: Readonly<Record<string, TransportFailure>> = {
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERTIFICATE_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'CERTIFICATE_UNTRUSTED',
  CERT_UNTRUSTED: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERTIFICATE_UNTRUSTED',
  HOSTNAME_MISMATCH: 'CERTIFICATE_NAME_MISMATCH',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERTIFICATE_NAME_MISMATCH',
};

/** What kind of failure a TLS code is: about the certificate, or about the handshake. */
export function tlsFailureKind(code: string): TransportFailure {
  const isAboutHandshake = /^(EPROTO|ERR_SSL_|ERR_OSSL_)/.test(code);
  return kinds[code] ?? (isAboutHandshake ? 'TLS_HANDSHAKE' : 'CERTIFICATE_INVALID');
}
