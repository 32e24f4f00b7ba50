/** The page's own scripts (browser/*.ts) and style, as the browser gets them. */
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { style } from './style.ts';

const folder = fileURLToPath(new URL('./browser/', import.meta.url));
/** Compiled beside us by tsc; run from the sources (tests), the types are taken out here. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export const mainScript = `page/main${extension}`;
export const styleSheet = 'page/style.css';

export function pageFiles(): [name: string, text: string][] {
  const scripts = readdirSync(folder).filter((file) => file.endsWith(extension));
  return [[styleSheet, style], ...scripts.map((file): [string, string] => [`page/${file}`, readScript(file)])];
}

function readScript(file: string): string {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return extension === '.ts' ? stripTypeScriptTypes(text) : text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}
