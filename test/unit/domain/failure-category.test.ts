import { describe, expect, it } from 'vitest';
import { failureCategories, failureCategoryOf } from '../../../src/domain/failure-category.ts';
import { failureTexts } from '../../../src/domain/failure-texts.ts';
import { attemptOutcomes } from '../../../src/domain/outcome.ts';
import { transportFailures } from '../../../src/domain/transport-failure.ts';

describe('the category of a failed attempt', () => {
  it.each([
    [300, 'UNUSUAL_STATUS'],
    [400, 'CLIENT_ERROR'],
    [401, 'UNAUTHORIZED'],
    [403, 'UNAUTHORIZED'],
    [404, 'NOT_FOUND'],
    [410, 'GONE'],
    [413, 'PAYLOAD_TOO_LARGE'],
    [422, 'CLIENT_ERROR'],
    [429, 'TOO_MANY_REQUESTS'],
    [500, 'SERVER_ERROR'],
    [503, 'SERVER_ERROR'],
    [599, 'SERVER_ERROR'],
    [600, 'UNUSUAL_STATUS'],
  ])('of an answer with %i is %s', (statusCode, category) => {
    expect(failureCategoryOf({ outcome: 'HTTP_ERROR', statusCode })).toBe(category);
  });

  it('is there for every outcome but success, also of attempts from before kinds were kept', () => {
    for (const outcome of attemptOutcomes) {
      const category = failureCategoryOf({ outcome });
      if (outcome === 'SUCCESS') expect(category).toBeNull();
      else expect(failureCategories).toContain(category);
    }
  });

  it('is the kind that was kept, where the outcome alone does not tell', () => {
    expect(failureCategoryOf({ outcome: 'TLS_ERROR', transportFailure: 'CERTIFICATE_EXPIRED' })).toBe(
      'CERTIFICATE_EXPIRED',
    );
    expect(failureCategoryOf({ outcome: 'TIMEOUT', statusCode: 200, transportFailure: 'TIMEOUT_BODY' })).toBe(
      'TIMEOUT_BODY',
    );
  });
});

it('every category has a cause and a remedy of one sentence, and no two are the same', () => {
  const texts = failureCategories.flatMap((category) => Object.values(failureTexts[category]));
  for (const text of texts) expect(text).toMatch(/^[A-Z][^.]+(\d\.\d[^.]*)?\.$/);
  expect(new Set(texts).size).toBe(2 * failureCategories.length);
  expect(new Set(failureCategories).size).toBe(failureCategories.length);
  expect(failureCategories).toEqual(expect.arrayContaining([...transportFailures]));
});
