import { expect, test } from 'vitest';
import { didYouMean } from '../../../src/catalogue/did-you-mean.ts';

const known = ['trackingNumber', 'trackingStatus', 'shipDate', 'lpn', 'price', 'quantityShipped'];

test.each([
  ['trackngNumber', 'trackingNumber'],
  ['trackingNumbers', 'trackingNumber'],
  ['trakcingNumber', 'trackingNumber'],
  ['TrackingNumber', 'trackingNumber'],
  ['tracking_number', 'trackingNumber'],
  ['tracking-status', 'trackingStatus'],
  ['ship date', 'shipDate'],
  ['LPN', 'lpn'],
  ['lpm', 'lpn'],
  ['prcie', 'price'],
  ['qtyShipped', undefined],
  ['zz', undefined],
  ['', undefined],
  ['x'.repeat(100_000), undefined],
])('%s: %s', (name, meant) => {
  expect(didYouMean(name, known)).toBe(meant);
});
