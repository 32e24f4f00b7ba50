import { chmodSync, closeSync, fstatSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDemoReceiver } from '../../src/server/demo/demo-receiver.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = makeTemporaryDirectory();
  file = path.join(folder, 'receiver.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps its key in a file that was never open to others', async () => {
  writeFileSync(file, 'damaged');
  chmodSync(file, 0o644);
  const openedBefore = openSync(file, 'r');
  const receiver = await startDemoReceiver(folder);
  await receiver.close();
  expect(readFileSync(openedBefore, 'utf8')).toBe('damaged');
  expect(fstatSync(openedBefore).ino).not.toBe(statSync(file).ino);
  closeSync(openedBefore);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY');
});

it('is the same receiver at the next start', async () => {
  const first = await startDemoReceiver(folder);
  await first.close();
  const second = await startDemoReceiver(folder);
  await second.close();
  expect(second.caPem).toBe(first.caPem);
});
