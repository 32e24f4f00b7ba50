/** The page: a bar for key and examples, a panel that says how to get a key, and the place of GraphiQL. */
import { createHash } from 'node:crypto';
import { release } from './assets.ts';
import { type Example, type PageConfig, TENANT_PLACEHOLDER, UNIQUE_PLACEHOLDER } from './page-config.ts';
import { mainScript, styleSheet } from './page-files.ts';

export const assetFolder = `/explorer/assets/${release}/`;

export interface Page {
  readonly html: string;
  readonly etag: string;
}

export function explorerPage(examples: readonly Example[]): Page {
  const html = write({
    endpoint: '/graphql',
    ruruFolder: `${assetFolder}ruru/`,
    graphqlWsFolder: `${assetFolder}graphql-ws/`,
    examples,
    placeholders: { unique: UNIQUE_PLACEHOLDER, tenant: TENANT_PLACEHOLDER },
  });
  return { html, etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 16)}"` };
}

/** No inline script: the policy allows none. The configuration is a data block, which never runs. */
const write = (config: PageConfig): string => /* html */ `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dockhook GraphQL explorer</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${config.ruruFolder}ruru.css">
<link rel="stylesheet" href="${assetFolder}${styleSheet}">
<script type="application/json" id="explorer-config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
<script type="module" src="${assetFolder}${mainScript}"></script>
</head>
<body>
<header class="bar">
  <h1>Dockhook <span>GraphQL explorer</span></h1>
  <form id="key-form" class="group">
    <label for="key">API key</label>
    <input id="key" type="password" autocomplete="off" autocapitalize="off" spellcheck="false" size="34"
      placeholder="Paste a key" aria-describedby="status" required>
    <button type="submit">Use key</button>
  </form>
  <form id="example-form" class="group" hidden>
    <label for="example">Example</label>
    <select id="example"></select>
    <button type="submit">Open in a new tab</button>
  </form>
  <p id="status" role="status"></p>
  <button id="forget" type="button" hidden>Forget key</button>
</header>
<main>
  <section id="welcome" aria-labelledby="welcome-title">
    <h2 id="welcome-title">An API key is needed</h2>
    <p>Everything in this API belongs to a tenant, and the key says to which. Even the schema is shown only to those
      who have one. Paste a key above and choose <b>Use key</b>: the schema loads, and queries, mutations and live
      subscriptions run with it.</p>
    <h3>Where to find one</h3>
    <ul>
      <li><code>npm start</code> without a database of your own prints an administrator key at its first start.</li>
      <li>Whoever runs the service makes more:<br><code>npm run cli -- keys create --tenant TENANT001 --role ADMINISTRATOR</code></li>
      <li>Started with <code>ADMIN_TOKEN</code>, the value of that variable is the first administrator key.</li>
    </ul>
    <p class="fine">The key stays in this browser tab (session storage), is sent only to this server in the
      <code>Authorization</code> header or in the first message of the live connection, and is gone when the tab
      closes.</p>
    <noscript><p><b>This page needs JavaScript.</b> The API itself is at <code>/graphql</code>.</p></noscript>
  </section>
  <div id="graphiql" hidden></div>
</main>
</body>
</html>
`;
