import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { isIdentifier } from '../../../src/domain/identifier.ts';

it.each(['TENANT001', 'Lager Süd', '東京-1', ' x', '𝒳'.repeat(50)])('%j names a tenant', (text) => {
  expect(isIdentifier(text)).toBe(true);
  expect(loadConfig({ ADMIN_TENANT: text }).adminTenant).toBe(text);
});

it.each(['', ' ', 'x\ny', 'x\0', '\ud800', 'x'.repeat(51)])('%j names none', (text) => {
  expect(isIdentifier(text)).toBe(false);
});

it('says which setting names none', () => {
  const problem = 'ADMIN_TENANT: must have 1 to 50 characters, not all of them blanks and none a control character';
  expect(() => loadConfig({ ADMIN_TENANT: ' ' })).toThrow(problem);
});
