// The form of a webhook's URL: every trick by the hundred, judged as at save, with plain HTTP allowed and not.
import { describe, expect, test } from 'vitest';
import { createAddressPolicy } from '../../src/outbound/address-policy.ts';
import { type RefusedUrl, type TargetUrl, checkTargetUrl } from '../../src/outbound/target-url.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { readCorpus } from '../unit/outbound/corpus.ts';
import { harmlessUrls, hostileUrls } from './hostile-urls.ts';

const policy = createAddressPolicy();
const judge = (url: string): (TargetUrl | RefusedUrl)[] =>
  [false, true].map((allowHttp) => checkTargetUrl(url, { policy, allowHttp }));
const corpus = readCorpus().flatMap(({ verdict, url }) => (verdict === 'REFUSE' ? [url] : []));

describe('a webhook URL', () => {
  test.each(Object.entries({ 'URLs: written by hand': corpus, ...hostileUrls }))(
    '%s are refused',
    (className, urls) => {
      const distinct = [...new Set(urls)];
      const wrong = distinct.filter((url) => judge(url).some(({ ok }) => ok)).map((url) => JSON.stringify(url));
      tallyHostile(className, distinct.length, wrong);
    },
  );

  test('that is all right is accepted, and so is the form in which it is stored', () => {
    const urls = harmlessUrls();
    const wrong = urls.filter((url) => {
      const [verdict] = judge(url);
      return !verdict?.ok || !checkTargetUrl(verdict.url.href, { policy, allowHttp: false }).ok;
    });
    tallyHostile('URLs: harmless ones', urls.length, wrong);
  });

  test('that is refused is told by a rule and a sentence that repeats no part of it', () => {
    const leaks = Object.values(hostileUrls)
      .flat()
      .flatMap((url) => judge(url))
      .filter(
        (verdict) =>
          !verdict.ok &&
          !(
            /^[a-z0-9-]+$/.test(verdict.rule) &&
            /^[A-Z][^\0-\x1f]*\.$/.test(verdict.message) &&
            !/127\.0|169\.254|10\.1\.2|::1|localhost/.test(verdict.message)
          ),
      );
    expect(leaks).toEqual([]);
  });
});
