/**
 * Reads the JSON Schema of an event (schema/events) into a payload shape. The keywords it understands are listed
 * in schema/events/README.md. A schema it cannot read is our own mistake, so it throws when the process starts.
 */
import type { EnumValue, FieldShape, ObjectShape } from './payload-shape.ts';

/** A JSON object whose members are still unchecked. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/**
 * @param schema a JSON Schema with `type: object`
 * @param prefix path of the array that holds the object, with `[].` at its end; empty for the payload itself
 * @throws Error naming the path and what is wrong with the schema there
 */
export function readObjectShape(
  schema: SchemaNode,
  prefix = '',
  description = readText(schema, 'description'),
): ObjectShape {
  if (schema['type'] !== 'object' || schema['additionalProperties'] !== false) {
    throw new Error(`Schema of ${prefix || 'the payload'}: expected a closed object`);
  }
  const required = new Set(readTexts(schema, 'required'));
  const properties = Object.entries(readNode(schema, 'properties'));
  const fields = properties.map(([name, property], index) => {
    const path = prefix + name;
    try {
      return readField(asNode(property), { name, path, index, required: required.delete(name) });
    } catch (cause) {
      throw new Error(`Schema of ${path}: ${(cause as Error).message}`, { cause });
    }
  });
  if (required.size > 0) throw new Error(`Required but not a property: ${[...required].join(', ')}`);
  return {
    typeName: readText(schema, 'title'),
    description,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
  };
}

type Place = Pick<FieldShape, 'name' | 'path' | 'index' | 'required'>;

function readField(schema: SchemaNode, place: Place): FieldShape {
  const base = {
    ...place,
    description: readText(schema, 'description'),
    group: readText(schema, 'x-group'),
    ...(schema['x-documentedIn'] === undefined ? {} : { documentedIn: readText(schema, 'x-documentedIn') }),
    ...(schema['x-requiredWhen'] === undefined ? {} : { requiredWhen: readText(schema, 'x-requiredWhen') }),
    businessKey: schema['x-businessKey'] === true,
    personalData: schema['x-personalData'] === true,
  };
  if (schema['type'] === 'array') {
    const item = readObjectShape(readNode(schema, 'items'), `${place.path}[].`, base.description);
    return { ...base, kind: 'array', maxItems: readNumber(schema, 'maxItems'), item };
  }
  const leaf = { ...base, example: example(schema) };
  const form = `${readText(schema, 'type')} ${typeof schema['format'] === 'string' ? schema['format'] : ''}`.trim();
  switch (form) {
    case 'string date-time':
      return { ...leaf, kind: 'date', keepsMilliseconds: schema['x-keepsMilliseconds'] === true };
    case 'integer int64':
      return { ...leaf, kind: 'long' };
    case 'integer int32':
      return {
        ...leaf,
        kind: 'integer',
        minimum: readNumber(schema, 'minimum'),
        maximum: readNumber(schema, 'maximum'),
      };
    case 'number': {
      const minimum = schema['minimum'] === undefined ? {} : { minimum: readNumber(schema, 'minimum') };
      const limit = readNumber(schema, 'exclusiveMaximum');
      return { ...leaf, kind: 'float', decimals: readNumber(schema, 'x-decimals'), ...minimum, limit };
    }
    case 'boolean':
      return { ...leaf, kind: 'boolean' };
    case 'string':
    case 'string uri':
      if (schema['enum'] === undefined) return { ...leaf, kind: 'string', maxLength: readNumber(schema, 'maxLength') };
      return { ...leaf, kind: 'enum', enumName: readText(schema, 'x-enumName'), values: enumValues(schema) };
    default:
      throw new Error(`no kind of field has type and format "${form}"`);
  }
}

function enumValues(schema: SchemaNode): readonly EnumValue[] {
  const descriptions = readNode(schema, 'x-enumDescriptions');
  return readTexts(schema, 'enum').map((value) => ({ value, description: readText(descriptions, value) }));
}

function example(schema: SchemaNode): string | number | boolean {
  const [first] = Array.isArray(schema['examples']) ? (schema['examples'] as readonly unknown[]) : [];
  if (typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean') return first;
  throw new Error('no example');
}

export function asNode(value: unknown): SchemaNode {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected an object');
  return value as SchemaNode;
}

function readNode(schema: SchemaNode, keyword: string): SchemaNode {
  return asNode(schema[keyword]);
}

export function readText(schema: SchemaNode, keyword: string): string {
  const value = schema[keyword];
  if (typeof value !== 'string' || value === '') throw new Error(`"${keyword}" is not text`);
  return value;
}

export function readTexts(schema: SchemaNode, keyword: string): readonly string[] {
  const value: unknown = schema[keyword];
  if (!Array.isArray(value) || !value.every((member) => typeof member === 'string')) {
    throw new Error(`"${keyword}" is not a list of texts`);
  }
  return value;
}

export function readNumber(schema: SchemaNode, keyword: string): number {
  const value = schema[keyword];
  if (typeof value !== 'number') throw new Error(`"${keyword}" is not a number`);
  return value;
}
