/**
 * A process of its own that starts the embedded server: to be killed, interrupted, or run as another user.
 * Arguments: DATA_DIR. Prints one line of JSON when ready, or the error's message; stops when its standard input ends.
 */
import { startEmbeddedServer } from '../../src/database/embedded-server/start-embedded-server.ts';

process.on('SIGINT', () => {}); // as a service that drains would
try {
  const server = await startEmbeddedServer({ dataDir: process.argv[2] ?? '', durable: false });
  process.stdout.write(`${JSON.stringify({ pid: server.pid, adminUrl: server.adminUrl, appUrl: server.appUrl })}\n`);
  process.stdin.on('data', () => process.exit(0)); // any input: exit without stopping
  process.stdin.on('end', () => void server.stop());
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`);
}
