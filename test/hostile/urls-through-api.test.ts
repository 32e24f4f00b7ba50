// The address guard as tenants meet it: at save, change and preview a refused URL is told by its rule; and should one
// be stored all the same, neither a test nor a delivery sends a packet.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CreateWebhookDocument,
  PreviewDeliveryDocument,
  TestWebhookDocument,
  UpdateWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { type RawReceiver, startRawReceiver } from '../integration/outbound/receiver.ts';
import { createWebhook, publish } from '../support/clients.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { hostOf, readCorpus } from '../unit/outbound/corpus.ts';
import { hostileUrls } from './hostile-urls.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dockhook-urls-'));
const resolverFile = path.join(folder, 'resolver.json');

/** So many of each class, evenly spread. */
const PER_CLASS = 12;
const sample = <T>(list: readonly T[]): T[] =>
  list.filter((_, index) => index % Math.max(1, Math.floor(list.length / PER_CLASS)) === 0);
const corpus = readCorpus();
/** A port that would lead to the listener, if anything did. */
const toListener = (url: string): string => url.replace(/:8443(?=\/|$)/, `:${listener.port}`);

let listener: RawReceiver;
let app: TestApp;
let byForm: string[];
/** The corpus's answers; those that change their mind are judged by the first. */
const byDns = corpus.filter(
  ({ verdict, answers }) => verdict === 'REFUSE-DNS' && !JSON.stringify(answers).includes('seq'),
);

beforeAll(async () => {
  listener = await startRawReceiver();
  byForm = [
    ...new Set([
      ...sample(corpus.flatMap(({ verdict, url }) => (verdict === 'REFUSE' ? [url] : []))),
      ...Object.values(hostileUrls).flatMap(sample),
    ]),
  ].map(toListener);
  const answers = Object.fromEntries(byDns.map((line) => [hostOf(line.url), line.answers]));
  writeFileSync(resolverFile, JSON.stringify({ ...answers, 'hooks.example.com': ['93.184.215.14'] }));
  app = await createTestApp({ EGRESS_ALLOW: '', EGRESS_ALLOW_HTTP: 'true', RESOLVER_FILE: resolverFile });
  app.onStop(() => listener.close());
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

interface ShownError {
  readonly code: string;
  readonly message: string;
  readonly path?: readonly string[] | null;
}

/** What is wrong with a refusal; nothing when it names the URL's place and no address that a name leads to. */
function faultOf(errors: readonly ShownError[] | undefined, place: string, resolved: boolean): string | undefined {
  const told = errors?.find(({ code, path: at }) => code === 'URL_NOT_ALLOWED' && at?.join('.') === place);
  if (told === undefined) return `not refused: ${JSON.stringify(errors)}`;
  return resolved && /\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:/.test(told.message) ? `tells ${told.message}` : undefined;
}

async function tryEach(
  urls: readonly string[],
  tryOne: (url: string) => Promise<string | undefined>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (let start = 0; start < urls.length; start += 12) {
    const judged = urls.slice(start, start + 12).map(async (url) => {
      const fault = await tryOne(url);
      return fault === undefined ? [] : [`${JSON.stringify(url)} ${fault}`];
    });
    wrong.push(...(await Promise.all(judged)).flat());
  }
  return wrong;
}

test(
  'creating, changing and previewing a webhook refuse every bad URL and name the place',
  { timeout: 120_000 },
  async () => {
    const saved = await createWebhook(app, { url: () => 'https://hooks.example.com/' });
    const urls = [...byForm, ...byDns.map(({ url }) => url)];
    const resolved = new Set(byDns.map(({ url }) => url));
    const wrong = await tryEach(urls, async (url) => {
      const draft = { name: 'Bad', url, eventTypes: ['*'] };
      const [made, changed, shown] = await Promise.all([
        app.execute(CreateWebhookDocument, { input: draft }),
        app.execute(UpdateWebhookDocument, { webhook: { id: saved.id }, input: { url } }),
        app.execute(PreviewDeliveryDocument, { target: { draft }, sample: { eventType: 'pick.confirmed' } }),
      ]);
      const faults = [
        faultOf(made.createWebhook?.errors, 'input.url', resolved.has(url)),
        faultOf(changed.updateWebhook?.errors, 'input.url', resolved.has(url)),
        faultOf(shown.previewDelivery?.errors, 'target.draft.url', resolved.has(url)),
      ].filter((fault) => fault !== undefined);
      return faults.length === 0 ? undefined : faults.join('; ');
    });
    tallyHostile('URLs through the API: create, update, preview', urls.length * 3, wrong);
    expect(listener.connections()).toBe(0);
  },
);

test(
  'a bad URL that stands in the database is blocked at test and at delivery, with one attempt each',
  { timeout: 120_000 },
  async () => {
    // What PostgreSQL cannot hold cannot stand there.
    const storable = [
      ...byForm.filter((url) => !url.includes('\0') && url.isWellFormed()),
      ...byDns.map(({ url }) => url),
    ].slice(0, 150);
    const ids: string[] = [];
    for (let at = 0; at < storable.length; at += 12) {
      const made = storable
        .slice(at, at + 12)
        .map(() =>
          createWebhook(app, { url: () => 'https://hooks.example.com/' }, { retryPolicy: { maxAttempts: 1 } }),
        );
      ids.push(...(await Promise.all(made)).map(({ id }) => id));
    }
    const system = app.app.database.system;
    await system.query(
      `update dockhook.webhook w set url = bad.url from unnest($1::text[], $2::text[]) bad(id, url)
     where replace(w.id::text, '-', '') = bad.id`,
      [ids.map((id) => id.slice(4)), storable],
    );

    const wrong = await tryEach(storable, async (url) => {
      const id = ids[storable.indexOf(url)] ?? '';
      const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id } });
      return JSON.stringify(testWebhook).includes('"BLOCKED_ADDRESS"') ? undefined : JSON.stringify(testWebhook);
    });
    const live = app.live().deliveryUpdates();
    await publish(app);
    const ended = () => live.items.filter((item) => item.__typename === 'DeliveryChanged').length;
    for (let count = storable.length; ended() < storable.length; count += 1) await live.waitFor(count, 110_000);

    const rows = await system.query<{ url: string; outcome: string; address: string | null; attempts: number }>(
      `select w.url, min(a.outcome::text) as outcome, min(a.remote_address) as address, count(*)::int as attempts
     from dockhook.attempt a join dockhook.delivery d on d.id = a.delivery_id join dockhook.webhook w on w.id = d.webhook_id
     where w.url = any($1) group by w.url`,
      [storable],
    );
    const attempts = new Map(rows.map((row) => [row.url, row]));
    const alsoWrong = storable.flatMap((url) => {
      const row = attempts.get(url);
      // One by the test, one by the delivery.
      const isRight = row?.outcome === 'BLOCKED_ADDRESS' && row.address === null && row.attempts === 2;
      return isRight ? [] : [`${JSON.stringify(url)} ${JSON.stringify(row)}`];
    });
    tallyHostile('URLs through the API: test and delivery', storable.length * 2, [...wrong, ...alsoWrong]);
    expect(listener.connections()).toBe(0);
  },
);
