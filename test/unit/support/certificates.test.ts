import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import {
  type CertificatePair,
  createCertificateAuthority,
  loadCertificateAuthority,
} from '../../support/certificates.ts';

/** Connects to a server with this certificate; resolves to undefined when trusted, else to the error's code. */
async function verify(server: CertificatePair, caPem: string, servername?: string): Promise<string | undefined> {
  const listener = tls.createServer({ cert: server.certPem, key: server.keyPem }).on('tlsClientError', () => {});
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const socket = tls.connect({ host: '127.0.0.1', port, ca: caPem, ...(servername ? { servername } : {}) });
  try {
    await once(socket, 'secureConnect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
    listener.close();
  }
}

describe('the certificate authority', () => {
  it('issues certificates that node:tls trusts by IP address and by name', async () => {
    const authority = await createCertificateAuthority();
    const pair = await authority.issue({ names: ['127.0.0.1', 'receiver.test', '::1'] });
    expect(await verify(pair, authority.certPem)).toBeUndefined();
    expect(await verify(pair, authority.certPem, 'receiver.test')).toBeUndefined();
  });

  it('issues certificates that are refused under a name they do not carry', async () => {
    const authority = await createCertificateAuthority();
    const pair = await authority.issue({ names: ['other.test'] });
    expect(await verify(pair, authority.certPem)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('issues expired and not yet valid certificates on request', async () => {
    const authority = await createCertificateAuthority();
    const day = 86_400_000;
    const expired = await authority.issue({
      names: ['127.0.0.1'],
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    });
    const early = await authority.issue({ names: ['127.0.0.1'], notBefore: new Date(Date.now() + day) });
    expect(await verify(expired, authority.certPem)).toBe('CERT_HAS_EXPIRED');
    expect(await verify(early, authority.certPem)).toBe('CERT_NOT_YET_VALID');
  });

  it('issues self-signed certificates that the authority does not vouch for', async () => {
    const authority = await createCertificateAuthority();
    const pair = await authority.issue({ names: ['127.0.0.1'], selfSigned: true });
    expect(await verify(pair, authority.certPem)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('can be taken up again from its PEM files', async () => {
    const { certPem, keyPem } = await createCertificateAuthority('Kept');
    const pair = await (await loadCertificateAuthority({ certPem, keyPem })).issue({ names: ['127.0.0.1'] });
    expect(await verify(pair, certPem)).toBeUndefined();
  });

  it('is not trusted in place of another authority of the same name', async () => {
    const [one, other] = [await createCertificateAuthority(), await createCertificateAuthority()];
    expect(await verify(await one.issue({ names: ['127.0.0.1'] }), other.certPem)).toBeDefined();
  });
});
