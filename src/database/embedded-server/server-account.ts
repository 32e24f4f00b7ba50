/**
 * PostgreSQL refuses to run as root. Where we are root, its server runs as an unprivileged account that exists already:
 * `postgres`, else `nobody`, else any other. (A bare number will not do: initdb looks its user up by name.)
 */
import { lstatSync, readdirSync, readFileSync, lchownSync } from 'node:fs';
import path from 'node:path';
import type { DataLayout } from './data-layout.ts';
import type { Account } from './run-program.ts';

/**
 * The account to run the server as; undefined = our own.
 * @throws Error when the data belongs to somebody else, or no account serves
 */
export function chooseAccount(layout: DataLayout): Account | undefined {
  const ourUid = process.geteuid?.();
  if (ourUid === undefined) return undefined; // Windows
  const owner = lstatSync(layout.cluster, { throwIfNoEntry: false });
  if (ourUid !== 0) {
    if (owner === undefined || owner.uid === ourUid) return undefined;
    throw new Error(
      `${layout.cluster} belongs to another user (uid ${owner.uid}, we are uid ${ourUid}): ` +
        'start Dockhook as the user who did it before, or set DATA_DIR to another directory.',
    );
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = unprivilegedAccount();
  if (account === undefined) {
    throw new Error(
      'PostgreSQL refuses to run as root and /etc/passwd has no other account to run it as: ' +
        'start Dockhook as an ordinary user, or set DATABASE_URL.',
    );
  }
  if (owner !== undefined) giveAll(layout.cluster, account); // a copy or a restored backup, made by root
  return account;
}

/** An account other than root that has a name on this machine. */
export function unprivilegedAccount(passwd = readPasswd()): Account | undefined {
  const accounts = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  const chosen =
    accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody') ?? accounts[0];
  return chosen && { uid: chosen.uid, gid: chosen.gid };
}

/** Gives a directory and everything in it to an account. Links are not followed. */
export function giveAll(directory: string, { uid, gid }: Account): void {
  lchownSync(directory, uid, gid);
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    lchownSync(path.join(entry.parentPath, entry.name), uid, gid);
  }
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
