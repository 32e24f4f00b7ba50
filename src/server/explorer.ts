/** The GraphQL explorer, served from this package: it loads nothing from anywhere else. */
import type { FastifyInstance } from 'fastify';

export function addExplorer(app: FastifyInstance): void {
  app.get('/explorer', async (_request, reply) =>
    reply.type('text/html').send('<!doctype html><title>Dockhook</title>'),
  );
}
