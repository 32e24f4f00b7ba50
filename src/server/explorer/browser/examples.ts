/** The menu of example operations, and how one gets into a new tab of GraphiQL. */
import type { Example, PageConfig } from '../page-config.ts';
import { element, findElement, makeElement, onSubmit } from './dom.ts';

const GROUPS = [
  ['query', 'Queries'],
  ['mutation', 'Mutations'],
  ['subscription', 'Live'],
] as const;

/** Tabs of the first visit: a webhook's life, in order. */
const FIRST_TABS = ['Webhooks', 'CreateWebhook', 'PublishEvent', 'DeliveryUpdates', 'Deliveries'];

interface Model {
  readonly uri: { readonly path: string };
  setValue(text: string): void;
}
const QUERY = 'operation.graphql';
const VARIABLES = 'variables.json';
/** Where GraphiQL puts its editor's library, once it is loaded. */
declare const globalThis: { readonly __MONACO?: { readonly editor: { getModels(): readonly Model[] } } };

/** The example with its placeholders filled. */
export type FillExample = (example: Example) => { readonly query: string; readonly variables: string };

export function createFillExample({ placeholders }: PageConfig, tenantId: string): FillExample {
  // It stands in the JSON text of a payload, which is itself a text in the JSON of the variables.
  const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);
  return ({ query, variables }) => ({
    query,
    variables: variables
      .replaceAll(placeholders.unique, () => Date.now().toString(36))
      .replaceAll(placeholders.tenant, () => quoted(quoted(tenantId))),
  });
}

export function firstTabs(examples: readonly Example[]): readonly Example[] {
  const chosen = FIRST_TABS.map((name) => examples.find((example) => example.name === name));
  const found = chosen.filter((example) => example !== undefined);
  return found.length > 0 ? found : examples.slice(0, FIRST_TABS.length);
}

export function showExampleMenu(examples: readonly Example[], fill: FillExample): void {
  const menu = element('example');
  for (const [kind, label] of GROUPS) {
    const options = examples
      .filter((example) => example.kind === kind)
      .map(({ name }) => makeElement('option', { value: name, textContent: name }));
    if (options.length > 0) menu.append(makeElement('optgroup', { label }, ...options));
  }
  onSubmit(element('example-form'), () => {
    const example = examples.find(({ name }) => name === menu.value);
    if (example !== undefined) openInNewTab(fill(example));
  });
}

/** GraphiQL has no call for this that ruru passes on: press its button, then write into its editors. */
function openInNewTab({ query, variables }: { readonly query: string; readonly variables: string }): void {
  findElement('.graphiql-tab-add')?.click();
  findModel(QUERY)?.setValue(query);
  findModel(VARIABLES)?.setValue(variables);
}

/** Resolves when GraphiQL has made its editors, which it says to nobody. */
export async function editorsReady(): Promise<void> {
  const turn = () => new Promise((resolve) => setTimeout(resolve, 50));
  while (findModel(QUERY) === undefined || findModel(VARIABLES) === undefined) await turn();
  await turn(); // it listens to them a moment after making them
}

const findModel = (name: string): Model | undefined =>
  globalThis.__MONACO?.editor.getModels().find((model) => model.uri.path.endsWith(name));
