/** The reference page of one event: every field explained to whoever receives it. */
import type { EventTypeDefinition } from '../event-types.ts';
import { eventFields, type EventField } from '../event-fields.ts';
import { leafFields, type EnumField, type ObjectShape } from '../payload-shape.ts';
import { code, markdownPage, markdownTable } from './markdown.ts';

export function renderEventPage(type: EventTypeDefinition): string {
  const required = type.fields.filter((field) => field.required && !field.path.includes('[]'));
  const [, documented] = type.exampleTexts;
  return markdownPage([
    '<!-- Generated from schema/events by `npm run generate`. Do not edit. -->',
    `# ${type.name}`,
    type.description,
    markdownTable(
      ['', ''],
      [
        ['Raised when', type.raisedWhen],
        [
          'Natural key',
          `${type.naturalKey.map(code).join(', ')}: two events that agree in all of these are one, drop the second`,
        ],
        ['Order by', `${type.orderBy.map(code).join(', ')}: deliveries may arrive out of order`],
        [
          'Fields',
          `${type.fields.length}, ${required.length} of them always present, besides those inside array entries`,
        ],
        [
          'Schema',
          `[${code(`schema/events/${type.name}.json`)}](../../schema/events/${type.name}.json), version ${type.schemaVersion}`,
        ],
        ['GraphQL type', code(type.shape.typeName)],
      ],
    ),
    '## Good to know',
    type.notes.map((note) => `- ${note}`).join('\n'),
    '## Fields',
    'How each type is written is told once, in [the index](README.md#how-values-are-written). An absent field has no value; null is never sent.',
    ...fieldGroups(type.fields),
    '## Enums',
    ...enumsOf(type.shape),
    '## Business keys',
    `An event is found by the values of these fields: ${businessKeys(type.shape).map(code).join(', ')}.`,
    '## Sample',
    codeBlock(type.exampleText),
    ...(documented === undefined ? [] : ["## The vendor's documented payload", codeBlock(documented)]),
  ]);
}

function fieldGroups(fields: readonly EventField[]): readonly string[] {
  const groups = Map.groupBy(fields, (field) => field.group);
  return [...groups].flatMap(([group, members]) => [
    `### ${groupTitle(group)}`,
    markdownTable(
      ['Field', 'Type', 'Required', 'Meaning', 'Limits', 'Example'],
      members.map((field) => [
        code(field.path),
        typeCell(field),
        field.required ? 'yes' : '',
        meaningCell(field),
        limitsCell(field),
        code(JSON.stringify(field.example)),
      ]),
    ),
  ]);
}

function typeCell(field: EventField): string {
  return field.enumName === undefined ? field.type : `[${field.enumName}](#${field.enumName.toLowerCase()})`;
}

function meaningCell(field: EventField): string {
  const marks = [
    ...(field.documented ? ['documented'] : []),
    ...(field.businessKey ? ['business key'] : []),
    ...(field.personalData ? ['personal data'] : []),
  ];
  const when = field.requiredWhen === undefined ? '' : `; expected when ${code(field.requiredWhen)}`;
  return `${field.description}${when}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}

function limitsCell(field: EventField): string {
  if (field.maxLength !== undefined) return `${field.maxLength} characters`;
  if (field.format !== undefined) return code(field.format);
  const range = [
    ...(field.minimum === undefined ? [] : [`at least ${field.minimum}`]),
    ...(field.limit === undefined ? [] : [`${field.minimum === undefined ? 'size ' : ''}below ${field.limit}`]),
  ];
  return [...(field.decimals === undefined ? [] : [`${field.decimals} decimals`]), ...range].join(', ');
}

/** `carrierAndLoad` becomes "Carrier and load". */
function groupTitle(group: string): string {
  const words = group.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function enumsOf(shape: ObjectShape): readonly string[] {
  const enums = new Map(
    leafFields(shape)
      .filter((field): field is EnumField => field.kind === 'enum')
      .map((field) => [field.enumName, field.values]),
  );
  return [...enums].flatMap(([name, values]) => [
    `### ${name}`,
    markdownTable(
      ['Member', 'Meaning'],
      values.map((member) => [code(member.value), member.description]),
    ),
  ]);
}

function businessKeys(shape: ObjectShape): readonly string[] {
  return eventFields(shape)
    .filter((field) => field.businessKey)
    .map((field) => field.path);
}

function codeBlock(json: string): string {
  return `\`\`\`json\n${json}\n\`\`\``;
}
