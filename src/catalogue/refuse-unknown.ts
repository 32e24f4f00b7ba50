/** What to say about a field that the catalogue does not know. */
import { didYouMean } from './did-you-mean.ts';
import * as json from './json-cursor.ts';
import { refuse, type PayloadReading } from './payload-reading.ts';
import type { ObjectShape } from './payload-shape.ts';

/** Refuses the member `name`, whose value begins at the cursor, and moves behind that value. */
export function refuseUnknown(reading: PayloadReading, shape: ObjectShape, root: ObjectShape, name: string): void {
  const valueKind = json.kindHere(reading.cursor);
  const suggestion = suggest(name, shape, root);
  const meant = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  const message = `is not a field of ${shape.typeName}${meant}`;
  refuse(reading, name, 'unknown', message, { valueKind, ...(suggestion === undefined ? {} : { suggestion }) });
  json.skipValue(reading.cursor, reading.path.length + 1);
}

/** The path of a near name in the same object, else of the same name at another place of the payload. */
function suggest(name: string, shape: ObjectShape, root: ObjectShape): string | undefined {
  const near = didYouMean(name, shape.byName.keys());
  if (near !== undefined) return shape.byName.get(near)?.path;
  if (root.byName.has(name)) return name;
  for (const field of root.fields) {
    if (field.kind === 'array' && field.item.byName.has(name)) return `${field.path}[].${name}`;
  }
  return undefined;
}
