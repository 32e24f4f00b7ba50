/** The oracle: what receivers really got, read from the file that their process only ever appends to. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import type { CertificatePair } from '../../support/certificates.ts';
import type { ReceiverSetup, SeenRequest } from './receiver-process.ts';

export type { SeenRequest };

export interface Oracle {
  /** https://127.0.0.1:port */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  requests(): readonly SeenRequest[];
  /** Tells the receiver how to verify what comes for a webhook. */
  learnSecret(name: string, secret: string): void;
  /** Resolves when what the kernel held for the receiver at this moment is among the requests. */
  catchUp(): Promise<void>;
  /** TCP connections that senders hold open. */
  openSockets(): Promise<number>;
  stop(): Promise<void>;
}

export async function startOracle({ certPem, keyPem }: CertificatePair, oracleFile: string): Promise<Oracle> {
  writeFileSync(oracleFile, '');
  const child = fork(new URL('receiver-process.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.send({ certPem, keyPem, oracleFile } satisfies ReceiverSetup);
  const { port } = await answerOf<{ port: number }>(child);
  const file = openSync(oracleFile, 'r');
  const seen: SeenRequest[] = [];
  let offset = 0;
  let rest = '';

  return {
    url: `https://127.0.0.1:${port}`,
    requests() {
      const buffer = Buffer.alloc(fstatSync(file).size - offset);
      offset += readSync(file, buffer, 0, buffer.length, offset);
      const lines = (rest + buffer.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) seen.push(JSON.parse(line) as SeenRequest);
      return seen;
    },
    learnSecret: (name, secret) => void child.send({ name, secret }),
    async catchUp() {
      child.send('caught up');
      await answerOf(child);
    },
    async openSockets() {
      child.send('sockets');
      return (await answerOf<{ open: number }>(child)).open;
    },
    async stop() {
      closeSync(file);
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

const answerOf = async <Answer>(child: ChildProcess): Promise<Answer> =>
  ((await once(child, 'message')) as [Answer])[0];
