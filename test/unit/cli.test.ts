import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/command-line.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';

describe('the command line', () => {
  it('says what it can do when asked for help', async () => {
    const { exitCode, lines } = await runCli('--help');
    expect(exitCode).toBe(0);
    expect(lines.join('\n')).toContain('keys create --tenant');
  });

  it.each([
    ['', 'Which command?'],
    ['fly', 'There is no command fly.'],
    ['keys', 'keys: create, list, rotate or revoke?'],
    ['keys revoke', 'Which key?'],
    ['keys rotate key_1 --overlap-minutes soon', '--overlap-minutes must be'],
    ['keys create --tenant T --role VIEWER --event-types order.*', '--event-types is for'],
    ['keys create --tenant T --role VIEWER --expires yesterday', '--expires must be'],
    ['keys create --tenant T --role VIEWER --expires 2090-02-30T00:00:00Z', '--expires must be'],
    ['keys create --tenant T --role VIEWER --expires 2090', '--expires must be'],
    ['keys create --tenant T --role VIEWER --expires 2090-01-31T00:00:00', '--expires must be'],
    ['keys burn', 'There is no command keys burn.'],
    ['secrets', 'secrets: reencrypt?'],
    ['secrets reencrypt all', "'all'"],
    ['doctor now', 'What is now for?'],
    ['keys create --role VIEWER', '--tenant is missing.'],
    ['keys create --tenant T', '--role is missing.'],
    ['keys create --tenant T --role KING', '--role must be ADMINISTRATOR, VIEWER, PUBLISHER.'],
    [`keys create --role VIEWER --tenant ${'T'.repeat(51)}`, '--tenant must have 1 to 50'],
    ['keys create --tenant T --role VIEWER --colour red', "'--colour'"],
    ['keys create --tenant T --role VIEWER stray', "'stray'"],
    ['keys list --tenant', "'--tenant <value>'"],
  ])('"%s" is not understood, for a reason, and the usage follows', async (commandLine, reason) => {
    const { exitCode, lines, explanations } = await runCli(commandLine);
    expect(exitCode).toBe(2);
    expect(lines).toEqual([]);
    expect(explanations).toContain(reason);
    expect(explanations).toContain('Usage: npm run cli -- <command>');
  });

  it('names every wrong variable before it does anything', async () => {
    const { exitCode, explanations } = await runCli('keys list', { PORT: 'harbour', DATABASE_URL: 'mysql://x' });
    expect(exitCode).toBe(1);
    expect(explanations).toContain('PORT: must be a whole number from 0 to 65535');
    expect(explanations).toContain('DATABASE_URL: must begin with postgres://');
  });

  it.each(['keys create --tenant T --role VIEWER', 'keys list', 'personal-data erase --tenant T --business-key SO'])(
    '%s makes no database where there is none',
    async (commandLine) => {
      const folder = makeTemporaryDirectory();
      const dataDir = path.join(folder, 'data');
      const { exitCode, lines, explanations } = await runCli(commandLine, { DATA_DIR: dataDir });
      expect([exitCode, lines]).toEqual([1, []]);
      expect(explanations).toContain(`There is no database in ${dataDir}.`);
      expect(readdirSync(folder)).toEqual([]);
      rmSync(folder, { recursive: true });
    },
  );

  it('migrate needs a database to migrate', async () => {
    const { exitCode, explanations } = await runCli('migrate');
    expect(exitCode).toBe(1);
    expect(explanations).toContain('migrate needs DATABASE_URL');
  });
});

describe('doctor, without a database', () => {
  const dataDir = '/nonexistent/dockhook';

  it('is content with a fresh installation and says what it did not look at', async () => {
    const { exitCode, lines } = await runCli('doctor', { DATA_DIR: dataDir });
    expect(exitCode).toBe(0);
    expect(lines.join('\n')).toContain(`The embedded database in ${dataDir} is not running`);
    expect(lines.at(-1)).toBe('Nothing is wrong.');
  });

  it('finds every setting that cannot work or that is for tests only', async () => {
    const { exitCode, lines } = await runCli('doctor', {
      DATA_DIR: dataDir,
      EGRESS_ALLOW: '10.0.0.0/8,169.254.169.254,home',
      RETRY_TIME_SCALE: '0.5',
      FAILPOINT: 'after-answer',
    });
    const wrong = lines.filter((line) => line.startsWith('WRONG')).join('\n');
    expect(exitCode).toBe(1);
    for (const word of ['169.254.169.254', '"home"', 'RETRY_TIME_SCALE', 'FAILPOINT']) expect(wrong).toContain(word);
    expect(lines.at(-1)).toBe('4 things are wrong.');
  });

  it('refuses what a start refuses: files that are not there, keys and failpoints that are none', async () => {
    const { exitCode, lines } = await runCli('doctor', {
      DATA_DIR: dataDir,
      EGRESS_CA_FILE: '/nonexistent/ca.pem',
      RESOLVER_FILE: '/nonexistent/names.json',
      SECRET_KEYS: 'k1:short',
      FAILPOINT: 'somewhere',
    });
    const wrong = lines.filter((line) => line.startsWith('WRONG')).join('\n');
    expect(exitCode).toBe(1);
    for (const name of ['EGRESS_CA_FILE', 'RESOLVER_FILE', 'SECRET_KEYS', 'FAILPOINT'])
      expect(wrong).toContain(`${name}: `);
    expect(lines.join('\n')).not.toMatch(/short|can be read/);
    expect(lines.at(-1)).toBe('4 things are wrong.');
  });

  it('advises about what is open beyond the public internet', async () => {
    const { exitCode, lines } = await runCli('doctor', {
      DATA_DIR: dataDir,
      EGRESS_ALLOW: '10.0.0.0/8',
      EGRESS_ALLOW_HTTP: 'true',
    });
    expect(exitCode).toBe(0);
    expect(lines.filter((line) => line.startsWith('note')).join('\n')).toMatch(/10\.0\.0\.0\/8[^]*EGRESS_ALLOW_HTTP/);
  });

  it('tells each wrong variable of a configuration that cannot be read', async () => {
    const { exitCode, lines } = await runCli('doctor', { PORT: '-1', ROLE: 'boss' });
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.startsWith('WRONG'))).toHaveLength(2);
  });

  it('a database that does not answer is wrong, and its password is not shown', async () => {
    const { exitCode, lines } = await runCli('doctor', {
      DATABASE_URL: 'postgres://dockhook:hunter2@127.0.0.1:9/dockhook',
      DATA_DIR: dataDir,
    });
    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toContain('The database cannot be reached: ');
    expect(lines.join('\n')).not.toContain('hunter2');
  });
});
