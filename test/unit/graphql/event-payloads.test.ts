/** Payloads through the schema of the API: every way in gives the same bytes, every field comes back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../../src/catalogue/event-types.ts';
import { readPayload } from '../../../src/catalogue/read-payload.ts';
import { payloadSelection, publishRequest, waysIn, withoutNulls } from '../../support/payload-documents.ts';
import { arbitraryPayload } from '../catalogue/arbitrary-payload.ts';
import { prepared } from '../catalogue/event-type-named.ts';
import { execute } from './stub-publishing.ts';

describe.each(eventTypes)('$name', (type) => {
  test.each(waysIn)('any payload given as %s is delivered as meant', async (way) => {
    await fc.assert(
      fc.asyncProperty(arbitraryPayload(type.shape), async ({ canonical }) => {
        const answer = await execute(publishRequest(type, way, canonical, 'key'));
        expect(answer).toMatchObject({ data: { publishEvent: { errors: [], event: { payloadText: canonical } } } });
      }),
      { numRuns: 25 },
    );
  });

  test.each(waysIn)('its samples given as %s have the same bytes', async (way) => {
    for (const example of type.exampleTexts) {
      const { text } = prepared(type.name, { text: example });
      const answer = await execute(publishRequest(type, way, example, 'key'));
      expect(answer).toMatchObject({ data: { publishEvent: { errors: [], event: { payloadText: text } } } });
    }
  });

  test('every field comes back, longs as their digits', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPayload(type.shape), async ({ canonical }) => {
        const { query, variables } = publishRequest(type, 'text', canonical, 'key');
        const answer = await execute({ query: query.replace('payloadText', payloadSelection(type)), variables });
        const { payload } = (answer.data as { publishEvent: { event: { payload: unknown } } }).publishEvent.event;
        expect(payload).toHaveProperty('__typename', type.shape.typeName);
        expect(withoutNulls(payload)).toEqual(readPayload(type, canonical));
      }),
      { numRuns: 25 },
    );
  });
});
