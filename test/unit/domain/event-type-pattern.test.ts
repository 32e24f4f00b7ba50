import { describe, expect, it } from 'vitest';
import { isEventTypeName, isEventTypePattern, matchesEventType } from '../../../src/domain/event-type-pattern.ts';

describe('a name', () => {
  it.each(['shipment.closed', 'custom.short-pick', 'a.b', 'order.status.v2', 'a1.2b', `a.${'b'.repeat(98)}`])(
    '%s is one',
    (name) => {
      expect(isEventTypeName(name)).toBe(true);
      expect(isEventTypePattern(name)).toBe(true);
    },
  );

  it.each([
    '',
    '.',
    'shipment',
    'Shipment.closed',
    'shipment..closed',
    'shipment.',
    '.closed',
    '1a.b',
    'shipment.closed ',
    'shipment.closed\n',
    'shipment.clös',
    'a.*.b',
    `a.${'b'.repeat(99)}`,
  ])('%j is none', (name) => {
    expect(isEventTypeName(name)).toBe(false);
  });
});

describe('a pattern', () => {
  it.each(['*', 'shipment.*', 'custom.pick.*'])('%s is one', (pattern) => {
    expect(isEventTypePattern(pattern)).toBe(true);
    expect(isEventTypeName(pattern)).toBe(false);
  });

  it.each(['**', '*.closed', 'ship*', 'shipment.cl*', 'shipment.*.*', '.*', ''])('%j is none', (pattern) => {
    expect(isEventTypePattern(pattern)).toBe(false);
  });
});

describe('a webhook asks for a type', () => {
  it.each([
    [['shipment.closed'], true],
    [['*'], true],
    [['shipment.*'], true],
    [['pick.*', 'shipment.closed'], true],
    [[], false],
    [['shipment.opened'], false],
    [['ship.*'], false],
    [['shipment.closed.*'], false],
    [['pick.*'], false],
  ])('with %j: %s', (patterns, asks) => {
    expect(matchesEventType(patterns, 'shipment.closed')).toBe(asks);
  });
});
