/** The fields of a payload as a flat list: what `EventType.fields`, pickers and reference pages show. */
import { leafFields, type EnumValue, type LeafField, type ObjectShape } from './payload-shape.ts';

export interface EventField {
  /** Arrays marked with []: `details[].product`. */
  readonly path: string;
  readonly type: LeafField['kind'];
  /** Always present; inside an array, in every entry. */
  readonly required: boolean;
  readonly description: string;
  readonly group: string;
  /** Whether the vendor's page names it. */
  readonly documented: boolean;
  readonly enumName?: string;
  readonly enumValues?: readonly string[];
  readonly enumMeanings?: readonly EnumValue[];
  /** Digits kept after the point, half rounded away from zero. */
  readonly decimals?: number;
  /** Of a number, inclusive. */
  readonly minimum?: number;
  /** Size that a number must stay below; without a minimum, on both sides of zero. */
  readonly limit?: number;
  /** Characters of text. */
  readonly maxLength?: number;
  /** How a date is sent: `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly format?: string;
  /** When a producer is expected to give it. */
  readonly requiredWhen?: string;
  readonly businessKey: boolean;
  readonly personalData: boolean;
  readonly example: string | number | boolean;
}

export const dateFormat = 'YYYY-MM-DDTHH:mm:ssZ';
export const millisecondsFormat = 'YYYY-MM-DDTHH:mm:ss[.SSS]Z';

export function eventFields(shape: ObjectShape): readonly EventField[] {
  return leafFields(shape).map((field) => ({
    path: field.path,
    type: field.kind,
    required: field.required,
    description: field.description,
    group: field.group,
    documented: field.documentedIn !== undefined,
    ...(field.requiredWhen === undefined ? {} : { requiredWhen: field.requiredWhen }),
    businessKey: field.businessKey,
    personalData: field.personalData,
    example: field.example,
    ...limits(field),
  }));
}

function limits(field: LeafField): Partial<EventField> {
  switch (field.kind) {
    case 'string':
      return { maxLength: field.maxLength };
    case 'float':
      return {
        decimals: field.decimals,
        limit: field.limit,
        ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
      };
    case 'integer':
      return { minimum: field.minimum };
    case 'date':
      return { format: field.keepsMilliseconds ? millisecondsFormat : dateFormat };
    case 'enum':
      return {
        enumName: field.enumName,
        enumValues: field.values.map((member) => member.value),
        enumMeanings: field.values,
      };
    default:
      return {};
  }
}
