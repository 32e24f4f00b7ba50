/** Certificates that a careful sender refuses although a trusted authority signed them, which takes another tool than the good ones. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { CertificateAuthority, CertificatePair } from './certificates.ts';

export interface WeakCertificateOptions {
  /** Bits of an RSA key; default 2048. */
  readonly keyBits?: number;
  /** Under the authority's signature; default SHA-256. */
  readonly hash?: 'SHA-1' | 'SHA-256';
  /** What it is for; default serverAuth. */
  readonly usage?: x509.ExtendedKeyUsage;
  /** Subject alternative names; default 127.0.0.1. Empty: only a common name, as long ago. */
  readonly names?: readonly { readonly type: 'ip' | 'dns'; readonly value: string }[];
}

/** For 127.0.0.1, signed by the authority, good from an hour ago on for a year. */
export async function issueWeakCertificate(
  authority: CertificateAuthority,
  options: WeakCertificateOptions = {},
): Promise<CertificatePair> {
  const { keyBits = 2048, hash = 'SHA-256', usage = x509.ExtendedKeyUsage.serverAuth } = options;
  const names = options.names ?? [{ type: 'ip', value: '127.0.0.1' }];
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) };
  const keys = await crypto.subtle.generateKey({ ...rsa, modulusLength: keyBits }, true, ['sign', 'verify']);
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const issuerKey = x509.PemConverter.decodeFirst(authority.keyPem);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '4d',
    subject: [{ CN: ['127.0.0.1'] }],
    issuer: new x509.X509Certificate(authority.certPem).subjectName,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 365 * 86_400_000),
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey('pkcs8', issuerKey, curve, false, ['sign']),
    signingAlgorithm: { ...curve, hash },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])]),
    ],
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: `${key}\n` };
}
