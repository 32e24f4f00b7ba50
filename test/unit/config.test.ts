import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { variables } from '../../src/settings.ts';

/** What is wrong with an environment, one line per variable. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(loadConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: path.resolve('.data'),
      role: 'all',
      adminTenant: 'TENANT001',
      egressAllow: [],
      egressAllowHttp: false,
      headerPrefix: 'X-Jasci',
      retryTimeScale: 1,
      failpoint: undefined,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('ignores variables of others', () => {
    expect(loadConfig({ PATH: '/usr/bin', PORTAL: 'x' })).toEqual(loadConfig({}));
  });

  it('reads lists without minding blanks', () => {
    expect(loadConfig({ EGRESS_ALLOW: ' 10.0.0.0/8, ::1 ,,' }).egressAllow).toEqual(['10.0.0.0/8', '::1']);
  });

  it.each([
    ['HEADER_PREFIX', 'Webhook'],
    ['ALLOWED_ORIGINS', 'https://erp.example.com/'],
    ['ALLOWED_ORIGINS', 'https://erp.example.com,erp.example.com'],
    ['ALLOWED_ORIGINS', '*'],
    ['OIDC_TOKEN_TYPES', ','],
    ['OIDC_ROLE_MAP', ','],
  ])('refuses %s=%s, with which nothing would work', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}: `)]);
  });

  it.each([
    ['PORT', '70000', 'must be a whole number from 0 to 65535'],
    ['DATABASE_SYSTEM_CONNECTIONS', '1', 'must be a whole number from 2 to 1000'],
    ['PAYLOAD_RETENTION_DAYS', '0', 'must be a whole number from 1 to 3650'],
    ['RETRY_TIME_SCALE', '2', 'must be a number above 0, up to 1'],
    ['DATABASE_URL', 'postgres://db:99999/x', 'must be a URL, with a port up to 65535'],
    ['ADMIN_TOKEN', 'sixteen characters', 'must be at least 16 visible ASCII characters, without blanks'],
    ['ADMIN_TOKEN', 'sechzehn-zeichen-ä', 'must be at least 16 visible ASCII characters, without blanks'],
    ['SECRET_KEYS', 'k1:c2hvcnQ=', 'must be entries kid:base64 of 32 bytes, comma-separated, each kid once'],
    ['EGRESS_CA_FILE', '/nonexistent/ca.pem', 'names a file that cannot be read (ENOENT)'],
    ['EGRESS_CA_FILE', import.meta.filename, 'names a file that is not a PEM certificate'],
    ['RESOLVER_FILE', import.meta.filename, 'names a file that is not JSON'],
    ['HEADER_PREFIX', 'X-Foo-', 'must be a header name prefix such as X-Jasci'],
    ['OIDC_AUDIENCE', 'dockhook', 'does nothing without OIDC_ISSUER'],
    ['OIDC_JWKS_URL', 'https://id.example.com/jwks', 'does nothing without OIDC_ISSUER'],
  ])('says of %s=%s what it may be', (name, value, rule) => {
    expect(problemsOf({ [name]: value })).toEqual([`${name}: ${rule}`]);
  });

  it('refuses a place of keys without a host', () => {
    const oidc = { OIDC_ISSUER: 'https://id.example.com', OIDC_AUDIENCE: 'dockhook', OIDC_JWKS_URL: 'https://' };
    expect(problemsOf(oidc)).toEqual(['OIDC_JWKS_URL: must be a URL with a host']);
  });

  it('refuses payloads that are kept for longer than their records', () => {
    const problems = problemsOf({ PAYLOAD_RETENTION_DAYS: '100', RECORD_RETENTION_DAYS: '99' });
    expect(problems).toEqual([expect.stringMatching(/^PAYLOAD_RETENTION_DAYS: must not be above/)]);
  });

  it('takes a URL that names a socket instead of a host', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://dockhook:secret@/dockhook?host=/run/postgresql' })).toEqual([]);
    expect(problemsOf({ DATABASE_URL: 'postgres:///dockhook?host=/run/postgresql' })).toEqual([]);
  });

  it('names files, keys and failpoints that are wrong together with the rest', () => {
    const problems = problemsOf({
      PORT: '70000',
      SECRET_KEYS: 'k1',
      EGRESS_CA_FILE: '/nonexistent/ca.pem',
      RESOLVER_FILE: '/nonexistent/names.json',
      FAILPOINT: 'somewhere',
      OIDC_JWKS_URL: 'https://id.example.com/jwks',
    });
    const names = problems.map((problem) => problem.split(':')[0]);
    expect(new Set(names)).toEqual(
      new Set(['PORT', 'SECRET_KEYS', 'EGRESS_CA_FILE', 'RESOLVER_FILE', 'FAILPOINT', 'OIDC_JWKS_URL']),
    );
  });

  it('takes types of tokens as tokens may write them', () => {
    const oidc = { OIDC_ISSUER: 'https://id.example.com', OIDC_AUDIENCE: 'dockhook' };
    expect(loadConfig({ ...oidc, OIDC_TOKEN_TYPES: 'application/AT+JWT' }).oidc?.tokenTypes).toEqual(['at+jwt']);
  });

  it('names everything that is wrong at once, each by its variable', () => {
    const problems = problemsOf({ PORT: 'x', ROLE: 'boss', EGRESS_ALLOW_HTTP: 'yes', ADMIN_TOKEN: 'short', HOST: 'h' });
    expect(problems.map((problem) => problem.split(':')[0]).toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
      'ADMIN_TOKEN',
      'EGRESS_ALLOW_HTTP',
      'PORT',
      'ROLE',
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const problems = problemsOf({ ADMIN_TOKEN: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@db/x' });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://db/x'],
    ['ADMIN_TENANT', 'TENANT\t1'],
    ['ADMIN_TENANT', 'T'.repeat(51)],
    ['HEADER_PREFIX', 'X_Jasci'],
    ['HEADER_PREFIX', '-X'],
    ['RETRY_TIME_SCALE', '0'],
    ['RETRY_TIME_SCALE', '2'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toHaveLength(1);
  });

  it('describes every variable in a sentence', () => {
    for (const [name, rule] of Object.entries(variables))
      expect([name, rule.description]).toEqual([name, expect.stringMatching(/\.$/)]);
  });
});
