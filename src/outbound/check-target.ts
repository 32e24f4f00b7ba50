/** The address guard at save, test and preview: the form of the URL, and what its host resolves to now. */
import { lookUpChecked } from './checked-lookup.ts';
import { refusalMessage } from './refusal.ts';
import type { Resolver } from './resolver.ts';
import { type RefusedUrl, type TargetUrl, type TargetUrlOptions, checkTargetUrl } from './target-url.ts';

export interface CheckTargetOptions extends TargetUrlOptions {
  readonly resolver: Resolver;
}

/**
 * Checks a URL before it is saved or used. Never rejects.
 *
 * A public name that does not resolve just now is accepted: its receiver may not be deployed yet, and a
 * DNS outage must not keep people from saving; the attempt then ends as DNS_ERROR. A local name
 * must resolve, because only its addresses can show that the operator opened it.
 */
export async function checkTarget(raw: string, options: CheckTargetOptions): Promise<TargetUrl | RefusedUrl> {
  const target = checkTargetUrl(raw, options);
  if (!target.ok) return target;
  const lookup = await lookUpChecked(target, options);
  if (lookup.kind === 'refused') {
    return { ok: false, rule: lookup.rule, message: refusalMessage(lookup.rule, lookup.resolved) };
  }
  if (lookup.kind === 'unresolved' && target.localName) {
    return { ok: false, rule: 'reserved-name', message: refusalMessage('reserved-name') };
  }
  return target;
}
