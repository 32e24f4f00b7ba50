// Custom headers by the hundred, through the API; and what a receiver that reads bytes sees of those that are saved.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateWebhookDocument } from '../../src/web/gql/graphql.ts';
import { type RawReceiver, startRawReceiver } from '../integration/outbound/receiver.ts';
import { createWebhook, publish } from '../support/clients.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: RawReceiver;
beforeAll(async () => {
  app = await createTestApp({ EGRESS_ALLOW_HTTP: 'true' });
  receiver = await startRawReceiver();
  app.onStop(() => receiver.close());
});
afterAll(() => app.stop());

const url = () => `http://127.0.0.1:${receiver.port}/hook`;

const reserved =
  `Host Connection Keep-Alive Proxy-Connection TE Trailer Transfer-Encoding Upgrade Expect HTTP2-Settings Content-Type Content-Length
  Content-Encoding Content-Language Content-Location Content-Range Content-MD5 Content-Disposition Content-Digest Proxy-Authorization
  Proxy-Authenticate Cookie Cookie2 Set-Cookie Forwarded X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Port X-Forwarded-Server
  X-Real-IP X-Client-IP True-Client-IP CF-Connecting-IP Via X-Original-URL X-Rewrite-URL X-HTTP-Method-Override Max-Forwards webhook-id
  webhook-timestamp webhook-signature webhook-other svix-id X-Jasci X-Jasci-Event X-Jasci-Delivery X-Jasci-Attempt X-Jasci-Signature
  X-Jasci-Other User-Agent Accept-Encoding Date traceparent tracestate baggage Sec-Fetch-Site Sec-WebSocket-Key Range If-Match If-None-Match
  Metadata Metadata-Flavor X-aws-ec2-metadata-token X-aws-ec2-metadata-token-ttl-seconds X-Google-Metadata-Request Origin Referer
  Access-Control-Allow-Origin X-Accel-Redirect X-Sendfile Proxy Http-Proxy Http-Host Proxy-Status Keepalive HTTP2-Other Trailers
  Alt-Svc Alt-Used Early-Data Priority Digest Repr-Digest Want-Digest Signature Signature-Input X-Forwarded X-Forwarded-Prefix
  X-Forwarded-Client-Cert X-Forward-For X-Cluster-Client-IP Fastly-Client-IP Wl-Proxy-Client-IP X-Remote-User X-Remote-Addr X-Remote-Group
  X-Auth-Request-User X-Client-Cert X-SSL-Client-Verify SSL-Client-Cert Impersonate-User Impersonate-Group Remote-User X-Host X-Original-Method
  X-HTTP-Method X-Method-Override X-HTTP-Host-Override X-HTTP-Path-Override X-Path-Info Script-Name X-Proxy-URL X-Lighttpd-Send-File
  X-Middleware-Subrequest X-Vercel-Forwarded-For X-MS-Client-Principal-Id X-Goog-IAP-JWT-Assertion X-Amzn-OIDC-Identity X-Appengine-User-IP
  X-Envoy-External-Address CDN-Loop L5d-Dst-Override Destination Overwrite Sec-Fetch-Mode Set-Cookie2 svix-signature From Referrer
  X-Real-Host X-Target-Host X-ClientIP X-Rewrite-Path Proxyconnection HTTP-Connection`.split(/\s+/);
const controls = Array.from({ length: 33 }, (_, code) => String.fromCharCode(code === 32 ? 127 : code));
const values = [
  'a\r\nX-B: c',
  'a\nX-B: c',
  'a\rX-B: c',
  'a\r\n b',
  'a\r\n\tb',
  'a\r\n\r\nPOST / HTTP/1.1',
  'a\u2028b',
  'é',
  '中',
  '😀',
  '\ud800',
  '\u0085',
  '\u00a0',
  ' a',
  'a ',
  '\ta',
  'a\t',
  'v'.repeat(4_097),
  '嘊嘍X-B: c',
  'Ċč',
];
const names = [
  '',
  ' ',
  'X A',
  'X-A:',
  ':X',
  'X-A ',
  ' X-A',
  'X\tA',
  'X\r\nB',
  'X-Ä',
  'X-Ａ',
  'X(A)',
  '"X"',
  'X/A',
  'X[A]',
  'X{A}',
  'X@A',
  'X,A',
  'X;A',
  'X=A',
  'X?A',
  'X<A>',
  'X\\A',
  'X'.repeat(129),
  'X-😀',
  '\ud800',
  'X-A\0',
  ':authority',
  ':path',
];

interface Case {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Where the problem must be told. */
  readonly place: string;
}

const one = (name: string, value: string, field: string): Case => ({
  headers: [{ name, value }],
  place: `input.headers.0.${field}`,
});
const many = (count: number, value: string) =>
  Array.from({ length: count }, (_, index) => ({ name: `X-${index}`, value }));

const cases: Record<string, Case[]> = {
  'Headers: reserved names': reserved.flatMap((name) =>
    [name, name.toUpperCase(), name.toLowerCase(), name.replaceAll('-', '_')].map((spelt) => one(spelt, 'x', 'name')),
  ),
  'Headers: names that are none': [...names, ...controls.flatMap((control) => [`X${control}A`, `${control}X`])].map(
    (name) => one(name, 'x', 'name'),
  ),
  'Headers: values that break the line': [
    ...values,
    ...controls.filter((control) => control !== '\t').flatMap((control) => [`a${control}b`, `${control}`]),
  ].map((value) => one('X-A', value, 'value')),
  'Headers: too many, too large, twice': [
    { headers: many(21, 'x'), place: 'input.headers.20.name' },
    { headers: many(3, 'v'.repeat(4_000)), place: 'input.headers.2.value' },
    ...['X-A', 'x-a', 'X-a'].map((name) => ({
      headers: [
        { name: 'X-A', value: '1' },
        { name, value: '2' },
      ],
      place: 'input.headers.1.name',
    })),
  ],
};

test.each(Object.entries(cases))(
  '%s are refused when a webhook is saved, with a reason and a place',
  { timeout: 120_000 },
  async (className, list) => {
    const wrong: string[] = [];
    for (let start = 0; start < list.length; start += 12) {
      const judged = list.slice(start, start + 12).map(async ({ headers, place }) => {
        const input = { name: 'Bad', url: url(), eventTypes: ['*'], headers: [...headers] };
        const { createWebhook: made } = await app.execute(CreateWebhookDocument, { input });
        const told = made?.errors.find(
          ({ code, path, message }) => code === 'INVALID' && path?.join('.') === place && message.length > 10,
        );
        return made?.webhook == null && told !== undefined
          ? []
          : [`${JSON.stringify(headers.at(-1)).slice(0, 80)}: ${JSON.stringify(made?.errors)}`];
      });
      wrong.push(...(await Promise.all(judged)).flat());
    }
    tallyHostile(className, list.length, wrong);
  },
);

test('a receiver sees each header of ours exactly once, and those of the webhook byte by byte', async () => {
  const custom = [
    { name: 'Authorization', value: 'Bearer abc.def' },
    { name: "X!#$%&'*+.^_`|~9", value: 'odd but right' },
    { name: 'X-Tab', value: 'a\tb  c' },
    { name: 'X-Empty', value: '' },
    { name: 'X-Long', value: '~'.repeat(4_096) },
  ];
  const { id } = await createWebhook(app, { url }, { headers: custom });
  // As after a change of HEADER_PREFIX, or of our rules: a stored header with a name that is ours by now.
  const forged = JSON.stringify(
    [...custom, ...['webhook-id', 'X-JASCI-Event', 'user-agent'].map((name) => ({ name, value: 'forged' }))].map(
      (header) => ({ ...header, isSensitive: false }),
    ),
  );
  await app.app.database.system.query(
    `update dockhook.webhook set headers = $1 where replace(id::text, '-', '') = $2`,
    [forged, id.slice(4)],
  );
  const live = app.live().deliveryUpdates();
  await publish(app);
  for (let update = await live.next(); update.__typename !== 'DeliveryChanged';) update = await live.next();

  const [text = ''] = receiver.requests;
  const lines = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n').slice(1);
  const seen = Map.groupBy(lines, (line) => line.slice(0, line.indexOf(':')).toLowerCase());
  const ours =
    'host connection content-type content-length user-agent accept-encoding x-jasci-event x-jasci-delivery x-jasci-attempt x-jasci-signature webhook-id webhook-timestamp webhook-signature traceparent'.split(
      ' ',
    );
  expect(ours.filter((name) => seen.get(name)?.length !== 1)).toEqual([]);
  expect([...seen.keys()].toSorted()).toEqual([...ours, ...custom.map(({ name }) => name.toLowerCase())].toSorted());
  for (const { name, value } of custom) expect(lines).toContain(`${name}: ${value}`);
  expect(text).not.toContain('forged');
});
