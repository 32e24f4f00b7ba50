import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, variables } from '../../src/config.ts';

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
    ['OIDC_JWKS_URL', 'https://'],
  ])('refuses %s=%s, with which nothing would work', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}: `)]);
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
