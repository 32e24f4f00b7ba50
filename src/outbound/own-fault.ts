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
  /** Our own route to it was lost: see `routes.ts`. */
  | 'ENETUNREACH'
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
  ENETUNREACH: 'The machine that Dockhook runs on has lost its route to the receiver',
  RESOLVER_UNAVAILABLE: 'The DNS servers that Dockhook uses cannot be asked',
  NO_FREE_CONNECTION: 'All connections that Dockhook may open to this receiver were in use',
};

export const describeOwnFault = (fault: OwnFault): string => `${sentences[fault]}. Nothing is known of the receiver.`;

type SystemFault = Exclude<OwnFault, 'ENETUNREACH' | 'RESOLVER_UNAVAILABLE' | 'NO_FREE_CONNECTION'>;

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

/** What is known to be a fault of ours already. */
export class OwnFaultError extends Error {
  readonly fault: OwnFault;
  constructor(fault: OwnFault) {
    super(describeOwnFault(fault));
    this.name = 'OwnFaultError';
    this.fault = fault;
  }
}

interface ConnectFailure {
  readonly code?: string;
  readonly address?: string;
}

/** Of each address that was tried. */
export const failuresOf = (error: unknown): ConnectFailure[] =>
  (error instanceof AggregateError ? error.errors : [error]).map((one) => (one instanceof Error ? one : {}));

/**
 * Undefined when the receiver, or the way to it, may be the cause. Of several addresses none may have been reached.
 * @param routeless addresses to which our own route was lost
 */
export function ownFaultOf(error: unknown, routeless: ReadonlySet<string> = new Set()): OwnFault | undefined {
  if (error instanceof OwnFaultError) return error.fault;
  const isRouteless = ({ code, address = '' }: ConnectFailure): boolean =>
    code === 'ENETUNREACH' && routeless.has(address);
  const failures = failuresOf(error).filter((one) => isRouteless(one) || !isMissingFamily(one));
  const areOwn = failures.every((one) => isRouteless(one) || systemFaults.has(one.code ?? ''));
  return areOwn ? (failures[0]?.code as OwnFault | undefined) : undefined;
}

function isMissingFamily({ code = '', address = '' }: ConnectFailure): boolean {
  return isIPv6(address) && familyCodes.has(code);
}
