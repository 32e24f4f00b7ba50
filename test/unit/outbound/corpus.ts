// Reads ssrf-corpus.txt.
import { readFileSync } from 'node:fs';

export interface CorpusLine {
  readonly verdict: 'REFUSE' | 'REFUSE-DNS' | 'ACCEPT';
  readonly url: string;
  /** An answer in the grammar of file-resolver.ts; empty for REFUSE. */
  readonly answers: unknown;
}

export function readCorpus(file: URL = new URL('ssrf-corpus.txt', import.meta.url)): CorpusLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, verdict, json = '', answers = '{}'] = /^([A-Z-]+) ("(?:[^"\\]|\\.)*") ?(.*)$/.exec(line) ?? [];
      if (verdict !== 'REFUSE' && verdict !== 'REFUSE-DNS' && verdict !== 'ACCEPT') return [];
      return [{ verdict, url: JSON.parse(json) as string, answers: JSON.parse(answers || '{}') as unknown }];
    });
}

/** The host of a URL as a resolver is asked for it. */
export const hostOf = (url: string): string => new URL(url).hostname;
