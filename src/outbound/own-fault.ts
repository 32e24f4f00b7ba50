/**
 * Which failures of a connection are our machine's and say nothing about the receiver: they must not spend its attempts,
 * nor open its circuit. Whatever may be either is the receiver's, or a delivery could go on uncounted for ever.
 */
import { isIPv6 } from 'node:net';

/** Why a request could not be sent although nothing is known to be wrong with its receiver. */
export type OwnFault =
  | 'EMFILE'
  | 'ENFILE'
  | 'ENOBUFS'
  | 'ENOMEM'
  | 'EADDRNOTAVAIL'
  | 'ENETDOWN'
  /** None of our DNS servers could be asked. */
  | 'RESOLVER_UNAVAILABLE'
  /** As many of our connections to the receiver are in use as there may be. */
  | 'NO_FREE_CONNECTION';

const resources = 'Dockhook has not enough file descriptors, memory or ports left to connect';

/** Of each, in one sentence: only a test of a webhook shows it to people, and the log to operators. */
const sentences: Readonly<Record<OwnFault, string>> = {
  EMFILE: resources,
  ENFILE: resources,
  ENOBUFS: resources,
  ENOMEM: resources,
  EADDRNOTAVAIL: resources,
  ENETDOWN: 'The network of the machine that Dockhook runs on is down',
  RESOLVER_UNAVAILABLE: 'The DNS servers that Dockhook uses cannot be asked',
  NO_FREE_CONNECTION: 'All connections that Dockhook may open to this receiver were in use',
};

export const describeOwnFault = (fault: OwnFault): string => `${sentences[fault]}. Nothing is known of the receiver.`;

type SystemFault = Exclude<OwnFault, 'RESOLVER_UNAVAILABLE' | 'NO_FREE_CONNECTION'>;

const systemFaults: ReadonlySet<string> = new Set<SystemFault>([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'ENETDOWN',
]);

/** What a machine without IPv6 says to a receiver's IPv6 address: always, so that it tells nothing about now. */
const familyCodes: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENETUNREACH', 'EAFNOSUPPORT']);

/** Undefined when the receiver, or the way to it, may be the cause. Of several addresses none may have been reached. */
export function ownFaultOf(error: unknown): OwnFault | undefined {
  const failures = (error instanceof AggregateError ? error.errors : [error]).filter((one) => !isMissingFamily(one));
  const [first] = failures;
  return failures.length > 0 && failures.every(isSystemFault)
    ? ((first as { code: string }).code as SystemFault)
    : undefined;
}

const fieldsOf = (error: unknown): { readonly code?: unknown; readonly address?: unknown } =>
  error instanceof Error ? (error as Error & { readonly code?: unknown; readonly address?: unknown }) : {};

function isSystemFault(error: unknown): boolean {
  const { code } = fieldsOf(error);
  return typeof code === 'string' && systemFaults.has(code);
}

function isMissingFamily(error: unknown): boolean {
  const { code, address } = fieldsOf(error);
  return typeof address === 'string' && isIPv6(address) && familyCodes.has(String(code));
}
