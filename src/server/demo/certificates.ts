// A small certificate authority (EC P-256) for the demo receiver and for tests: HTTPS on 127.0.0.1 without openssl.
// Never used for real traffic: a production server gets its certificates from its operator.
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** A certificate and its private key, both PEM (the key as PKCS #8): what `node:tls` takes as `cert` and `key`. */
export interface CertificatePair {
  certPem: string;
  keyPem: string;
}

export interface IssueOptions {
  /** DNS names (wildcards allowed) and IP literals; all become subject alternative names. At least one. */
  names: string[];
  /** Default: one hour ago. */
  notBefore?: Date;
  /** Default: one year after `notBefore`; give a past date to get an expired certificate. */
  notAfter?: Date;
  /** Signed by its own key instead of the authority's. Default false. */
  selfSigned?: boolean;
}

export interface CertificateAuthority extends CertificatePair {
  issue(options: IssueOptions): Promise<CertificatePair>;
}

/** Makes a new authority, valid for ten years. `name` is its common name; default "Dockhook local authority". */
export async function createCertificateAuthority(name = 'Dockhook local authority'): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const notBefore = new Date(Date.now() - HOUR_MS);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: [{ CN: [name] }],
    notBefore,
    notAfter: new Date(notBefore.getTime() + 10 * YEAR_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return authorityOf(certificate, keys.privateKey, { certPem: pemOf(certificate), keyPem: await keyPemOf(keys) });
}

/** Takes up an authority made earlier by {@link createCertificateAuthority}. Rejects when the PEM is not readable. */
export async function loadCertificateAuthority(pair: CertificatePair): Promise<CertificateAuthority> {
  const certificate = new x509.X509Certificate(pair.certPem);
  const der = x509.PemConverter.decodeFirst(pair.keyPem);
  const signingKey = await crypto.subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign']);
  return authorityOf(certificate, signingKey, pair);
}

function authorityOf(
  issuer: x509.X509Certificate,
  issuerKey: webcrypto.CryptoKey,
  { certPem, keyPem }: CertificatePair,
): CertificateAuthority {
  return {
    certPem,
    keyPem,
    async issue({ names, notBefore = new Date(Date.now() - HOUR_MS), notAfter, selfSigned = false }) {
      const [firstName] = names;
      if (firstName === undefined) throw new Error('A certificate needs at least one name.');
      const keys = await generateKeys();
      const subject = [{ CN: [firstName] }];
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: randomSerialNumber(),
        subject,
        issuer: selfSigned ? subject : issuer.subjectName,
        notBefore,
        notAfter: notAfter ?? new Date(notBefore.getTime() + YEAR_MS),
        publicKey: keys.publicKey,
        signingKey: selfSigned ? keys.privateKey : issuerKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(
            names.map((name) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name })),
          ),
          await x509.AuthorityKeyIdentifierExtension.create(selfSigned ? keys.publicKey : issuer.publicKey),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      return { certPem: pemOf(certificate), keyPem: await keyPemOf(keys) };
    },
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** 16 random bytes as hex; the first stays in 1..127 because DER integers are signed and must not start with zero. */
function randomSerialNumber(): string {
  const bytes = crypto.getRandomValues(Buffer.alloc(16));
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

async function keyPemOf(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}
