/** The operations in docs/cookbook.md, from operations/*.graphql; what stands around them is written by hand. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../version.ts';

/** A link to an operation, and the block below it. */
const RECIPE = /(\(\.\.\/(operations\/[\w-]+\.graphql)\)\n\n```graphql\n)[^]*?```/g;

export const withOperations = (page: string): string =>
  page.replace(RECIPE, (_, start: string, file: string) => {
    return `${start}${readFileSync(path.join(packageRoot, file), 'utf8')}\`\`\``;
  });
