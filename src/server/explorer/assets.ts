/** The files of the page by name: `ruru/…` (GraphiQL), `graphql-ws/…` (its socket client), `page/…` (ours). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gzip } from 'node:zlib';
import { getStaticFile } from 'ruru/static';
import { once } from '../../graphql/once.ts';
import type { Encoding } from './http-caching.ts';
import { pageFiles } from './page-files.ts';

export interface Asset {
  readonly contentType: string;
  /** Changes with the content. */
  readonly tag: string;
  read(encoding: Encoding): Promise<Buffer>;
}

const compressBrotli = promisify(brotliCompress);
const decompressBrotli = promisify(brotliDecompress);
const compressGzip = promisify(gzip);
const require = createRequire(import.meta.url);

const texts = new Map([...pageFiles(), ...graphqlWsFiles()]);
const assets = new Map<string, Asset>([...texts].map(([name, text]) => [name, textAsset(name, text)]));

/** One name for the state of all files: addresses with it in them can be kept for ever. */
export const release = hash(JSON.stringify([ruruVersion(), ...texts]));

/** Undefined when there is no such file. */
export async function readAsset(name: string): Promise<Asset | undefined> {
  const known = assets.get(name);
  if (known !== undefined || !name.startsWith('ruru/')) return known;
  const asset = await ruruAsset(name.slice('ruru/'.length));
  if (asset !== undefined) assets.set(name, asset);
  return asset;
}

/** Ruru ships its files as brotli, and loads them all (4 MB) at the first request. */
async function ruruAsset(file: string): Promise<Asset | undefined> {
  const found = await getStaticFile({
    staticPath: '/',
    urlPath: `/${file}`,
    acceptEncoding: 'br',
    disallowDevAssets: true, // source maps: another 10 MB in memory, for whoever debugs GraphiQL itself
  });
  if (found === null) return undefined;
  const { content, headers } = found;
  return {
    contentType: headers['content-type'] ?? 'application/octet-stream',
    tag: hash(content),
    read: encoded({ br: async () => content, identity: () => decompressBrotli(content) }),
  };
}

function textAsset(name: string, text: string): Asset {
  const content = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return {
    contentType: `text/${name.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`,
    tag: hash(content),
    read: encoded({ br: once(() => compressBrotli(content, { params })), identity: async () => content }),
  };
}

/** gzip is made at the first request for it and kept. */
function encoded({ br, identity }: { br: () => Promise<Buffer>; identity: () => Promise<Buffer> }) {
  const readers = { br, identity, gzip: once(async () => compressGzip(await identity())) };
  return (encoding: Encoding) => readers[encoding]();
}

/** The client alone: the package's server part is not for browsers. */
function graphqlWsFiles(): [name: string, text: string][] {
  const folder = path.dirname(require.resolve('graphql-ws'));
  return readdirSync(folder)
    .filter((file) => /^(client|common-[\w-]+)\.js$/.test(file))
    .map((file) => [`graphql-ws/${file}`, readFileSync(path.join(folder, file), 'utf8')]);
}

function ruruVersion(): unknown {
  const file = path.join(path.dirname(require.resolve('ruru/static')), '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: unknown }).version;
}

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16);
}
