/** An independent judge of payloads: ajv on the published JSON Schemas, knowing the annotations and formats they use. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { EventTypeDefinition } from '../../../src/catalogue/event-types.ts';

/** Every keyword of ours, as schema/events/README.md lists them; ajv in strict mode refuses any other. */
export const annotationKeywords = [
  'x-schemaVersion',
  'x-group',
  'x-raisedWhen',
  'x-naturalKey',
  'x-orderBy',
  'x-notes',
  'x-decimals',
  'x-keepsMilliseconds',
  'x-enumName',
  'x-enumDescriptions',
  'x-documentedIn',
  'x-requiredWhen',
  'x-businessKey',
  'x-personalData',
];

export function createJudge(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  ajv.addVocabulary(annotationKeywords);
  ajv.addFormat('date-time', isDateTime);
  for (const format of ['uri', 'int32', 'int64']) ajv.addFormat(format, true);
  return ajv;
}

export function judgeOf(type: EventTypeDefinition): ValidateFunction {
  return createJudge().compile(type.jsonSchema);
}

function isDateTime(text: string): boolean {
  const match =
    /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text);
  const day = new Date(`${match?.[1]}T00:00:00Z`);
  return match !== null && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === match[1];
}
