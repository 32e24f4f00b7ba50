/**
 * Whether it is our own route to a receiver that is missing. ENETUNREACH alone does not say: a far router may have answered
 * so. But a UDP socket that is only connected sends no packet, and says ENETUNREACH when this machine itself knows no way.
 */
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Dialler } from './connector.ts';
import { failuresOf, OwnFaultError, ownFaultOf } from './own-fault.ts';

/** Resolves to whether this machine has a route to an address; never rejects. True when it cannot be told. */
export type HasRoute = (address: string) => Promise<boolean>;

/** Addresses that were reached, of each family; the latest are kept. */
const REMEMBERED = 16;
/** Any will do: nothing is sent. */
const PORT = 9;

export const hasRoute: HasRoute = (address) =>
  new Promise((resolve) => {
    try {
      const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
      const answer = (error?: Error & { readonly code?: string }): void => {
        socket.removeAllListeners().on('error', () => undefined);
        socket.close();
        resolve(error?.code !== 'ENETUNREACH');
      };
      socket.once('error', answer);
      socket.once('connect', () => answer());
      socket.connect(PORT, address);
    } catch {
      resolve(true); // no descriptor left, for example
    }
  });

/**
 * Dials as `dial` does, and ends with an `OwnFaultError` when our own routes were lost: none leads to the receiver, and none
 * any more to one of the addresses that were reached before. A machine that never had a route, or whose others are all
 * there, has no fault: what is sent to such a receiver has to end some time.
 */
export function noticeLostRoutes(dial: Dialler, ask: HasRoute = hasRoute): Dialler {
  const reached = { 4: new Set<string>(), 6: new Set<string>() };
  const reachedLike = (address: string): Set<string> => reached[isIPv6(address) ? 6 : 4];

  function note(address: string): void {
    const known = reachedLike(address);
    known.delete(address);
    known.add(address);
    if (known.size > REMEMBERED) known.delete(known.values().next().value as string);
  }

  async function isLost(address: string): Promise<boolean> {
    if (reachedLike(address).size === 0 || (await ask(address))) return false;
    const answers = await Promise.all([...reachedLike(address)].map(ask));
    return answers.includes(false);
  }

  async function explain(error: Error): Promise<Error> {
    const addresses = failuresOf(error).flatMap(({ code, address }) =>
      code === 'ENETUNREACH' && address !== undefined ? [address] : [],
    );
    const areLost = await Promise.all(addresses.map(isLost));
    const fault = ownFaultOf(error, new Set(addresses.filter((_, index) => areLost[index])));
    return fault === undefined ? error : new OwnFaultError(fault);
  }

  return (target, callback, turns) => {
    let isCanceled = false;
    const dialling = dial(
      target,
      (error, socket) => {
        if (socket?.remoteAddress !== undefined) note(socket.remoteAddress);
        if (!failuresOf(error).some(({ code }) => code === 'ENETUNREACH')) return callback(error, socket);
        void explain(error as Error).then((explained) => {
          if (!isCanceled) callback(explained);
        });
      },
      turns,
    );
    return {
      progress: dialling.progress,
      cancel() {
        isCanceled = true;
        dialling.cancel();
      },
    };
  };
}
