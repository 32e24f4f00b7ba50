/** TypeScript types of the payloads, as a producer writes them. */
import type { EventTypeDefinition } from '../event-types.ts';
import { leafFields, objectShapes, type EnumField, type FieldShape, type ObjectShape } from '../payload-shape.ts';

const lineWidth = 120;

export function renderPayloadTypes(types: readonly EventTypeDefinition[]): string {
  const shapes = types.flatMap((type) => objectShapes(type.shape));
  return `${[
    '// Generated from schema/events by `npm run generate`. Do not edit.',
    '/** Whole number from 0 to 9223372036854775807; beyond 2^53-1 only its digits in a string are exact. */\nexport type Long = number | string;',
    '/** RFC 3339 with seconds and a zone: 2026-02-02T10:30:00Z. */\nexport type DateText = string;',
    ...enumTypes(shapes),
    ...shapes.map(interfaceOf),
    `/** The payload of each event type, by its name. */\n${block(
      'export interface EventPayloads',
      types.map((type) => `readonly '${type.name}': ${type.shape.typeName};`),
    )}`,
  ].join('\n\n')}\n`;
}

function enumTypes(shapes: readonly ObjectShape[]): readonly string[] {
  const enums = new Map<string, string>();
  for (const field of shapes.flatMap((shape) => shape.fields)) {
    if (field.kind !== 'enum') continue;
    enums.set(field.enumName, enumType(field));
  }
  return [...enums.values()];
}

/** On one line, else on one indented line, else one member a line: as prettier breaks unions. */
function enumType(field: EnumField): string {
  const members = field.values.map((member) => `'${member.value}'`);
  const head = `export type ${field.enumName} =`;
  const union = `${members.join(' | ')};`;
  if (head.length + 1 + union.length <= lineWidth) return `${head} ${union}`;
  if (union.length + 2 <= lineWidth) return `${head}\n  ${union}`;
  return `${head}\n${members.map((member) => `  | ${member}`).join('\n')};`;
}

function interfaceOf(shape: ObjectShape): string {
  const fields = shape.fields.map((field) => {
    const mark = field.required ? '' : '?';
    return `/** ${field.description}. */\n  readonly ${field.name}${mark}: ${typeOf(field)};`;
  });
  const size = leafFields(shape).length;
  return `/** ${shape.description.replace(/\.$/, '')}. ${size} fields. */\n${block(`export interface ${shape.typeName}`, fields)}`;
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}

function typeOf(field: FieldShape): string {
  switch (field.kind) {
    case 'string':
      return 'string';
    case 'long':
      return 'Long';
    case 'integer':
    case 'float':
      return 'number';
    case 'date':
      return 'DateText';
    case 'boolean':
      return 'boolean';
    case 'enum':
      return field.enumName;
    case 'array':
      return `readonly ${field.item.typeName}[]`;
  }
}
