/** The explorer in a real browser, against the real service. */
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findEventType } from '../../src/catalogue/event-types.ts';
import { launchBrowser } from '../support/browser.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { type ExplorerPage, openExplorer } from './explorer-page.ts';

let app: TestApp;
let browser: Browser;
let explorer: ExplorerPage;

beforeAll(async () => {
  [app, browser] = await Promise.all([createTestApp(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});
afterEach(() => explorer.page.context().close());

describe('the explorer', () => {
  it('says what to do when there is no key, and asks the API for nothing', async () => {
    explorer = await openExplorer(browser, app.url);
    const { page, requested } = explorer;
    expect(await page.title()).toBe('Dockhook GraphQL explorer');
    expect(await page.getByRole('heading', { name: 'An API key is needed' }).isVisible()).toBe(true);
    expect(await page.evaluate('document.activeElement.id')).toBe('key');
    expect(requested.filter((url) => url.includes('/graphql'))).toEqual([]);
  });

  it('is kept from talking to others by its policy', async () => {
    explorer = await openExplorer(browser, app.url);
    const attempt = `fetch('https://example.com/').then(() => 'sent', () => 'refused')`;
    expect(await explorer.page.evaluate(attempt)).toBe('refused');
    expect(explorer.complaints.join()).toContain('Content Security Policy');
  });

  it('says that a key is wrong, and takes the right one after it', async () => {
    explorer = await openExplorer(browser, app.url);
    await explorer.enterKey('dhk_nonsense');
    await explorer.says('does not accept this key');
    expect(await explorer.page.locator('#graphiql').isVisible()).toBe(false);
    await explorer.enterKey(`Bearer ${app.token} `); // as people copy it
    await explorer.page.locator('.graphiql-execute-button').waitFor();
  });

  it('runs queries, mutations and the live subscription with the key, from this server alone', async () => {
    explorer = await openExplorer(browser, app.url);
    const { page } = explorer;
    await explorer.enterKey(app.token);
    await page.locator('.graphiql-execute-button').waitFor();
    await explorer.says('administrator of TENANT001');

    // The schema came with the key: the documentation names the roots.
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Subscription', { exact: true }).waitFor();

    await explorer.openExample('Viewer');
    await explorer.pressRun();
    await explorer.responseWith('"tenantId": "TENANT001"');
    if (process.env['EXPLORER_SCREENSHOT']) await page.screenshot({ path: process.env['EXPLORER_SCREENSHOT'] });

    const receiver = await app.receiver();
    await explorer.openExample('CreateWebhook');
    const { input } = (await explorer.variables()) as { input: object };
    await explorer.setVariables({ input: { ...input, url: receiver.url() } });
    await explorer.pressRun();
    expect(await explorer.responseWith('whsec_')).toContain('"errors": []');

    await explorer.openExample('DeliveryUpdates');
    await explorer.pressRun();
    await explorer.responseWith('StreamCaughtUp');
    await publishShipment();
    await explorer.responseWith('"outcome": "SUCCESS"');
    expect((await receiver.nextRequest()).headers['x-jasci-event']).toBe('shipment.closed');
    await explorer.pressRun(); // stops it
    const last = await explorer.response();
    await publishShipment();
    await receiver.nextRequest();
    expect(await explorer.response()).toBe(last);

    await explorer.openExample('PublishEvent');
    await explorer.pressRun();
    expect(await explorer.responseWith('"matchedWebhookCount": 1')).toContain('"errors": []');
    await receiver.nextRequest();

    const { requested, complaints } = explorer;
    expect(requested.some((url) => url.startsWith('ws:'))).toBe(true);
    expect(requested.some((url) => url.endsWith('graphqlWorker.js'))).toBe(true);
    const { host } = new URL(app.url);
    expect(requested.filter((url) => !url.startsWith('data:') && new URL(url).host !== host)).toEqual([]);
    expect(requested.filter((url) => url.includes(app.token))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('keeps the key over a reload, out of the local storage, and forgets it when told to', async () => {
    explorer = await openExplorer(browser, app.url);
    const { page } = explorer;
    await explorer.enterKey(app.token);
    await page.locator('.graphiql-execute-button').waitFor();
    await explorer.openExample('Viewer');
    await explorer.pressRun();
    await explorer.responseWith('TENANT001');
    await page.reload();
    await page.locator('.graphiql-execute-button').waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(app.token);
    expect(await page.context().cookies()).toEqual([]);
    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByRole('heading', { name: 'An API key is needed' }).waitFor();
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toBe('{}');
  });

  it('says so when the key is refused later', async () => {
    explorer = await openExplorer(browser, app.url);
    const { page } = explorer;
    await explorer.enterKey(app.token);
    await page.locator('.graphiql-execute-button').waitFor();
    await page.route('**/graphql', (route) => route.fulfill({ status: 401, json: { errors: [{ message: 'no' }] } }));
    await explorer.openExample('Viewer');
    await explorer.pressRun();
    await explorer.says('no longer accepts the key');
  });
});

/** By someone else, over HTTP. */
async function publishShipment(): Promise<void> {
  const text = findEventType('shipment.closed')?.exampleTexts.at(-1);
  const input = { type: 'shipment.closed', idempotencyKey: randomUUID(), payload: { text } };
  const mutation = `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { errors { message } } }`;
  const answer = await app.graphql.sendText(mutation, { input }, app.token);
  expect(answer.text).toContain('"errors":[]');
}
