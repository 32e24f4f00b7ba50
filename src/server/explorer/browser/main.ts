/** The page's script: takes the key, shows whose it is, and starts GraphiQL with it. */
import type { Client, ClientOptions } from 'graphql-ws';
import type { PageConfig } from '../page-config.ts';
import { createFetcher, post } from './api.ts';
import { browserStorage, element, onSubmit, reload, tabStorage } from './dom.ts';
import { createFillExample, editorsReady, firstTabs, showExampleMenu } from './examples.ts';
import { setUpWorkers } from './workers.ts';

/** In the session storage: kept over a reload, not shared with other tabs, gone with this one. */
const STORED_KEY = 'dockhook:api-key';

const DEFAULT_QUERY = `# Write an operation here, or open an example from the menu above.
# Ctrl-Space completes, Ctrl-Enter runs.
`;

interface Viewer {
  readonly actor: { readonly name: string; readonly role: string };
  readonly scope: { readonly tenantId: string };
}

interface RuruModule {
  readonly React: { createElement(component: unknown, properties: object): unknown };
  createRoot(place: object): { render(what: unknown): void };
  readonly Ruru: unknown;
}

const config = JSON.parse(element('explorer-config').textContent ?? '') as PageConfig;
const keyField = element('key');
const keyForm = element('key-form');

function say(text: string, isWrong = false): void {
  element('status').textContent = text;
  element('status').className = isWrong ? 'wrong' : '';
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function askForKey(why = ''): void {
  tabStorage.removeItem(STORED_KEY);
  say(why, why !== '');
  keyForm.hidden = false;
  keyField.focus();
}

async function useKey(typed: string): Promise<void> {
  const key = typed.trim().replace(/^Bearer\s+/i, '');
  if (key === '') return askForKey();
  // A header takes visible ASCII only; anything else would fail as if the network were down.
  if (!/^[\x21-\x7e]+$/.test(key)) return askForKey('This is not a key: keys have no spaces or special characters.');
  say('Checking the key…');
  let viewer: Viewer;
  try {
    const query = 'query ExplorerKey { viewer { actor { name role } scope { tenantId } } }';
    const { status, result } = await post(config.endpoint, key, { query });
    if (status === 401) return askForKey('The server does not accept this key. Check that it is complete and valid.');
    const found = result.data?.['viewer'] as Viewer | null | undefined;
    if (!found) throw new Error(result.errors?.[0]?.message ?? `The server answered ${status}`);
    viewer = found;
  } catch (error) {
    say(`The key could not be checked: ${textOf(error)}`, true);
    keyForm.hidden = false;
    return;
  }
  tabStorage.setItem(STORED_KEY, key);
  keyField.value = '';
  keyForm.hidden = true;
  await showGraphiql(key, viewer).catch((error: unknown) =>
    say(`GraphiQL could not be started: ${textOf(error)}`, true),
  );
}

async function showGraphiql(key: string, { actor, scope }: Viewer): Promise<void> {
  say('Loading…');
  setUpWorkers(config.ruruFolder);
  const [{ React, createRoot, Ruru }, { createClient }] = await Promise.all([
    import(`${config.ruruFolder}ruru.js`) as Promise<RuruModule>,
    import(`${config.graphqlWsFolder}client.js`) as Promise<{ createClient(options: ClientOptions): Client }>,
  ]);
  const fill = createFillExample(config, scope.tenantId);
  const tabs = firstTabs(config.examples).map(fill);
  const isFirstVisit = browserStorage.getItem('graphiql:tabState') === null;

  element('welcome').hidden = true;
  element('graphiql').hidden = false;
  element('forget').hidden = false;
  createRoot(element('graphiql')).render(
    React.createElement(Ruru, {
      fetcher: createFetcher({
        endpoint: config.endpoint,
        key,
        createClient,
        onRefused: () => say('The server no longer accepts the key. Choose Forget key and enter another.', true),
      }),
      defaultQuery: DEFAULT_QUERY,
      ...(tabs.length > 0 && { defaultTabs: tabs }),
      ...(tabs.length > 0 && isFirstVisit && { initialVariables: tabs[0]?.variables }),
      // A key typed into GraphiQL's headers would be kept for good: its history stores them.
      isHeadersEditorEnabled: false,
      showPersistHeadersSettings: false,
    }),
  );
  await editorsReady();
  showExampleMenu(config.examples, fill);
  element('example-form').hidden = config.examples.length === 0;
  say(`${actor.name}, ${actor.role.toLowerCase()} of ${scope.tenantId}`);
}

onSubmit(keyForm, () => void useKey(keyField.value));
element('forget').addEventListener('click', () => {
  tabStorage.removeItem(STORED_KEY);
  reload(); // whatever the key has fetched goes with it
});

const stored = tabStorage.getItem(STORED_KEY);
if (stored === null) askForKey();
else void useKey(stored);
