/**
 * Which headers a webhook may add to its deliveries. Refused by name are those that frame the message,
 * sign it, tell who sent it, or that machines on the way obey: a tenant must not be able to
 * smuggle a request, fake a signature or unlock a metadata service.
 */

export interface CustomHeader {
  readonly name: string;
  readonly value: string;
}

export type CustomHeaderRule =
  | 'count'
  | 'duplicate'
  | 'name-length'
  | 'name-syntax'
  | 'reserved'
  | 'total-size'
  | 'value-length'
  | 'value-syntax'
  | 'value-whitespace';

export interface CustomHeaderProblem {
  /** Position in the list that was checked. */
  readonly index: number;
  readonly field: 'name' | 'value';
  readonly rule: CustomHeaderRule;
  /** English; never repeats a value, because values are secrets. */
  readonly message: string;
}

export const customHeaderLimits = { count: 20, nameBytes: 128, valueBytes: 4096, totalBytes: 8192 } as const;

/** Why a reserved name is reserved: the end of the sentence "The header X is reserved: ...". */
const reasons = {
  framing: 'it controls how the message is framed or connected',
  content: 'Dockhook describes the body itself',
  signing: 'Dockhook signs its deliveries with it',
  client: 'it would let a delivery claim to come from someone else',
  session: 'a delivery has no browser session',
  routing: 'servers on the way could rewrite the request because of it',
  metadata: 'it unlocks metadata services of cloud platforms',
  dockhook: 'Dockhook sets it itself',
  conditional: 'it would make the receiver skip or cut the delivery',
} as const;

type Reason = keyof typeof reasons;

const reservedNames = new Map<string, Reason>(
  Object.entries({
    framing:
      'host connection keep-alive te trailer trailers transfer-encoding upgrade upgrade-insecure-requests expect ' +
      'alt-used alt-svc early-data max-forwards close priority keepalive ' +
      'proxyconnection http-connection',
    content: 'digest want-digest want-content-digest repr-digest want-repr-digest mime-version',
    signing: 'webhook svix signature signature-input',
    client:
      'forwarded via from true-client-ip client-ip cf-connecting-ip cf-connecting-ipv6 cf-pseudo-ipv4 cf-ipcountry ' +
      'cf-ray cf-visitor cf-worker fastly-client-ip fly-client-ip x-real-ip x-client-ip x-clientip x-cluster-client-ip ' +
      'x-originating-ip x-forwarded x-forwarder-for remote-addr remote-user x-proxyuser-ip x-host x-azure-clientip x-azure-socketip cdn-loop origin referer ' +
      'x-client-cert client-cert client-cert-chain x-arr-clientcert x-tls-client-cert x-forward-for wl-proxy-client-ip ' +
      'x-wap-client-ip x-nf-client-connection-ip x-real-port x-scheme x-url-scheme referrer cf-access-jwt-assertion ' +
      'cf-access-authenticated-user-email x-pomerium-jwt-assertion x-webauth-user x-authenticated-user',
    session: 'cookie cookie2 set-cookie set-cookie2',
    routing:
      'x-original-url x-rewrite-url x-rewrite-path x-real-host x-target-host x-original-host x-original-uri x-http-method x-http-method-override ' +
      'x-method-override x-http-destinationurl x-http-host-override x-host-override x-accel-redirect x-sendfile ' +
      'x-http-path-override x-lighttpd-send-file x-path-info path-info x-script-name script-name x-request-uri ' +
      'request-uri x-proxy-host x-proxy-url x-backend-host l5d-dst-override front-end-https destination depth overwrite ' +
      'proxy http-proxy http-host',
    metadata: 'metadata metadata-flavor x-google-metadata-request x-metadata-token',
    dockhook: 'user-agent accept-encoding date traceparent tracestate baggage',
    conditional: 'range if-match if-none-match if-modified-since if-unmodified-since if-range',
  } satisfies Record<Reason, string>).flatMap(([reason, names]) =>
    names.split(' ').map((name) => [name, reason as Reason] as const),
  ),
);

const reservedPrefixes: readonly (readonly [prefix: string, reason: Reason])[] = [
  ['content-', 'content'],
  ['webhook-', 'signing'],
  ['svix-', 'signing'],
  ['http2-', 'framing'],
  ['proxy-', 'framing'],
  ['sec-', 'session'],
  ['access-control-', 'session'],
  ['forwarded-', 'client'],
  ['x-forwarded-', 'client'],
  ['ssl-client-', 'client'],
  ['x-ssl-client-', 'client'],
  ['x-auth-request-', 'client'],
  ['x-remote-', 'client'],
  ['x-vercel-forwarded-', 'client'],
  ['x-vercel-ip-', 'client'],
  ['impersonate-', 'client'],
  ['x-original-', 'routing'],
  ['x-envoy-', 'routing'],
  ['x-middleware-', 'routing'],
  ['x-appengine-', 'client'],
  ['x-goog-authenticated-user-', 'client'],
  ['x-goog-iap-', 'client'],
  ['x-ms-client-principal', 'client'],
  ['x-amzn-oidc-', 'client'],
  ['x-amzn-mtls-', 'client'],
  ['x-aws-ec2-metadata-', 'metadata'],
];

/** RFC 9110 token. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const visibleAscii = /^[\x20-\x7e\t]*$/;

/**
 * Everything that is wrong with a webhook's custom headers; empty when all is well.
 * @param options.prefix prefix of our own delivery headers (`HEADER_PREFIX`), reserved with all that begins with it.
 */
export function checkCustomHeaders(
  headers: readonly CustomHeader[],
  { prefix }: { readonly prefix: string },
): CustomHeaderProblem[] {
  const problems: CustomHeaderProblem[] = [];
  const seen = new Set<string>();
  let totalBytes = 0;
  for (const [index, { name, value }] of headers.entries()) {
    const add = (field: 'name' | 'value', rule: CustomHeaderRule, message: string) =>
      problems.push({ index, field, rule, message });
    const nameProblem = checkName(name, prefix);
    if (nameProblem) add('name', ...nameProblem);
    else if (seen.has(name.toLowerCase())) add('name', 'duplicate', `The header ${name} appears more than once.`);
    seen.add(name.toLowerCase());
    const valueProblem = checkValue(value);
    if (valueProblem) add('value', ...valueProblem);
    if (index === customHeaderLimits.count) {
      add('name', 'count', `A webhook can have at most ${customHeaderLimits.count} custom headers.`);
    }
    const isOverBefore = totalBytes > customHeaderLimits.totalBytes;
    totalBytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (!isOverBefore && totalBytes > customHeaderLimits.totalBytes) {
      add(
        'value',
        'total-size',
        `All names and values together can have at most ${customHeaderLimits.totalBytes} bytes.`,
      );
    }
  }
  return problems;
}

type Finding = readonly [rule: CustomHeaderRule, message: string];

function checkName(name: string, prefix: string): Finding | undefined {
  if (name === '') return ['name-length', 'A header needs a name.'];
  if (Buffer.byteLength(name) > customHeaderLimits.nameBytes) {
    return ['name-length', `A header name can have at most ${customHeaderLimits.nameBytes} characters.`];
  }
  if (!token.test(name)) return ['name-syntax', "A header name can have only letters, digits and !#$%&'*+-.^_`|~."];
  const reason = reservedReason(name, prefix);
  return reason && ['reserved', `The header ${name} is reserved: ${reasons[reason]}.`];
}

/** Compares as receivers do that turn names into variables (CGI, WSGI, PHP): case and `_` for `-` make no difference. */
function reservedReason(name: string, prefix: string): Reason | undefined {
  const folded = name.toLowerCase().replaceAll('_', '-');
  const own = prefix.toLowerCase();
  if (folded === own || folded.startsWith(`${own}-`)) return 'dockhook';
  return reservedNames.get(folded) ?? reservedPrefixes.find(([start]) => folded.startsWith(start))?.[1];
}

function checkValue(value: string): Finding | undefined {
  if (Buffer.byteLength(value) > customHeaderLimits.valueBytes) {
    return ['value-length', `A header value can have at most ${customHeaderLimits.valueBytes} bytes.`];
  }
  if (!visibleAscii.test(value)) {
    return ['value-syntax', 'A header value can have only visible ASCII characters, spaces and tabs.'];
  }
  return value.trim() === value
    ? undefined
    : ['value-whitespace', 'A header value must not begin or end with white space.'];
}
