/** Why a process cannot listen, in the words of its settings. */

/** @returns an Error whose message names the variable to change and has the system's code; others as they are */
export function explainListening(error: unknown, host: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const say = reasons[code];
  return say === undefined ? error : new Error(`${say(host, port)} (${code}).`);
}

const noAddress = (host: string): string => `HOST: ${host} is no address of this machine`;

const reasons: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) => `PORT: ${port} of ${host} is taken by another process`,
  EACCES: (_host, port) => `PORT: ${port} may not be opened by this account`,
  EADDRNOTAVAIL: noAddress,
  ENOTFOUND: noAddress,
  EAI_AGAIN: noAddress,
};
