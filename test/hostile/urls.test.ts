// Every URL of the corpus, judged as at save, with plain HTTP allowed and not.
import { test } from 'vitest';
import { createAddressPolicy } from '../../src/outbound/address-policy.ts';
import { checkTargetUrl } from '../../src/outbound/target-url.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { readCorpus } from '../unit/outbound/corpus.ts';

test('URLs that play a known trick are refused by their form', () => {
  const policy = createAddressPolicy();
  const refused = readCorpus().filter(({ verdict }) => verdict === 'REFUSE');
  const wrong = refused.flatMap(({ url }) =>
    [true, false].some((allowHttp) => checkTargetUrl(url, { policy, allowHttp }).ok) ? [url] : [],
  );
  tallyHostile('URLs: corpus', refused.length, wrong);
});
