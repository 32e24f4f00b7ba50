/** What a person does on the explorer's page, as verbs for the tests. */
import type { Browser, Page, Request } from 'playwright-core';
import { expect } from 'vitest';

/** A busy machine takes its time; the default is one second. */
const PATIENTLY = { timeout: 30_000 };

export interface ExplorerPage {
  readonly page: Page;
  /** Everything the page asked for, sockets and workers too. */
  readonly requested: readonly string[];
  /** Errors and warnings on the console, exceptions, and what the policy refused. */
  readonly complaints: readonly string[];
  enterKey(key: string): Promise<void>;
  /** Waits until the line beside the key says it. */
  says(text: string): Promise<void>;
  /** Opens an example in a new tab. */
  openExample(name: string): Promise<void>;
  setVariables(variables: object): Promise<void>;
  variables(): Promise<Record<string, unknown>>;
  /** Presses the button that runs the operation, or stops the subscription. */
  pressRun(): Promise<void>;
  response(): Promise<string>;
  /** Waits until the answer contains the text. */
  responseWith(text: string): Promise<string>;
}

export async function openExplorer(browser: Browser, url: string): Promise<ExplorerPage> {
  const context = await browser.newContext({ colorScheme: 'light', viewport: { width: 1280, height: 800 } });
  const requested: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request: Request) => requested.push(request.url()));
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} (${message.location().url})`);
  });
  const page = await context.newPage();
  page.on('websocket', (socket) => requested.push(socket.url()));
  await page.goto(`${url}/explorer`);

  const model = (name: string): string =>
    `globalThis.__MONACO?.editor.getModels().find((model) => model.uri.path.endsWith('${name}'))`;
  const read = async (name: string): Promise<string> =>
    String((await page.evaluate(`${model(name)}?.getValue()`)) ?? '');
  const response = () => read('response.json');

  return {
    page,
    requested,
    complaints,
    async enterKey(key) {
      await page.getByLabel('API key', { exact: true }).fill(key);
      await page.getByRole('button', { name: 'Use key' }).click();
    },
    async says(text) {
      await expect.poll(() => page.getByRole('status').textContent(), PATIENTLY).toContain(text);
    },
    async openExample(name) {
      await page.getByLabel('Example', { exact: true }).selectOption(name);
      await page.getByRole('button', { name: 'Open in a new tab' }).click();
      await expect.poll(() => page.getByRole('tab', { name, selected: true }).count(), PATIENTLY).toBe(1);
    },
    async setVariables(variables) {
      await page.evaluate(`${model('variables.json')}.setValue(${JSON.stringify(JSON.stringify(variables, null, 2))})`);
    },
    variables: async () => JSON.parse(await read('variables.json')) as Record<string, unknown>,
    pressRun: () => page.locator('.graphiql-execute-button').click(),
    response,
    async responseWith(text) {
      await expect.poll(response, PATIENTLY).toContain(text);
      return response();
    },
  };
}
