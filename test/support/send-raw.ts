/** Operations as they go over the wire, to see status and headers. */
import { request } from 'undici';
import { toPublishInput } from './clients.ts';
import type { TestApp } from './test-app.ts';

export async function sendRaw(app: TestApp, query: string, variables: object) {
  const { statusCode, headers, body } = await request(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.token}`, connection: 'close' },
    body: JSON.stringify({ query, variables }),
  });
  return { statusCode, headers, text: await body.text() };
}

const PUBLISH = 'mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } } }';

export const publishRaw = (app: TestApp) => sendRaw(app, PUBLISH, { input: toPublishInput() });
