/** The settings that can be judged without a database. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import { createSecretBox } from '../../database/secret-box.ts';
import { parseAllowList } from '../../outbound/allow-list.ts';
import type { Finding } from './finding.ts';

export async function examineSettings(config: Config): Promise<Finding[]> {
  return [
    ...examineEgress(config),
    ...(await examineAuthorities(config.egressCaFile)),
    ...examineSecretKeys(config),
    ...examineTestSettings(config),
  ];
}

function examineEgress({ egressAllow, egressAllowHttp }: Config): Finding[] {
  const { entries, problems } = parseAllowList(egressAllow);
  const findings: Finding[] = problems.map((problem) => ({ kind: 'wrong', text: `EGRESS_ALLOW: ${problem}` }));
  if (problems.length === 0) {
    findings.push(
      entries.length === 0
        ? { kind: 'good', text: 'Webhooks reach the public internet and nothing else.' }
        : {
            kind: 'advice',
            text: `Besides the public internet, webhooks of every tenant reach ${egressAllow.join(', ')}.`,
          },
    );
  }
  if (egressAllowHttp) {
    findings.push({
      kind: 'advice',
      text: 'EGRESS_ALLOW_HTTP lets payloads travel unencrypted. For development only.',
    });
  }
  return findings;
}

async function examineAuthorities(file: string | undefined): Promise<Finding[]> {
  if (file === undefined) return [];
  try {
    const { subject, validTo } = new X509Certificate(await readFile(file));
    const text = `EGRESS_CA_FILE begins with ${subject.replaceAll('\n', ', ')}, valid to ${validTo}.`;
    if (new Date(validTo) < new Date()) return [{ kind: 'wrong', text }];
    return [{ kind: 'good', text }];
  } catch (error) {
    return [{ kind: 'wrong', text: `EGRESS_CA_FILE cannot be used: ${error instanceof Error ? error.message : ''}` }];
  }
}

function examineSecretKeys({ secretKeys, databaseUrl, dataDir }: Config): Finding[] {
  if (secretKeys === undefined) {
    if (databaseUrl === undefined) return [];
    const text =
      `SECRET_KEYS is not set: the keys for secrets at rest are in ${dataDir}. Every process on this database needs ` +
      'the same ones, and without them the stored secrets are lost.';
    return [{ kind: 'advice', text }];
  }
  try {
    createSecretBox(secretKeys);
    return [{ kind: 'good', text: `SECRET_KEYS has ${secretKeys.split(',').length} usable key(s).` }];
  } catch (error) {
    return [{ kind: 'wrong', text: error instanceof Error ? error.message : 'SECRET_KEYS cannot be used.' }];
  }
}

function examineTestSettings({ resolverFile, retryTimeScale, failpoint }: Config): Finding[] {
  const set = [
    ...(resolverFile === undefined ? [] : ['RESOLVER_FILE']),
    ...(retryTimeScale === 1 ? [] : ['RETRY_TIME_SCALE']),
    ...(failpoint === undefined ? [] : ['FAILPOINT']),
  ];
  return set.map((name) => ({
    kind: 'wrong',
    text: `${name} is set. It is for tests and makes the service fail its promises.`,
  }));
}
