/**
 * Walks a payload's text and its shape together, once: checks every value and collects the canonical text.
 * Objects and arrays here; the rules for single values are in text-rules.ts and number-rules.ts.
 */
import { copySource, putCharacter, putText } from './canonical-text.ts';
import * as json from './json-cursor.ts';
import { checkFloat, checkInteger, checkLong } from './number-rules.ts';
import type { FieldPlan, ObjectPlan } from './object-plan.ts';
import { withArticle, type ValueKind } from './payload-problem.ts';
import { asGiven, refuse, type PayloadReading } from './payload-reading.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { checkDate, checkEnum, checkText } from './text-rules.ts';
import type { FieldKind } from './payload-shape.ts';

const expectedKinds: Readonly<Record<FieldKind, string>> = {
  string: 'a string',
  enum: 'a string',
  date: 'a date in a string',
  long: 'a whole number, bare or as digits in a string',
  integer: 'a whole number',
  float: 'a number',
  boolean: 'true or false',
  array: 'an array',
};

// How a field was met in an object: not at all, without a value (null, empty text), with one.
const unmet = 0;
const metEmpty = 1;
const metValue = 2;

/** Fields looked ahead, enough to pass over ten absent serial numbers. */
const guessLimit = 12;

/** Checks the object that begins at the cursor; `root` has the whole payload's fields, for suggestions. */
export function checkObject(reading: PayloadReading, plan: ObjectPlan, root: ObjectPlan): void {
  const { cursor, out } = reading;
  const met = plan.zeros.slice();
  copySource(out, cursor.at, cursor.at + 1);
  let isFirst = true;
  let expected = 0;
  if (json.readOpening(cursor, '}')) {
    do {
      const keyStart = cursor.at;
      let field = guessField(cursor, plan, expected);
      let isPlain = true;
      if (field !== undefined) {
        cursor.at = keyStart + field.key.length;
      } else {
        json.readKey(cursor);
        isPlain = !cursor.escaped;
        const name = json.stringValue(cursor, keyStart);
        field = plan.byName.get(name);
        if (field === undefined) {
          json.readColon(cursor);
          refuseUnknown(reading, plan.shape, root.shape, name);
          continue;
        }
      }
      const keyEnd = cursor.at;
      json.readColon(cursor);
      const { index } = field;
      plan.followers[expected] = index;
      expected = index + 1;
      if (met[index] !== unmet) {
        refuse(reading, field.name, 'duplicate', 'is given twice', { valueKind: json.kindHere(cursor) });
        json.skipValue(cursor, reading.path.length + 1);
      } else if (isEmpty(cursor, field)) {
        met[index] = metEmpty;
        json.skipValue(cursor, reading.path.length + 1);
      } else {
        met[index] = metValue;
        if (!isFirst) putCharacter(out, 0x2c, ',');
        isFirst = false;
        if (isPlain) copySource(out, keyStart, keyEnd);
        else putText(out, field.key);
        putCharacter(out, 0x3a, ':');
        checkValue(reading, field, root);
      }
    } while (json.readComma(cursor, '}'));
  }
  putCharacter(out, 0x7d, '}');
  for (const field of plan.required) {
    if (met[field.index] !== metValue) {
      const also = met[field.index] === metEmpty ? ' and must have a value' : '';
      refuse(reading, field.name, 'required', `is required${also}`);
    }
  }
}

/**
 * Comparing is cheaper than cutting the name out and looking it up: first with the field that followed the one before
 * in this producer's last object, then with the next few of the documented order, of which some may be left out.
 */
function guessField(cursor: json.JsonCursor, plan: ObjectPlan, expected: number): FieldPlan | undefined {
  const { fields } = plan;
  const follower = fields[plan.followers[expected] ?? 0];
  if (follower !== undefined && json.standHere(cursor, follower.keyUnits)) return follower;
  const end = Math.min(expected + guessLimit, fields.length);
  for (let index = expected; index < end; index++) {
    const field = fields[index];
    if (field !== undefined && json.standHere(cursor, field.keyUnits)) return field;
  }
  return undefined;
}

/** A field without a value is as good as absent: null, and empty text where text may stand. */
function isEmpty({ codes, at }: json.JsonCursor, field: FieldPlan): boolean {
  const code = codes[at];
  return code === 0x6e || (code === 0x22 && codes[at + 1] === 0x22 && field.kind === 'string');
}

function checkValue(reading: PayloadReading, field: FieldPlan, root: ObjectPlan): void {
  const { cursor, out } = reading;
  const start = cursor.at;
  const kind = json.kindHere(cursor);
  if (kind === 'array' && field.item !== undefined) return checkArray(reading, field, field.item, root);
  const canonical = checkLeaf(reading, field, kind);
  if (canonical === undefined) return;
  if (canonical === asGiven) copySource(out, start, cursor.at);
  else putText(out, canonical);
  if (field.isHeader || field.businessKey) {
    if (canonical === asGiven && kind === 'string') fileValue(reading, field, json.stringValue(cursor, start));
    else fileValue(reading, field, textOf(canonical === asGiven ? cursor.text.slice(start, cursor.at) : canonical));
  }
}

/** Reads a single value, of whatever kind; undefined when it was refused. */
function checkLeaf(reading: PayloadReading, field: FieldPlan, kind: ValueKind): string | undefined {
  const { cursor } = reading;
  const start = cursor.at;
  if (kind === 'string') {
    json.readString(cursor);
    if (field.kind === 'string') return checkText(reading, field, start);
    if (field.kind === 'enum') return checkEnum(reading, field, start);
    if (field.kind === 'date') return checkDate(reading, field, start);
    if (field.kind === 'long') return checkLong(reading, field, start, true);
  } else if (kind === 'number') {
    json.readNumber(cursor);
    if (field.kind === 'float') return checkFloat(reading, field, start);
    if (field.kind === 'integer') return checkInteger(reading, field, start);
    if (field.kind === 'long') return checkLong(reading, field, start, false);
  } else if (kind === 'boolean') {
    json.readBoolean(cursor);
    if (field.kind === 'boolean') return asGiven;
  } else {
    json.skipValue(cursor, reading.path.length + 1);
  }
  const message = `must be ${expectedKinds[field.kind]}, but is ${withArticle(kind)}`;
  return refuse(reading, field.name, 'type', message, { valueKind: kind });
}

function checkArray(reading: PayloadReading, field: FieldPlan, item: ObjectPlan, root: ObjectPlan): void {
  const { cursor, out, path } = reading;
  const { maxItems } = field;
  copySource(out, cursor.at, cursor.at + 1);
  if (json.readOpening(cursor, ']')) {
    let count = 0;
    do {
      if (count === maxItems) {
        refuse(reading, field.name, 'maxItems', `must have at most ${maxItems} entries`, { valueKind: 'array' });
      }
      path.push(field.name, count++);
      if (count > maxItems) json.skipValue(cursor, path.length);
      else {
        if (count > 1) putCharacter(out, 0x2c, ',');
        checkEntry(reading, item, root);
      }
      path.length -= 2;
    } while (json.readComma(cursor, ']'));
  }
  putCharacter(out, 0x5d, ']');
}

function checkEntry(reading: PayloadReading, item: ObjectPlan, root: ObjectPlan): void {
  const valueKind = json.kindHere(reading.cursor);
  if (valueKind === 'object') return checkObject(reading, item, root);
  json.skipValue(reading.cursor, reading.path.length);
  refuse(reading, undefined, 'type', `must be an object, but is ${withArticle(valueKind)}`, { valueKind });
}

/** Keeps what the event is filed and found under: text as its value, a number as its digits. */
function fileValue(reading: PayloadReading, field: FieldPlan, value: string): void {
  if (field.isHeader) reading.header.set(field.name, value);
  if (field.businessKey) {
    (reading.path.length === 0 ? reading.headerKeys : reading.entryKeys).push({ name: field.name, value });
  }
}

const textOf = (token: string): string => (token.startsWith('"') ? (JSON.parse(token) as string) : token);
