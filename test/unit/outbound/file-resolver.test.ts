// RESOLVER_FILE and the hosts file: names to addresses without DNS.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFileResolver } from '../../../src/outbound/file-resolver.ts';
import { createHostsFile } from '../../../src/outbound/hosts-file.ts';
import { createSystemResolver } from '../../../src/outbound/resolver.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dockhook-resolver-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'answers.json');
const write = (content: unknown) =>
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));

describe('the resolver file', () => {
  it('takes every form of answer', async () => {
    write({
      'a.example.com': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
      'B.example.com': '192.0.2.2',
      'c.example.com': ['192.0.2.3', '192.0.2.4'],
      'd.example.com': { error: 'NXDOMAIN' },
      'e.example.com': { error: 'TIMEOUT' },
      'f.example.com': { error: 'SERVFAIL' },
      'g.example.com': {},
    });
    const resolver = createFileResolver(file);
    expect(await resolver.resolve('a.example.com')).toEqual({ ok: true, addresses: ['192.0.2.1', '2001:db8::1'] });
    expect(await resolver.resolve('b.EXAMPLE.com')).toEqual({ ok: true, addresses: ['192.0.2.2'] });
    expect(await resolver.resolve('c.example.com')).toEqual({ ok: true, addresses: ['192.0.2.3', '192.0.2.4'] });
    expect(await resolver.resolve('d.example.com')).toEqual({ ok: false, reason: 'not-found' });
    expect(await resolver.resolve('e.example.com')).toEqual({ ok: false, reason: 'timeout' });
    expect(await resolver.resolve('f.example.com')).toEqual({ ok: false, reason: 'failed' });
    expect(await resolver.resolve('g.example.com')).toEqual({ ok: false, reason: 'not-found' });
    expect(await resolver.resolve('unknown.example.com')).toEqual({ ok: false, reason: 'not-found' });
    expect(await resolver.resolve('constructor')).toEqual({ ok: false, reason: 'not-found' });
    expect(await resolver.resolve('localhost')).toEqual({ ok: true, addresses: ['127.0.0.1'] });
  });

  it('gives the answers of a sequence one after the other, the last one for ever', async () => {
    write({ 'a.example.com': { seq: [{ A: ['192.0.2.1'] }, { error: 'NXDOMAIN' }, '192.0.2.3'] } });
    const resolver = createFileResolver(file);
    const answers = [];
    for (let index = 0; index < 4; index += 1) answers.push(await resolver.resolve('a.example.com'));
    const last = { ok: true, addresses: ['192.0.2.3'] };
    expect(answers).toEqual([{ ok: true, addresses: ['192.0.2.1'] }, { ok: false, reason: 'not-found' }, last, last]);
  });

  it('is read again when it changes, and keeps the last good content', async () => {
    write({ 'a.example.com': '192.0.2.1' });
    const resolver = createFileResolver(file);
    write({ 'a.example.com': '192.0.2.200' });
    expect(await resolver.resolve('a.example.com')).toEqual({ ok: true, addresses: ['192.0.2.200'] });
    write('{ "a.example.com": ');
    expect(await resolver.resolve('a.example.com')).toEqual({ ok: true, addresses: ['192.0.2.200'] });
  });

  it('fails at start when it is missing or has another form', () => {
    expect(() => createFileResolver(path.join(folder, 'missing.json'))).toThrow('ENOENT');
    write({ 'a.example.com': { B: 1 } });
    expect(() => createFileResolver(file)).toThrow('is not a resolver file');
  });
});

describe('the hosts file', () => {
  it('gives addresses of each name, IPv4 first, without comments', async () => {
    const hosts = path.join(folder, 'hosts');
    writeFileSync(hosts, '::1 both # v6\n192.0.2.1\tboth Other\n# 192.0.2.9 commented\nnonsense name\n');
    const found = createHostsFile(hosts);
    expect(await found.find('both')).toEqual(['192.0.2.1', '::1']);
    expect(await found.find('other')).toEqual(['192.0.2.1']);
    expect(await found.find('commented')).toEqual([]);
    expect(await found.find('name')).toEqual([]);
  });

  it('may be missing', async () => {
    expect(await createHostsFile(path.join(folder, 'none')).find('a')).toEqual([]);
  });
});

describe('the system resolver', () => {
  it('knows localhost without asking anyone', async () => {
    const resolver = createSystemResolver();
    expect(await resolver.resolve('LocalHost')).toEqual({ ok: true, addresses: ['127.0.0.1'] });
    expect(await resolver.resolve('x.localhost')).toEqual({ ok: true, addresses: ['127.0.0.1'] });
  });
});
