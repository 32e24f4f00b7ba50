import { expect, test } from 'vitest';
import { chooseWay } from '../../../src/pipeline/choose-way.ts';
import type { DispatchWebhook, SealedWebhook, TargetWebhook } from '../../../src/pipeline/load-targets.ts';

const plain = { id: 'w', tenantId: 'T1', status: 'ACTIVE', circuit: 'CLOSED' } as const;
const opened = (fields: object = {}): TargetWebhook => ({ ...plain, ...fields }) as DispatchWebhook;
const sealed = (fields: object = {}): SealedWebhook => ({ ...plain, sealedBecause: 'no key', ...fields });

test.each([
  ['deleted', undefined, 'cancel'],
  ['disabled', opened({ status: 'DISABLED' }), 'cancel'],
  ['disabled and sealed', sealed({ status: 'DISABLED' }), 'cancel'],
  ['paused', opened({ status: 'PAUSED' }), 'PAUSED'],
  ['paused with an open circuit', opened({ status: 'PAUSED', circuit: 'OPEN' }), 'PAUSED'],
  ['paused and sealed', sealed({ status: 'PAUSED' }), 'PAUSED'],
  ['sealed', sealed(), 'SECRETS'],
  ['sealed with an open circuit', sealed({ circuit: 'OPEN' }), 'SECRETS'],
  ['in order', opened(), 'send'],
  ['with an open circuit', opened({ circuit: 'OPEN' }), 'CIRCUIT'],
  ['being probed', opened({ circuit: 'HALF_OPEN' }), 'CIRCUIT'],
] as const)('for a webhook that is %s', (_what, webhook, expected) => {
  const way = chooseWay(webhook, false);
  expect(way.kind === 'hold' ? way.reason : way.kind).toBe(expected);
});

test('a probe passes a circuit, but nothing else', () => {
  expect(chooseWay(opened({ circuit: 'HALF_OPEN' }), true).kind).toBe('send');
  expect(chooseWay(opened({ circuit: 'HALF_OPEN', status: 'PAUSED' }), true)).toMatchObject({ reason: 'PAUSED' });
  expect(chooseWay(sealed({ circuit: 'HALF_OPEN' }), true)).toMatchObject({ reason: 'SECRETS' });
  expect(chooseWay(undefined, true).kind).toBe('cancel');
});
