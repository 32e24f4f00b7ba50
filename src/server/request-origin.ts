/** Where a request or a socket comes from, for the audit log. Headers of proxies are not believed. */
import type { IncomingMessage } from 'node:http';
import type { RequestOrigin } from '../domain/caller.ts';

export const originOf = ({ socket, headers }: IncomingMessage, operationName: string | null = null): RequestOrigin => ({
  remoteAddress: socket.remoteAddress ?? null,
  userAgent: headers['user-agent'] ?? null,
  operationName,
});
