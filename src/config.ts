/**
 * The configuration as the program uses it. The only module that knows names of environment variables; `main.ts` and the
 * commands hand it `process.env`. The rules are in `settings.ts`.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Role } from './domain/role.ts';
import { variables, type ProcessRole } from './settings.ts';

const schema = z.object(variables);

/** The issuer of tokens, and how their claims are read. */
export interface OidcConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly tokenTypes: readonly string[];
  readonly tenantClaim: string;
  readonly roleClaim: string;
  readonly roleMap: ReadonlyMap<string, Role>;
  readonly companyClaim: string | undefined;
  readonly fulfillmentCenterClaim: string | undefined;
  readonly jwksUrl: string | undefined;
}

/** The configuration as the program uses it. Absent options are `undefined`. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly role: ProcessRole;
  readonly adminToken: string | undefined;
  readonly adminTenant: string;
  readonly secretKeys: string | undefined;
  /** Undefined: only API keys. */
  readonly oidc: OidcConfig | undefined;
  readonly allowedOrigins: readonly string[];
  readonly egressAllow: readonly string[];
  readonly egressAllowHttp: boolean;
  readonly egressCaFile: string | undefined;
  readonly headerPrefix: string;
  readonly resolverFile: string | undefined;
  readonly retryTimeScale: number;
  readonly tenantConnections: number;
  readonly systemConnections: number;
  readonly drainNoticeMs: number;
  readonly requestTimeoutMs: number;
  readonly backlogLimit: number;
  readonly rateLimits: { readonly requests: number; readonly events: number; readonly testsPerMinute: number };
  readonly payloadRetentionDays: number;
  readonly recordRetentionDays: number;
  readonly failpoint: string | undefined;
  readonly logLevel: string | undefined;
}

/** Thrown by `loadConfig`; `problems` has one line per variable that is wrong. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Adds to the environment what a file .env in the working directory sets; what is set already stays. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/**
 * Reads the configuration from an environment. An empty variable counts as not set.
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.keys(variables).map((name) => [name, env[name] || undefined]));
  const parsed = schema.safeParse(given);
  const issues = parsed.error?.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`) ?? [];
  const problems = new Set([...issues, ...problemsBetween(given)]);
  if (!parsed.success || problems.size > 0) throw new ConfigError([...problems]);
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    dataDir: path.resolve(values.DATA_DIR),
    role: values.ROLE,
    adminToken: values.ADMIN_TOKEN,
    adminTenant: values.ADMIN_TENANT,
    secretKeys: values.SECRET_KEYS,
    oidc: oidcOf(values),
    allowedOrigins: values.ALLOWED_ORIGINS,
    egressAllow: values.EGRESS_ALLOW,
    egressAllowHttp: values.EGRESS_ALLOW_HTTP,
    egressCaFile: values.EGRESS_CA_FILE,
    headerPrefix: values.HEADER_PREFIX,
    resolverFile: values.RESOLVER_FILE,
    retryTimeScale: values.RETRY_TIME_SCALE,
    tenantConnections: values.DATABASE_TENANT_CONNECTIONS,
    systemConnections: values.DATABASE_SYSTEM_CONNECTIONS,
    drainNoticeMs: values.DRAIN_NOTICE_MS,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    backlogLimit: values.BACKLOG_LIMIT,
    rateLimits: {
      requests: values.RATE_LIMIT_REQUESTS,
      events: values.RATE_LIMIT_EVENTS,
      testsPerMinute: values.RATE_LIMIT_TESTS,
    },
    payloadRetentionDays: values.PAYLOAD_RETENTION_DAYS,
    recordRetentionDays: values.RECORD_RETENTION_DAYS,
    failpoint: values.FAILPOINT,
    logLevel: values.LOG_LEVEL,
  };
}

/** What is wrong with variables beside each other, as they were given. */
function problemsBetween(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  if (given['OIDC_ISSUER'] === undefined) {
    for (const name of ['OIDC_AUDIENCE', 'OIDC_JWKS_URL']) {
      if (given[name] !== undefined) problems.push(`${name}: does nothing without OIDC_ISSUER`);
    }
  } else if (given['OIDC_AUDIENCE'] === undefined) {
    // Any token of that issuer would be let in.
    problems.push('OIDC_AUDIENCE: must be set with OIDC_ISSUER');
  }
  const { PAYLOAD_RETENTION_DAYS: payloads, RECORD_RETENTION_DAYS: records } = given;
  if (payloads !== undefined && records !== undefined && Number(payloads) > Number(records)) {
    problems.push('PAYLOAD_RETENTION_DAYS: must not be above RECORD_RETENTION_DAYS, with which payloads go as well');
  }
  return problems;
}

function oidcOf(values: z.infer<typeof schema>): OidcConfig | undefined {
  if (values.OIDC_ISSUER === undefined || values.OIDC_AUDIENCE === undefined) return undefined;
  return {
    issuer: values.OIDC_ISSUER,
    audience: values.OIDC_AUDIENCE,
    algorithms: values.OIDC_ALGORITHMS,
    tokenTypes: values.OIDC_TOKEN_TYPES.map((type) => type.toLowerCase().replace(/^application\//, '')),
    tenantClaim: values.OIDC_TENANT_CLAIM,
    roleClaim: values.OIDC_ROLE_CLAIM,
    roleMap: new Map(values.OIDC_ROLE_MAP as [string, Role][]),
    companyClaim: values.OIDC_COMPANY_CLAIM,
    fulfillmentCenterClaim: values.OIDC_FULFILLMENT_CENTER_CLAIM,
    jwksUrl: values.OIDC_JWKS_URL,
  };
}
