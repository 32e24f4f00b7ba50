// The form of a webhook URL, and what its host resolves to at save: a corpus of tricks, both ways of plain HTTP.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import { checkTarget } from '../../../src/outbound/check-target.ts';
import { createFileResolver } from '../../../src/outbound/file-resolver.ts';
import { checkTargetUrl } from '../../../src/outbound/target-url.ts';
import { hostOf, readCorpus } from './corpus.ts';

const policy = createAddressPolicy();
const corpus = readCorpus();
const linesOf = (verdict: string) =>
  corpus.filter((line) => line.verdict === verdict).map(({ url, answers }) => [url, answers] as const);

const folder = mkdtempSync(path.join(tmpdir(), 'dockhook-resolver-'));
afterAll(() => rmSync(folder, { recursive: true }));

function resolverFor(answers: Record<string, unknown>) {
  const file = path.join(folder, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(answers));
  return createFileResolver(file);
}

describe.each([false, true])('with plain HTTP allowed: %s, a webhook URL', (allowHttp) => {
  it('has a corpus to be judged by', () => {
    expect(corpus.length).toBeGreaterThan(350);
  });

  it.each(linesOf('REFUSE'))('%j is refused by its form', (url) => {
    const verdict = checkTargetUrl(url, { policy, allowHttp });
    expect(verdict).toMatchObject({
      ok: false,
      rule: expect.stringMatching(/^[a-z0-9-]+$/),
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it.each(linesOf('ACCEPT'))('%j is accepted', async (url, answers) => {
    const resolver = resolverFor({ [hostOf(url)]: answers });
    expect(await checkTarget(url, { policy, allowHttp, resolver })).toMatchObject({ ok: true });
  });

  it.each(linesOf('REFUSE-DNS'))('%j is refused once it resolves to %j', async (url, answers) => {
    const resolver = resolverFor({ [hostOf(url)]: answers });
    const sequence =
      typeof answers === 'object' && answers !== null && 'seq' in answers ? (answers.seq as unknown[]) : [answers];
    const verdicts = [];
    for (const _answer of sequence) verdicts.push(await checkTarget(url, { policy, allowHttp, resolver }));
    const last = verdicts.at(-1);
    expect(last).toMatchObject({ ok: false });
    expect(last && 'message' in last ? last.message : '').not.toMatch(/\d+\.\d+\.\d+\.\d+|::/);
  });
});

describe('a webhook URL', () => {
  it('with http: is refused unless the operator allows it', () => {
    const url = 'http://hooks.example.com/';
    expect(checkTargetUrl(url, { policy, allowHttp: false })).toMatchObject({ ok: false, rule: 'scheme' });
    expect(checkTargetUrl(url, { policy, allowHttp: true })).toMatchObject({ ok: true, port: 80 });
    expect(checkTargetUrl('https://hooks.example.com:80/', { policy, allowHttp: false })).toMatchObject({
      rule: 'port',
    });
  });

  it.each([
    ['https://a:b@hooks.example.com/', 'user-info'],
    ['https://hooks.example.com\\x', 'backslash'],
    ['https://%31.example.com/', 'percent-in-host'],
    ['https://hooks.example.com/#x', 'fragment'],
    ['https://hooks.example.com:22/', 'port'],
    ['https://hooks.example.com./', 'trailing-dot'],
    ['https://localhost/', 'reserved-name'],
    ['https://metadata.google.internal/', 'metadata-name'],
    ['https://0x7f.1/', 'loopback'],
    ['https://[::ffff:8.8.8.8]/', 'ipv4-in-ipv6'],
    ['https://169.254.169.254/', 'metadata-address'],
    ['https://10.0.0.1/', 'private-address'],
    ['https://1572395042/', 'ambiguous-address'],
    ['https://hooks。example.com/', 'ambiguous-host'],
    ['ftp://hooks.example.com/', 'scheme'],
    ['hooks.example.com', 'malformed-url'],
    [' https://hooks.example.com/', 'whitespace-or-control'],
  ])('%j names the rule %s', (url, rule) => {
    expect(checkTargetUrl(url, { policy, allowHttp: false })).toMatchObject({ ok: false, rule });
  });
});

describe('when the operator opens loopback', () => {
  const opened = createAddressPolicy({ allow: ['127.0.0.0/8', '10.1.0.0/16'] });
  const options = { policy: opened, allowHttp: false };
  const resolver = resolverFor({
    'erp.corp': ['10.1.2.3'],
    'db.corp': ['10.2.0.1'],
    'www.corp': ['93.184.215.14'],
    'half.corp': ['10.1.2.3', '93.184.215.14'],
  });

  it.each([
    'https://127.0.0.1:4443/',
    'https://localhost:4443/',
    'https://a.localhost:4443/',
    'https://erp.corp/',
    'https://10.1.2.3/',
  ])('%s is accepted', async (url) => {
    expect(await checkTarget(url, { ...options, resolver })).toMatchObject({ ok: true });
  });

  it.each([
    ['https://[::1]:4443/', 'loopback'],
    ['https://db.corp/', 'reserved-name'],
    ['https://www.corp/', 'reserved-name'],
    ['https://half.corp/', 'reserved-name'],
    ['https://unknown.corp/', 'reserved-name'],
    ['https://unknown/', 'reserved-name'],
    ['https://169.254.169.254/', 'metadata-address'],
    ['https://metadata.google.internal/', 'metadata-name'],
    ['https://127.0.0.1:22/', 'port'],
  ])('%s is still refused: %s', async (url, rule) => {
    expect(await checkTarget(url, { ...options, resolver })).toMatchObject({ ok: false, rule });
  });

  it('localhost stays closed when only another network or port is open', () => {
    for (const allow of [['10.0.0.0/8'], ['127.0.0.1/32:5000']]) {
      const narrow = createAddressPolicy({ allow });
      expect(checkTargetUrl('https://localhost:4443/', { policy: narrow, allowHttp: false })).toMatchObject({
        ok: false,
      });
    }
  });
});

describe('whatever the text', () => {
  const options = { policy, allowHttp: true };

  it('the check answers and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()),
        (text) => typeof checkTargetUrl(text, options).ok === 'boolean',
      ),
    );
  });

  it('no notation of a refused IPv4 address is accepted', () => {
    const part = (value: number) =>
      fc.constantFrom(`${value}`, `0x${value.toString(16)}`, `0${value.toString(8)}`, `0X00${value.toString(16)}`);
    const first = fc.constantFrom(0, 10, 127, 224, 240, 255);
    const byte = fc.nat(255);
    const notation = fc.tuple(first, byte, byte, byte).chain(([a, b, c, d]) =>
      fc.oneof(
        fc.tuple(part(a), part(b), part(c), part(d)).map((parts) => parts.join('.')),
        fc.tuple(part(a), part(b), part(c * 256 + d)).map((parts) => parts.join('.')),
        fc.tuple(part(a), part(b * 65_536 + c * 256 + d)).map((parts) => parts.join('.')),
        part(a * 16_777_216 + b * 65_536 + c * 256 + d),
      ),
    );
    fc.assert(fc.property(notation, (host) => !checkTargetUrl(`https://${host}/`, options).ok));
  });

  it('an accepted host is the host that a request would go to', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), (text) => {
        const verdict = checkTargetUrl(text, options);
        return !verdict.ok || (verdict.url.hostname === new URL(text).hostname && verdict.url.username === '');
      }),
    );
  });
});
