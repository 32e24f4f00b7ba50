/** The PostgreSQL server of one test run: in a temporary directory, without fsync, gone afterwards. */
import { rmSync } from 'node:fs';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded-server/start-embedded-server.ts';
import { makeTemporaryDirectory, removeAbandonedDirectories } from './temporary-directory.ts';

export interface TestServer {
  readonly server: EmbeddedServer;
  /** Stops the server and removes its directory. */
  readonly remove: () => Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  removeAbandonedDirectories();
  const dataDir = makeTemporaryDirectory();
  const removeFiles = (): void => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  // Interrupted: the server is told to stop when the process exits; without its files it ends even sooner.
  process.once('exit', removeFiles);
  const server = await startEmbeddedServer({ dataDir, durable: false, settings: { max_wal_size: '128MB' } });
  return {
    server,
    async remove() {
      await server.stop();
      removeFiles();
      process.off('exit', removeFiles);
    },
  };
}
