/** `doctor`: looks at everything an installation stands on and says in sentences what it found. Changes nothing. */
import { ConfigError, loadConfig, type Config } from '../../config.ts';
import { readRunningServerUrl } from '../../database/embedded-server/running-server.ts';
import type { Terminal } from '../terminal.ts';
import { examineDatabase } from './examine-database.ts';
import { examineSettings } from './examine-settings.ts';
import type { Finding } from './finding.ts';

const OLDEST_NODE = 24;

/** @returns 1 when something is wrong, else 0; advice alone is nothing wrong */
export async function diagnose({ env, print }: Terminal): Promise<number> {
  let wrong = 0;
  const tell = ({ kind, text }: Finding): void => {
    if (kind === 'wrong') wrong += 1;
    print(`${MARKS[kind]}  ${text}`);
  };

  tell(examineNode(process.versions.node));
  const config = readConfig(env, tell);
  if (config !== undefined) {
    for (const finding of await examineSettings(config)) tell(finding);
    const url = config.databaseUrl ?? (await readRunningServerUrl(config.dataDir));
    if (url === undefined) tell({ kind: 'advice', text: notRunning(config) });
    else for await (const finding of examineDatabase(url, config)) tell(finding);
  }
  print(wrong === 0 ? 'Nothing is wrong.' : wrong === 1 ? 'One thing is wrong.' : `${wrong} things are wrong.`);
  return wrong === 0 ? 0 : 1;
}

const MARKS = { good: 'ok    ', advice: 'note  ', wrong: 'WRONG ' } as const;

function examineNode(version: string): Finding {
  return Number(version.split('.')[0]) >= OLDEST_NODE
    ? { kind: 'good', text: `Node ${version}.` }
    : { kind: 'wrong', text: `Node ${version} is too old: Dockhook needs ${OLDEST_NODE}. npm run brings it along.` };
}

function readConfig(env: Terminal['env'], tell: (finding: Finding) => void): Config | undefined {
  try {
    const config = loadConfig(env);
    tell({ kind: 'good', text: 'The configuration can be read.' });
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) tell({ kind: 'wrong', text: problem });
    return undefined;
  }
}

const notRunning = ({ dataDir }: Config): string =>
  `The embedded database in ${dataDir} is not running, so it was not looked at. Start the service and ask again.`;
