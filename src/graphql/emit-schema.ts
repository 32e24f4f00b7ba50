/** Writes schema/schema.graphql. Run by `npm run generate`; a test compares the file with the schema. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { printApiSchema } from './print-schema.ts';

const target = fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url));
await writeFile(target, printApiSchema());
