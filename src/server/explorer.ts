/** The GraphQL explorer (GraphiQL, from the npm package ruru): everything it loads comes from this server. */
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../version.ts';
import { readAsset } from './explorer/assets.ts';
import { chooseEncoding, isFresh } from './explorer/http-caching.ts';
import { assetFolder, explorerPage } from './explorer/page.ts';
import { readExamples } from './explorer/examples.ts';
import { pageSecurityHeaders, securityHeaders } from './explorer/security-headers.ts';
import type { ExampleOptions } from './explorer/example-variables.ts';

export type ExplorerOptions = ExampleOptions;

const YEAR = 'public, max-age=31536000, immutable';

export function addExplorer(app: FastifyInstance, options: ExplorerOptions = {}): void {
  const page = explorerPage(readExamples(path.join(packageRoot, 'operations'), options));

  app.get('/', (_request, reply) => reply.redirect('/explorer', 302));

  app.get('/explorer', (request, reply) => {
    void reply.headers({ ...pageSecurityHeaders(request.host), 'cache-control': 'no-cache', etag: page.etag });
    if (isFresh(request.headers['if-none-match'], page.etag)) return reply.code(304).send();
    return reply.type('text/html; charset=utf-8').send(page.html);
  });

  app.get<{ Params: { release: string; '*': string } }>('/explorer/assets/:release/*', async (request, reply) => {
    const asset = await readAsset(request.params['*']);
    if (asset === undefined) return reply.code(404).headers(securityHeaders).type('text/plain').send('Not found');
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    const etag = `"${asset.tag}-${encoding}"`;
    // Another release answers too (two versions behind one balancer), but nobody may keep what it says.
    const isThisRelease = request.url.startsWith(assetFolder);
    void reply.headers({
      ...securityHeaders,
      'cache-control': isThisRelease ? YEAR : 'no-cache',
      vary: 'accept-encoding',
      etag,
    });
    if (isFresh(request.headers['if-none-match'], etag)) return reply.code(304).send();
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    return reply.type(asset.contentType).send(await asset.read(encoding));
  });
}
