/** The machine's hosts file, which c-ares does not read for `resolve4` and `resolve6`. */
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';

export interface HostsFile {
  /** Addresses of a lower-case name, IPv4 first; empty when it has none. Never rejects. */
  find(name: string): Promise<readonly string[]>;
}

const defaultPath =
  process.platform === 'win32'
    ? path.join('C:\\', 'Windows', 'System32', 'drivers', 'etc', 'hosts')
    : path.join('/', 'etc', 'hosts');

/** Reads the file again when it changed; a missing file has no names. */
export function createHostsFile(file: string = defaultPath): HostsFile {
  let version = '';
  let entries = new Map<string, string[]>();
  return {
    async find(name) {
      try {
        const { mtimeMs, size } = await stat(file);
        if (version !== `${mtimeMs} ${size}`) {
          entries = parseHosts(await readFile(file, 'utf8'));
          version = `${mtimeMs} ${size}`;
        }
      } catch (error) {
        // What cannot be read just now, for want of descriptors, is there all the same.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return entries.get(name) ?? [];
        entries = new Map();
        version = '';
      }
      return entries.get(name) ?? [];
    },
  };
}

function parseHosts(text: string): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names.map((entry) => entry.toLowerCase())) {
      const known = entries.get(name) ?? [];
      entries.set(name, isIP(address) === 4 ? [address, ...known] : [...known, address]);
    }
  }
  return entries;
}
