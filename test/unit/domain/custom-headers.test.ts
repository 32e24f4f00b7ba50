import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCustomHeaders, customHeaderLimits } from '../../../src/domain/custom-headers.ts';

const check = (...headers: [name: string, value: string][]) =>
  checkCustomHeaders(
    headers.map(([name, value]) => ({ name, value })),
    { prefix: 'X-Jasci' },
  );

const reserved =
  `Host host HOST Connection Keep-Alive Proxy-Connection TE Trailer Transfer-Encoding Upgrade Expect HTTP2-Settings
  Content-Type Content-Length Content-Encoding Content-Disposition Content-MD5 Content-Anything Proxy-Authorization Proxy-Authenticate
  Cookie Cookie2 Set-Cookie Forwarded X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Forwarded X-Real-IP X-Client-IP True-Client-IP
  CF-Connecting-IP X-Original-URL X-Rewrite-URL X-Original-Host X-HTTP-Method-Override X-Host Via Max-Forwards
  webhook-id Webhook-Signature webhook-timestamp webhook-anything svix-id svix-signature X-Jasci X-Jasci-Event x-jasci-signature
  X-Jasci-Delivery X-JASCI-whatever User-Agent Accept-Encoding Date traceparent tracestate baggage Sec-Fetch-Site Sec-WebSocket-Key Range
  If-None-Match If-Modified-Since Metadata Metadata-Flavor X-aws-ec2-metadata-token X-Envoy-Original-Dst-Host Early-Data Origin
  Transfer_Encoding Content_Length X_Forwarded_For webhook_id x_jasci_event Proxy Access-Control-Allow-Origin`
    .split(/\s+/)
    .filter((name) => name !== 'Proxy');

describe('a custom header', () => {
  it.each(reserved)('named %s is refused, with the reason', (name) => {
    expect(check([name, 'x'])).toMatchObject([
      { index: 0, field: 'name', rule: 'reserved', message: expect.stringContaining(`${name} is reserved: `) },
    ]);
  });

  it.each([
    ['Authorization', 'Bearer abc.def-ghi'],
    ['authorization', 'Basic dXNlcjpwYXNz'],
    ['X-Api-Key', 'k_live_0123456789'],
    ['CF-Access-Client-Id', 'abc.access'],
    ['CF-Access-Client-Secret', 'x'],
    ['Ocp-Apim-Subscription-Key', 'x'],
    ['X-Functions-Key', 'a b\tc'],
    ['X-Request-Id', '1'],
    ['Accept', 'application/json'],
    ['Accept-Language', 'de'],
    ['X-Jascii', 'near the prefix'],
    ['X-Webhook-Token', 'x'],
    ['Hostname', 'x'],
    ['X-Empty', ''],
    ["!#$%&'*+-.^_`|~09Az", 'x'],
    ['a'.repeat(128), 'x'],
    ['X-Long', 'v'.repeat(4096)],
  ])('%s: %s is accepted', (name, value) => {
    expect(check([name, value])).toEqual([]);
  });

  it.each([
    ['', 'name-length'],
    ['a'.repeat(129), 'name-length'],
    ['X A', 'name-syntax'],
    ['X-A:', 'name-syntax'],
    [':authority', 'name-syntax'],
    ['X-A\r\nX-B', 'name-syntax'],
    ['X-A\0', 'name-syntax'],
    ['X-Ä', 'name-syntax'],
    ['X-Ａ', 'name-syntax'],
    ['X(A)', 'name-syntax'],
    ['"X"', 'name-syntax'],
    ['X/A', 'name-syntax'],
    [' X-A', 'name-syntax'],
    ['X-A\t', 'name-syntax'],
    ['Host ', 'name-syntax'],
  ])('named %j is refused: %s', (name, rule) => {
    expect(check([name, 'x'])).toMatchObject([{ field: 'name', rule }]);
  });

  it.each([
    ['a\r\nX-B: c', 'value-syntax'],
    ['a\nb', 'value-syntax'],
    ['a\rb', 'value-syntax'],
    ['a\0b', 'value-syntax'],
    ['a\x1bb', 'value-syntax'],
    ['a\x7fb', 'value-syntax'],
    ['a\x85b', 'value-syntax'],
    ['é', 'value-syntax'],
    ['中', 'value-syntax'],
    ['\u2028', 'value-syntax'],
    ['\ud800', 'value-syntax'],
    [' a', 'value-whitespace'],
    ['a ', 'value-whitespace'],
    ['\ta', 'value-whitespace'],
    ['a\t', 'value-whitespace'],
    [' ', 'value-whitespace'],
    ['v'.repeat(4097), 'value-length'],
  ])('with the value %j is refused: %s, without repeating it', (value, rule) => {
    const problems = check(['X-A', value]);
    expect(problems).toMatchObject([{ index: 0, field: 'value', rule }]);
    expect(problems[0]?.message).not.toContain(value.length > 2 ? value : 'nothing');
  });
});

describe('a list of custom headers', () => {
  it('has each name once, whatever its case', () => {
    expect(check(['X-A', '1'], ['X-B', '1'], ['x-a', '2'])).toMatchObject([
      { index: 2, field: 'name', rule: 'duplicate' },
    ]);
  });

  it('has at most 20 members', () => {
    const list = Array.from({ length: 23 }, (_, index): [string, string] => [`X-${index}`, 'v']);
    expect(check(...list.slice(0, 20))).toEqual([]);
    expect(check(...list)).toMatchObject([{ index: 20, rule: 'count' }]);
  });

  it('has at most 8192 bytes in names and values', () => {
    const full: [string, string][] = [
      ['X-A', 'v'.repeat(4093)],
      ['X-B', 'v'.repeat(4093)],
    ];
    expect(check(...full)).toEqual([]);
    expect(check(...full, ['X', ''])).toMatchObject([{ index: 2, rule: 'total-size' }]);
  });

  it('reports every problem at its place', () => {
    expect(check(['Host', 'a\n'], ['X-A', 'ok'], ['', ' '])).toMatchObject([
      { index: 0, field: 'name' },
      { index: 0, field: 'value' },
      { index: 2, field: 'name' },
      { index: 2, field: 'value' },
    ]);
  });

  it('reserves the configured prefix instead of the usual one', () => {
    const headers = [
      { name: 'X-Acme-Event', value: 'x' },
      { name: 'X-Jasci-Event', value: 'x' },
    ];
    expect(checkCustomHeaders(headers, { prefix: 'X-Acme' })).toMatchObject([{ index: 0, rule: 'reserved' }]);
  });

  it('that is accepted holds only bytes that can stand in a request head', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ unit: 'binary' }), value: fc.string({ unit: 'binary' }) })),
        (headers) => {
          const isClean = headers.every(
            ({ name, value }) => /^[\x21-\x7e]+$/.test(name) && /^[\x20-\x7e\t]*$/.test(value),
          );
          return (
            checkCustomHeaders(headers, { prefix: 'X-Jasci' }).length > 0 ||
            (isClean && headers.length <= customHeaderLimits.count)
          );
        },
      ),
    );
  });
});
