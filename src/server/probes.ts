/** For those who run the service: is it alive, and can it do its work? */
import type { FastifyInstance } from 'fastify';

export interface Probes {
  /** Rejects while the service cannot work: the database is away, or it is shutting down. */
  checkReady(): Promise<void>;
}

export function addProbes(app: FastifyInstance, { checkReady }: Probes): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await checkReady();
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'not ready' });
    }
  });
}
