/** How the page looks around GraphiQL; in its colours, light or dark as chosen there. */
export const style = /* css */ `
:root {
  --bar: #f5f6f9; --line: #d9dde7; --text: #1f2a3d; --soft: #56617a; --field: #ffffff; --accent: #1d5fd1; --page: #ffffff;
  --wrong: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root:not(:has(body.graphiql-light)) {
    --bar: #161d2b; --line: #34405a; --text: #e8ecf5; --soft: #a9b4cb; --field: #212a3b; --accent: #8ab4ff;
    --page: #212a3b; --wrong: #ffb4ab;
  }
}
:root:has(body.graphiql-dark) {
  --bar: #161d2b; --line: #34405a; --text: #e8ecf5; --soft: #a9b4cb; --field: #212a3b; --accent: #8ab4ff;
  --page: #212a3b; --wrong: #ffb4ab;
}
html, body { height: 100%; }
body {
  margin: 0; display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif;
}
[hidden] { display: none !important; }
.bar {
  display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 8px 16px;
  background: var(--bar); border-bottom: 1px solid var(--line); font-size: 14px;
}
.bar h1 { margin: 0; font-size: 16px; font-weight: 700; }
.bar h1 span { font-weight: 400; color: var(--soft); }
.bar .group { display: flex; align-items: center; gap: 8px; margin: 0; }
.bar input, .bar select, .bar button {
  font: inherit; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 6px;
  padding: 4px 10px; min-height: 32px; box-sizing: border-box; max-width: 100%;
}
.bar input { min-width: 0; }
.bar button { cursor: pointer; }
.bar button[type='submit'] { border-color: var(--accent); color: var(--accent); }
.bar button:disabled { opacity: 0.6; cursor: default; }
.bar :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#status { margin: 0; color: var(--soft); }
#status:not(:empty) { margin-left: auto; }
#status.wrong { color: var(--wrong); margin-left: 0; }
main { flex: 1; min-height: 0; position: relative; overflow: auto; }
#graphiql { height: 100%; }
#welcome { max-width: 680px; margin: 48px auto; padding: 0 24px; }
#welcome h2 { margin: 0 0 8px; font-size: 22px; }
#welcome h3 { margin: 24px 0 4px; font-size: 16px; }
#welcome ul { margin: 0; padding-left: 20px; }
#welcome li { margin: 6px 0; }
#welcome code { font: 13px ui-monospace, Menlo, Consolas, monospace; background: var(--bar); border: 1px solid var(--line); border-radius: 4px; padding: 1px 5px; }
#welcome .fine { margin-top: 24px; color: var(--soft); font-size: 14px; }
/* What ruru adds for its makers' own kind of server, and its links to other sites. */
#graphiql .graphiql-logo, #graphiql .graphiql-footer, #graphiql [aria-label$=' Explain'], #graphiql [aria-label='Options'] {
  display: none;
}
`;
