import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newUuid, parsePublicId, toAttemptId, toPublicId, type IdKind } from '../../../src/domain/ids.ts';

const kinds: readonly IdKind[] = ['webhook', 'secret', 'event', 'delivery', 'attempt', 'apiKey', 'eventType'];

it.each(kinds)('a public id of a %s leads back to its row, and to no row of another kind', (kind) => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const id = toPublicId(kind, uuid);
      expect(id).toMatch(/^[a-z]{3}_[0-9a-f]{32}$/);
      for (const other of kinds) expect(parsePublicId(other, id)).toBe(other === kind ? uuid : undefined);
    }),
  );
});

it.each([
  '',
  'evt_',
  'evt_0198',
  '0198a2b4c6d87e3f80112233445566ff',
  'evt_0198A2B4C6D87E3F80112233445566FF',
  'evt_0198a2b4-c6d8-7e3f-8011-2233445566ff',
  'evt_0198a2b4c6d87e3f80112233445566ff\n',
  ' evt_0198a2b4c6d87e3f80112233445566ff',
  'evt_0198a2b4c6d87e3f80112233445566ff0',
  'evt_0198a2b4c6d87e3f80112233445566fg',
])('%j is no id of an event', (text) => {
  expect(parsePublicId('event', text)).toBeUndefined();
});

it('an id has no dot, so that "id.timestamp.body" can be taken apart in one way only', () => {
  expect(toPublicId('event', newUuid())).not.toContain('.');
});

it('later ids sort after earlier ones, in the database and in public', () => {
  const uuids = Array.from({ length: 1_000 }, newUuid);
  expect(uuids.toSorted()).toEqual(uuids);
  const ids = uuids.map((uuid) => toPublicId('delivery', uuid));
  expect(ids.toSorted()).toEqual(ids);
});

it('an attempt is named by its delivery and its number', () => {
  expect(toAttemptId('0198a2b4-c6d8-7e3f-8011-2233445566ff', 3)).toBe('att_0198a2b4c6d87e3f80112233445566ff_3');
});
