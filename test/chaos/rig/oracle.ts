/** The oracle: what receivers really got, read from the file that their process only ever appends to. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import type { CertificatePair } from '../../support/certificates.ts';
import type { ClosedConnection, ReceiverSetup, SeenRequest, Told } from './receiver-process.ts';

export type { SeenRequest };

export interface Oracle {
  /** https://127.0.0.1:port */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  requests(): readonly SeenRequest[];
  /** Numbers of the connections that have ended so far. */
  closedConnections(): ReadonlySet<number>;
  /** Tells the receiver how to verify what comes for a webhook. */
  learnSecret(name: string, secret: string): void;
  /** Has a webhook's receiver answer with this status from now on. */
  answer(name: string, status: number): void;
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
  /** Questions are asked one after the other: answers do not say to which they belong. */
  let asked: Promise<unknown> = Promise.resolve();
  const ask = <Answer>(question: string): Promise<Answer> => {
    const answer = asked.then(() => {
      child.send(question);
      return answerOf<Answer>(child);
    });
    asked = answer;
    return answer;
  };
  const seen: SeenRequest[] = [];
  const closed = new Set<number>();
  let offset = 0;
  let rest = '';

  function readOn(): void {
    const buffer = Buffer.alloc(fstatSync(file).size - offset);
    offset += readSync(file, buffer, 0, buffer.length, offset);
    const lines = (rest + buffer.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const entry = JSON.parse(line) as SeenRequest | ClosedConnection;
      if ('closed' in entry) closed.add(entry.closed);
      else seen.push(entry);
    }
  }

  return {
    url: `https://127.0.0.1:${port}`,
    requests() {
      readOn();
      return seen;
    },
    closedConnections() {
      readOn();
      return new Set(closed);
    },
    learnSecret: (name, secret) => void child.send({ name, secret } satisfies Told),
    answer: (name, status) => void child.send({ name, status } satisfies Told),
    async catchUp() {
      await ask('caught up');
    },
    async openSockets() {
      return (await ask<{ open: number }>('sockets')).open;
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
