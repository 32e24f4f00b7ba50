/** For those who run the service: is it alive, and can it do its work? */
import fastify, { type FastifyInstance } from 'fastify';
import { addAnswerHeaders, refuseBytes, refusePath } from './answer-headers.ts';
import { endConnections } from './end-connections.ts';

/** What a process may have to do. */
export type Half = 'api' | 'delivering';

export interface Probes {
  /** For each half that this process has: why it cannot work now, in a few words that anybody may read; `null` when it can. */
  readProblems(): Promise<Readonly<Partial<Record<Half, string | null>>>>;
}

export function addProbes(app: FastifyInstance, { readProblems }: Probes): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const problems = Object.entries(await readProblems());
    if (problems.every(([, problem]) => problem === null)) return { status: 'ready' };
    const halves = problems.map(([half, problem]) => [half, problem ?? 'ready']);
    return reply.code(503).send({ status: 'not ready', ...Object.fromEntries(halves) });
  });
}

/** For a process that serves no API: it answers these, and nothing else. Nothing listens until `listen`. */
export function createProbeServer(probes: Probes): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 1_024,
    forceCloseConnections: 'idle',
    requestTimeout: 10_000,
    clientErrorHandler: refuseBytes,
    frameworkErrors: refusePath,
    routerOptions: { ignoreTrailingSlash: true },
  });
  endConnections(app);
  addAnswerHeaders(app);
  addProbes(app, probes);
  return app;
}
