/**
 * Every environment variable with its default and its rule, which needs nothing but the variable itself.
 * `.env.example` and `docs/configuration.md` are generated from `variables`.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IDENTIFIER_RULE, isIdentifier } from './domain/identifier.ts';
import { isRole, roles } from './domain/role.ts';

const splitList = (text: string): string[] => text.split(',').flatMap((entry) => entry.trim() || []);

const listOf = (preset: string[]) => z.string().transform(splitList).default(preset);

const operatorUrl = z.string().regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/])/, {
  error: 'must begin with https:// (http:// only on this machine)',
});
const serverUrl = operatorUrl.refine((text) => URL.canParse(text), { error: 'must be a URL with a host' });

const isRoleOfValue = ([value, role = '']: readonly string[]): boolean => value !== '' && isRole(role);
const isOrigin = (text: string): boolean => URL.parse(text)?.origin === text;

/** With a shared secret among the algorithms, a public key would pass for one. */
const asymmetric = /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/;

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true')
  .default(false);

const whole = (min: number, max: number, preset: number, description: string) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce
    .number({ error })
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .default(preset)
    .describe(`${description} ${min} to ${max}.`);
};
const atLeastOne = (preset: number, description: string) => whole(1, 1_000_000_000, preset, description);

const scaleRule = { error: 'must be a number above 0, up to 1' };

/** What is wrong with a file that is read as `read` does; never what is in it. */
const fileOf = (read: (content: Buffer) => unknown, otherwise: string) =>
  z.string().superRefine((file, { addIssue }) => {
    let content: Buffer;
    try {
      content = readFileSync(file);
    } catch (error) {
      return addIssue(`names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
    try {
      read(content);
    } catch {
      addIssue(otherwise);
    }
    return undefined;
  });

function isKeyRing(text: string): boolean {
  const entries = text.split(',').map((entry) => entry.trim().split(':'));
  const areKeys = entries.every(([kid, key = '']) => kid !== '' && Buffer.from(key, 'base64').length === 32);
  return areKeys && new Set(entries.map(([kid]) => kid)).size === entries.length;
}

/** Where a test can end the process, in the order an event meets them: see pipeline/failpoints.ts. */
export const failpointNames = [
  'before-accept',
  'after-accept',
  'before-claim',
  'after-claim',
  'before-send',
  'after-write',
  'after-answer',
  'before-record',
  'after-record',
  'before-finish',
] as const;
const failpoint = new RegExp(`^(${failpointNames.join('|')})(:[1-9]\\d{0,8})?$`);

/** Which parts run in this process. */
export type ProcessRole = 'all' | 'api' | 'worker';

/** Every variable with its rule; the description is what users read. */
export const variables = {
  PORT: whole(
    0,
    65_535,
    4_000,
    'Port to listen on; 0 takes a free one. A worker answers /healthz and /readyz there, and nothing else.',
  ),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' })
    // Without a host it may name a socket.
    .refine((text) => URL.canParse(text.replace('@/', '@host/')), { error: 'must be a URL, with a port up to 65535' })
    .optional()
    .describe('PostgreSQL 15 or newer to use. Without it an embedded PostgreSQL runs in DATA_DIR, with a demo.'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('Folder of the embedded PostgreSQL, of generated keys and of the demo.'),
  ROLE: z
    .enum(['all', 'api', 'worker'], { error: 'must be all, api or worker' })
    .default('all')
    .describe('What this process does: serve the API, deliver, or both.'),
  ADMIN_TOKEN: z
    .string()
    // What a header can bring: see server/authenticate.ts.
    .regex(/^[\x21-\x7e]{16,}$/, { error: 'must be at least 16 visible ASCII characters, without blanks' })
    .optional()
    .describe('First administrator key. The demo generates one; with DATABASE_URL give it, or use keys create.'),
  ADMIN_TENANT: z
    .string()
    .refine(isIdentifier, { error: IDENTIFIER_RULE })
    .default('TENANT001')
    .describe('Tenant of the first administrator key.'),
  OIDC_ISSUER: serverUrl
    .optional()
    .describe('OpenID Connect issuer whose tokens (JWT) are accepted besides API keys. See docs/access.md.'),
  OIDC_AUDIENCE: z.string().min(1).optional().describe('Audience that tokens must be for. Required with OIDC_ISSUER.'),
  OIDC_ALGORITHMS: z
    .string()
    .default('RS256,PS256,ES256,EdDSA')
    .transform(splitList)
    .refine((names) => names.length > 0 && names.every((name) => asymmetric.test(name)), {
      error: 'must be a list of asymmetric algorithms such as RS256, PS256, ES256, EdDSA',
    })
    .describe('Signature algorithms accepted, comma-separated; asymmetric ones only.'),
  OIDC_TOKEN_TYPES: listOf(['JWT', 'at+jwt', 'absent'])
    .refine((types) => types.length > 0, { error: 'must name at least one type, such as at+jwt' })
    .describe(
      'Types of tokens accepted (their header typ), comma-separated; absent means a token without. at+jwt alone keeps ID tokens out, if your issuer marks access tokens so.',
    ),
  OIDC_TENANT_CLAIM: z.string().min(1).default('tenant').describe('Claim that names the tenant; dots go into objects.'),
  OIDC_ROLE_CLAIM: z.string().min(1).default('roles').describe('Claim with the role or a list of them.'),
  OIDC_ROLE_MAP: z
    .string()
    .default(roles.map((role) => `${role}=${role}`).join(','))
    .transform((text) => splitList(text).map((pair) => pair.split(/=(?=[^=]*$)/)))
    .refine((pairs) => pairs.length > 0 && pairs.every(isRoleOfValue), {
      error: 'must be a list such as wms-admins=ADMINISTRATOR,wms-staff=VIEWER',
    })
    .describe('From values of the role claim to roles: value=ROLE, comma-separated.'),
  OIDC_COMPANY_CLAIM: z
    .string()
    .optional()
    .describe('Claim that names the company; then tokens must have it, and * means every company.'),
  OIDC_FULFILLMENT_CENTER_CLAIM: z
    .string()
    .optional()
    .describe('Claim that names the fulfillment center; then tokens must have it, and * means every one.'),
  OIDC_JWKS_URL: serverUrl
    .optional()
    .describe("Where the issuer's keys are, instead of discovery: needed when they are at another host."),
  SECRET_KEYS: z
    .string()
    .refine(isKeyRing, { error: 'must be entries kid:base64 of 32 bytes, comma-separated, each kid once' })
    .optional()
    .describe(
      'Key ring for secrets at rest: kid:base64 of 32 bytes, comma-separated, newest first. Generated into DATA_DIR when not set. How to rotate it: SECURITY.md.',
    ),
  ALLOWED_ORIGINS: listOf([])
    .refine((origins) => origins.every(isOrigin), { error: 'must be origins such as https://erp.example.com, no more' })
    .describe('Origins of pages that may open sockets besides our own, comma-separated, e.g. https://erp.example.com.'),
  EGRESS_ALLOW: listOf([]).describe(
    'Networks (CIDR, comma-separated) that webhooks may reach besides the public internet.',
  ),
  EGRESS_ALLOW_HTTP: flag.describe('true allows http:// targets. For development only.'),
  EGRESS_CA_FILE: fileOf((content) => new X509Certificate(content), 'names a file that is not a PEM certificate')
    .optional()
    .describe('PEM file of certificate authorities to trust for receivers, besides the public ones.'),
  HEADER_PREFIX: z
    .string()
    .regex(/^[A-Za-z]([A-Za-z0-9-]{0,29}[A-Za-z0-9])?$/, { error: 'must be a header name prefix such as X-Jasci' })
    // webhook-signature is Standard Webhooks' own, and each header must stand there once.
    .refine((prefix) => prefix.toLowerCase() !== 'webhook', {
      error: 'must not be webhook, whose headers are sent as well',
    })
    .default('X-Jasci')
    .describe('Prefix of the delivery headers: X-Jasci gives X-Jasci-Event, -Delivery, -Attempt and -Signature.'),
  RESOLVER_FILE: fileOf((content) => JSON.parse(content.toString()), 'names a file that is not JSON')
    .optional()
    .describe('Tests only: JSON file of host names to addresses, used instead of DNS.'),
  RETRY_TIME_SCALE: z.coerce
    .number(scaleRule)
    .positive(scaleRule)
    .max(1, scaleRule)
    .default(1)
    .describe('Tests only: multiplies the delays of our own retries, of circuits and of automatic disabling.'),
  DATABASE_TENANT_CONNECTIONS: whole(
    1,
    1_000,
    10,
    'Connections to PostgreSQL that a process uses for requests of tenants, at most.',
  ),
  DATABASE_SYSTEM_CONNECTIONS: whole(
    2,
    1_000,
    8,
    'Connections to PostgreSQL that a process uses for keys, delivering and the live stream, at most; twice as many when it serves the API and delivers.',
  ),
  DRAIN_NOTICE_MS: whole(
    0,
    30_000,
    5_000,
    'After SIGTERM the API goes on serving for so long while /readyz answers 503, so that balancers send elsewhere. Not with the embedded PostgreSQL.',
  ),
  REQUEST_TIMEOUT_MS: whole(
    1_000,
    300_000,
    45_000,
    'Time of a GraphQL request, except subscriptions; then it ends with TIMEOUT and begins no more statements. A test of a webhook takes as long as its time limit, 30 s at most.',
  ),
  BACKLOG_LIMIT: atLeastOne(
    100_000,
    'Deliveries that may be due and waiting for a worker, of all tenants together, before publishing is refused for a while. A tenant that has less than its share of them waiting is still accepted.',
  ),
  RATE_LIMIT_REQUESTS: atLeastOne(10_000, 'Requests a second that one key may make of one process.'),
  RATE_LIMIT_EVENTS: atLeastOne(50_000, 'Events a second that one key may publish through one process.'),
  RATE_LIMIT_TESTS: atLeastOne(10, 'Tests a minute of one webhook.'),
  PAYLOAD_RETENTION_DAYS: whole(
    1,
    3_650,
    30,
    'Days until payloads, and what receivers answered to them, are removed. A tenant may have its own.',
  ),
  RECORD_RETENTION_DAYS: whole(
    1,
    3_650,
    90,
    'Days until events, deliveries and attempts are removed as well. A tenant may have its own.',
  ),
  FAILPOINT: z
    .string()
    .regex(failpoint, { error: `must be one of ${failpointNames.join(', ')}, with :n after it if wanted` })
    .optional()
    .describe('Tests only: where the process is to end as by kill -9, e.g. after-answer:3.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .optional()
    .describe('Least severe log line written; default info, and warn while the demo runs.'),
} as const;
