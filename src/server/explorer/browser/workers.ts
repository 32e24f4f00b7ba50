/** Where the editor finds its workers: at our own address, as the policy wants, not in a blob. */

declare const Worker: new (address: string, options: { type: 'module' }) => unknown;

const FILES: Readonly<Record<string, string>> = { json: 'jsonWorker.js', graphql: 'graphqlWorker.js' };

export function setUpWorkers(ruruFolder: string): void {
  const getWorker = (_: unknown, label: string) =>
    new Worker(`${ruruFolder}${FILES[label] ?? 'editorWorker.js'}`, { type: 'module' });
  Object.assign(globalThis, { MonacoEnvironment: { getWorker } });
}
