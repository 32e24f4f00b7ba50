/**
 * Bodies of requests: JSON in UTF-8 and nothing else. A decoder that puts a replacement character in place of a wrong
 * byte would have us sign and deliver what nobody published.
 */
import type { FastifyInstance } from 'fastify';
import { isUtf8 } from 'node:buffer';

/** Takes the place of fastify's own parser for application/json. */
export function readJsonAsUtf8(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (isUtf8(body)) return parse(request, body.toString(), done);
    done(Object.assign(new Error('The body must be JSON in UTF-8.'), { statusCode: 400, code: 'BODY_NOT_UTF8' }));
  });
}
