import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecretBox, keyIdOf } from '../../../src/database/secret-box.ts';

const key = () => randomBytes(32).toString('base64');
const row = randomUUID();

describe('a sealed text', () => {
  const box = createSecretBox(`k1:${key()}`);

  it('opens for its row, and looks like nothing that was put in', async () => {
    const sealed = await box.seal('whsec_ümlaut', row);
    expect(sealed).not.toContain('whsec');
    expect(sealed).not.toBe(await box.seal('whsec_ümlaut', row));
    expect(await box.open(sealed, row)).toBe('whsec_ümlaut');
  });

  it('is authenticated AES-256 in GCM mode', async () => {
    const [head = ''] = (await box.seal('secret', row)).split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: 'k1',
      sub: row,
    });
  });

  it('does not open for another row, or when a part of it was changed', async () => {
    const sealed = await box.seal('secret', row);
    await expect(box.open(sealed, randomUUID())).rejects.toThrow('another row');
    const parts = sealed.split('.');
    for (const [index, part] of parts.entries()) {
      if (part === '') continue; // dir has no encrypted key
      const changed = parts.with(index, (part.startsWith('A') ? 'B' : 'A') + part.slice(1)).join('.');
      await expect(box.open(changed, row)).rejects.toThrow(/./);
    }
  });
});

describe('a key ring', () => {
  it('seals with its first key and opens with every one', async () => {
    const [one, two] = [`k1:${key()}`, `k2:${key()}`];
    const old = await createSecretBox(one).seal('secret', row);
    const box = createSecretBox(`${two},${one}`);
    expect(box.keyIds).toEqual(['k2', 'k1']);
    expect(await box.open(old, row)).toBe('secret');
    expect(keyIdOf(await box.seal('secret', row))).toBe('k2');
    await expect(createSecretBox(two).open(old, row)).rejects.toThrow('SECRET_KEYS has no key "k1"');
  });

  it.each([
    ['no key', 'k1'],
    ['a short key', `k1:${randomBytes(16).toString('base64')}`],
    ['no id', `:${key()}`],
    ['the same id twice', `k1:${key()},k1:${key()}`],
  ])('is refused with %s, and no key is told', (_what, ring) => {
    let told = '';
    try {
      createSecretBox(ring);
    } catch (error) {
      told = String(error);
    }
    expect(told).toMatch(/SECRET_KEYS: entry [12] /);
    for (const encoded of ring.match(/[\w+/]{20,}=*/g) ?? []) expect(told).not.toContain(encoded);
  });

  it('cannot tell the key of what was never sealed', () => {
    expect(['', 'whsec_x', 'a.b.c.d.e'].map(keyIdOf)).toEqual([undefined, undefined, undefined]);
  });
});
