/** The example of an event type, for somebody to publish as it stands: it belongs to them. */
import type { EventTypeDefinition } from './event-types.ts';

/** Levels that are null keep what the example has. */
export interface ExampleOwner {
  readonly tenantId: string;
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
}

export const ownExample = ({ exampleText }: EventTypeDefinition, owner: ExampleOwner): string =>
  (['tenantId', 'companyId', 'fulfillmentCenterId'] as const).reduce((text, field) => {
    const value = owner[field];
    return value === null ? text : withField(text, field, value);
  }, exampleText);

const withField = (text: string, field: string, value: string): string =>
  text.replace(new RegExp(`("${field}"\\s*:\\s*)"[^"]*"`), (_, name: string) => name + JSON.stringify(value));
