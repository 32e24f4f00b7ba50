/**
 * A receiver to watch the first deliveries arrive: real HTTPS on loopback, under a certificate authority of
 * its own that is kept in DATA_DIR. Answers 200 to everything.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createCertificateAuthority } from './certificates.ts';

export interface ReceivedDelivery {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface DemoReceiver {
  readonly url: string;
  readonly port: number;
  /** For the sender to trust. */
  readonly caPem: string;
  /** Resolves with the next delivery that arrives. */
  next(): Promise<ReceivedDelivery>;
  close(): Promise<void>;
}

interface Identity {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
  readonly port: number;
}

const PREFERRED_PORT = 4443;

/** @param folder where its certificate and port are kept, so that a second start is the same receiver */
export async function startDemoReceiver(folder: string): Promise<DemoReceiver> {
  const file = path.join(folder, 'receiver.json');
  const identity = (await readIdentity(file)) ?? (await makeIdentity());
  const waiting: ((delivery: ReceivedDelivery) => void)[] = [];
  const server = createServer({ cert: identity.certPem, key: identity.keyPem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true}');
      const delivery = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      for (const resolve of waiting.splice(0)) resolve(delivery);
    });
  });
  const port = await listen(server, identity.port);
  await keepIdentity(file, { ...identity, port });

  return {
    url: `https://127.0.0.1:${port}/webhooks`,
    port,
    caPem: identity.caPem,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readIdentity(file: string): Promise<Identity | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Identity;
  } catch {
    return undefined; // the first start, or a damaged file: a new identity does
  }
}

/** Whole or not at all, and at no moment for others to read: the key is in it. */
async function keepIdentity(file: string, identity: Identity): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  await rm(draft, { force: true }); // a mode is heeded only where a file is made
  await writeFile(draft, JSON.stringify(identity), { flag: 'wx', mode: 0o600 });
  await rename(draft, file);
}

async function makeIdentity(): Promise<Identity> {
  const authority = await createCertificateAuthority('Dockhook demo');
  const { certPem, keyPem } = await authority.issue({ names: ['127.0.0.1', 'localhost'] });
  return { caPem: authority.certPem, certPem, keyPem, port: PREFERRED_PORT };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // Somebody else has the port: any free one will do.
      if (error.code === 'EADDRINUSE' && port !== 0) resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
