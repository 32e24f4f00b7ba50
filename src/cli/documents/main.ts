/** Writes every document that is generated from code. Part of `npm run generate`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../version.ts';
import { generatedDocuments } from './generated-documents.ts';

for (const [name, text] of await generatedDocuments()) writeFileSync(path.join(packageRoot, name), text);
