/** Everything that is generated from the event schemas, by path from the project's folder. A test compares it with the disk. */
import { eventTypes } from '../event-types.ts';
import { renderEventPage } from './event-page.ts';
import { renderIndexPage } from './index-page.ts';
import { renderPayloadTypes } from './payload-types.ts';

export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['src/catalogue/generated/payload-types.ts', renderPayloadTypes(eventTypes)],
    ['docs/events/README.md', renderIndexPage(eventTypes)],
    ...eventTypes.map((type) => [`docs/events/${type.name}.md`, renderEventPage(type)] as const),
  ]);
}
