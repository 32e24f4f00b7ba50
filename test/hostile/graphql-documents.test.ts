// Every attack on documents, over HTTP and over a socket: refused by its rule, in one error, before anything runs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphqlAttacks, type Attack } from '../support/graphql-attacks.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { openInitialised, type SocketMessage } from '../support/raw-socket.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

interface ShownError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly rule?: string };
}

function judge({ rule, query }: Attack, errors: readonly ShownError[], status = 400): string[] {
  const [error] = errors;
  const { code, rule: refusedBy } = error?.extensions ?? {};
  const isRule = rule === (refusedBy ?? code);
  const isFew = refusedBy === undefined ? errors.length <= 6 : errors.length === 1;
  const isSilent = !errors.some(({ message }) => /Did you mean .*(whsec|dhk_)|node_modules|\n\s+at /.test(message));
  if (status === 400 && isRule && isFew && isSilent && code?.startsWith('GRAPHQL_') === true) return [];
  return [`${rule}: ${status} ${JSON.stringify(errors).slice(0, 300)} for ${query.slice(0, 120)}`];
}

describe.each(Object.entries(graphqlAttacks))('GraphQL: %s', (className, attacks) => {
  test('over HTTP', async () => {
    const wrong: string[] = [];
    for (const attack of attacks) {
      const { httpStatus, data, errors } = await app.graphql.sendText(attack.query, attack.variables, app.token);
      wrong.push(...judge(attack, errors, httpStatus));
      if (data != null) wrong.push(`${attack.rule}: answered ${JSON.stringify(data).slice(0, 100)}`);
    }
    tallyHostile(`GraphQL over HTTP: ${className}`, attacks.length, wrong);
  });

  test('over a socket', async () => {
    const socket = await openInitialised(app.url, app.token);
    const wrong: string[] = [];
    for (const [index, attack] of attacks.entries()) {
      const id = String(index);
      socket.say({ id, type: 'subscribe', payload: { query: attack.query, variables: attack.variables ?? {} } });
      const answer: SocketMessage = await socket.next();
      if (answer.type !== 'error' || answer.id !== id) wrong.push(`${attack.rule}: ${JSON.stringify(answer)}`);
      else wrong.push(...judge(attack, answer.payload as ShownError[]));
    }
    await socket.close();
    tallyHostile(`GraphQL over sockets: ${className}`, attacks.length, wrong);
  });
});

test('each refusal is logged once, with tenant and rule and without the document', () => {
  const lines = app.logLines.filter((line) => line.includes('graphql.refused'));
  const tried = Object.values(graphqlAttacks).flat().length;
  expect(lines).toHaveLength(2 * tried);
  expect(lines.every((line) => line.includes('"tenantId":"TENANT001"') && line.length < 400)).toBe(true);
  expect(app.logLines.filter((line) => line.includes('fault'))).toEqual([]);
});
