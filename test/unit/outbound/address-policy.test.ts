// Addresses: what is public, what the operator may open, and what nobody may.
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import { parseAllowList } from '../../../src/outbound/allow-list.ts';

const policy = createAddressPolicy();

describe('an address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['10.0.0.1', 'private-address'],
    ['169.254.169.254', 'metadata-address'],
    ['169.254.7.7', 'link-local'],
    ['168.63.129.16', 'metadata-address'],
    ['100.100.100.200', 'metadata-address'],
    ['100.64.0.1', 'carrier-grade-nat'],
    ['192.0.0.192', 'metadata-address'],
    ['fd00:ec2::254', 'metadata-address'],
    ['fd00::1', 'unique-local'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['::ffff:8.8.8.8', 'ipv4-in-ipv6'],
    ['::8.8.8.8', 'ipv4-in-ipv6'],
    ['64:ff9b::8.8.8.8', 'nat64'],
    ['2002:808:808::1', 'six-to-four'],
    ['2001::1', 'teredo'],
    ['2606:4700::5efe:8.8.8.8', 'isatap'],
    ['2606:4700::200:5efe:808:808', 'isatap'],
    ['2001:20::1', 'orchid'],
    ['2001:2::1', 'benchmarking'],
    ['2001:db8::1', 'documentation'],
    ['5f00::1', 'srv6'],
    ['100::1', 'discard-only'],
    ['4000::1', 'not-global-unicast'],
    ['ff02::1', 'multicast'],
    ['fe80::1%eth0', 'zone-id'],
    ['0177.0.0.1', 'not-an-address'],
    ['1.2.3', 'not-an-address'],
    ['', 'not-an-address'],
    ['localhost', 'not-an-address'],
  ])('%s is refused as %s', (ip, rule) => {
    expect(policy.check(ip, 443)).toEqual({ ok: false, rule });
  });

  it.each([
    '8.8.8.8',
    '93.184.215.14',
    '1.1.1.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:82b::200e',
    '2001:4860:4860::8888',
  ])('%s is public', (ip) => {
    expect(policy.check(ip, 443)).toEqual({ ok: true, opened: false });
  });

  it('is never public when ipaddr.js knows it as special', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (raw) => {
        const address = ipaddr.fromByteArray([...raw]);
        return address.range() === 'unicast' || !policy.check(address.toString(), 443).ok;
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never public when an IPv4 address hides in its last 32 bits behind a known prefix', () => {
    const prefixes = ['::ffff:', '::', '64:ff9b::', '::ffff:0:', '2606:4700::5efe:', '2606:4700::200:5efe:'];
    fc.assert(
      fc.property(
        fc.constantFrom(...prefixes),
        fc.ipV4(),
        (prefix, inner) => !policy.check(`${prefix}${inner}`, 443).ok,
      ),
    );
  });
});

describe('the allow list', () => {
  it('opens networks, single addresses and single ports', () => {
    const opened = createAddressPolicy({
      allow: ['127.0.0.0/8', '10.1.2.3', '[fd12::]/16:8443', '::1', '192.168.0.0/16:8443'],
    });
    expect(opened.check('127.9.9.9', 5000)).toEqual({ ok: true, opened: true });
    expect(opened.check('10.1.2.3', 443).ok).toBe(true);
    expect(opened.check('10.1.2.4', 443).ok).toBe(false);
    expect(opened.check('fd12::7', 8443).ok).toBe(true);
    expect(opened.check('fd12::7', 443).ok).toBe(false);
    expect(opened.check('::1', 443).ok).toBe(true);
    expect(opened.check('192.168.3.4', 8443).ok).toBe(true);
    expect(opened.check('192.168.3.4', 443)).toEqual({ ok: false, rule: 'private-address' });
    expect(opened.check('::ffff:127.0.0.1', 443)).toEqual({ ok: false, rule: 'ipv4-in-ipv6' });
  });

  it.each([
    '169.254.169.254',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
  ])('never opens %s', (ip) => {
    const everything = createAddressPolicy({ allow: ['0.0.0.0/0', '::/0'] });
    expect(everything.check(ip, 443).ok).toBe(false);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    'example.com',
    '10.0.0',
    '10.0.0.0/8:0',
    '10.0.0.0/8:70000',
    '10.0.0.0/8:x',
    '169.254.169.254/32',
    '169.254.0.0/16',
    '::ffff:0:0/96',
    '[::1',
    '',
    '10.0.0.0/-1',
    'fe80::1%eth0',
    '0177.0.0.1/8',
  ])('reports %j as unusable', (entry) => {
    expect(parseAllowList([entry, '10.0.0.0/8'])).toMatchObject({
      problems: [expect.stringContaining(entry)],
      entries: [{ prefixLength: 8 }],
    });
    expect(() => createAddressPolicy({ allow: [entry] })).toThrow('EGRESS_ALLOW: ');
  });

  it('takes IPv6 with brackets, prefix and port in any combination', () => {
    for (const entry of ['[::1]', '[::1]/128', '[::1]:4443', '[::1]/128:4443'])
      expect(parseAllowList([entry]).problems).toEqual([]);
  });
});
