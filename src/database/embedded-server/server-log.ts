/** The server writes to a file, not to a pipe of ours: it must be able to go on, and to say why it ended, without us. */
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { type DataLayout, giveToOwnerOfRoot } from './data-layout.ts';

const ROTATE_BYTES = 10 * 1024 * 1024;
const TAIL_LINES = 12;

export interface ServerLog {
  /** For the server's standard output and error. */
  readonly fd: number;
  /** Everything written since it was opened. */
  text(): string;
  /** The last lines of it, for an error message. */
  tail(): string;
  /** Closes our end; the server keeps its own. */
  close(): void;
}

/** Opens the log for appending. One that has passed 10 MiB becomes `postgres.log.1` first. */
export function openServerLog(layout: DataLayout): ServerLog {
  const size = statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_BYTES) renameSync(layout.log, `${layout.log}.1`);
  const fd = openSync(layout.log, 'a', 0o600);
  giveToOwnerOfRoot(layout, layout.log);
  const start = size > ROTATE_BYTES ? 0 : size;
  function text(): string {
    try {
      return readFileSync(layout.log).subarray(start).toString();
    } catch {
      return ''; // the directory may be gone, which is why the server ended
    }
  }
  return {
    fd,
    text,
    tail: () => text().trim().split('\n').slice(-TAIL_LINES).join('\n'),
    close: () => closeSync(fd),
  };
}
