/** What a person sees in the terminal after `npm start`: the first delivery, the key, and where to go on. */
import type { FirstDelivery } from './first-delivery.ts';

const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string): string => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text);

/** Headers worth a look in the first delivery. */
const shownHeaders = ['x-jasci-event', 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-jasci-attempt'];

export function describeFirstDelivery({ received, live, history }: FirstDelivery, receiverUrl: string): string {
  const lines = Object.entries(received.headers).filter(
    ([name]) => shownHeaders.includes(name) || /-(event|attempt)$/.test(name),
  );
  return [
    bold('A shipment closed on a truck, and the receiver knows:'),
    '',
    `  POST ${receiverUrl}`,
    ...lines.map(([name, value]) => `  ${name}: ${String(value)}`),
    '',
    ...indent(JSON.stringify(JSON.parse(received.body), null, 2)),
    '',
    `  live stream   ${live.status}  ${dim(live.deliveryId)}`,
    ...history.attempts.map(
      (attempt) =>
        `  history       attempt ${attempt.number}: ${attempt.outcome} in ${Math.round(attempt.durationMs)} ms`,
    ),
    `  published to recorded in ${Math.round(history.latencyMs)} ms`,
    '',
  ].join('\n');
}

export interface WelcomeOptions {
  readonly url: string;
  readonly tenantId: string;
  /** Only when the key was made just now: it is shown once. */
  readonly newToken: string | undefined;
  readonly dataDir: string;
}

export function describeWelcome({ url, tenantId, newToken, dataDir }: WelcomeOptions): string {
  return [
    bold('Dockhook is ready.'),
    '',
    `  Explorer   ${url}/explorer`,
    `  API        ${url}/graphql   ${dim('HTTP and WebSocket (graphql-transport-ws)')}`,
    `  Data       ${dataDir}`,
    '',
    ...(newToken === undefined
      ? [
          `  The administrator key of ${tenantId} was shown at the first start. Another one:`,
          `  npm run cli -- keys create --tenant ${tenantId} --role ADMINISTRATOR`,
        ]
      : [
          `  Administrator key of ${tenantId}, shown only now:`,
          '',
          `  ${bold(newToken)}`,
          '',
          `  Try it:  curl -s ${url}/graphql -H 'authorization: Bearer ${newToken}' \\`,
          `             -H 'content-type: application/json' \\`,
          `             -d '{"query":"{ deliveries { nodes { status event { type { name } } lastAttempt { outcome durationMs } } } }"}'`,
        ]),
    '',
    dim('  Ctrl-C ends it; what was accepted stays and is delivered after the next start.'),
    '',
  ].join('\n');
}

const indent = (text: string): string[] => text.split('\n').map((line) => `  ${dim(line)}`);
