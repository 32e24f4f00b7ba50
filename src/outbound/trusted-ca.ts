/** Certificate authorities to trust for receivers, besides the public ones. */
import { readFile } from 'node:fs/promises';

/**
 * @param caFile PEM file of the operator's
 * @param demoCaPem authority of the demo receiver, while it runs
 * @throws Error when the file cannot be read
 */
export async function readTrustedCa(caFile: string | undefined, demoCaPem: string | undefined): Promise<string[]> {
  return [
    ...(caFile === undefined ? [] : [await readFile(caFile, 'utf8')]),
    ...(demoCaPem === undefined ? [] : [demoCaPem]),
  ];
}
