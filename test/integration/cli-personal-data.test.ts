/** What operators do about personal data, by the real commands against a service that runs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuditEntriesDocument, EventDocument } from '../../src/web/gql/graphql.ts';
import { pickText, publish } from '../support/clients.ts';
import { runCli } from '../support/command-line.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

const run = (line: string) => runCli(line, app.environment);
const payloadOf = async (id: string) => (await app.execute(EventDocument, { id })).event?.payloadText;

it('erase counts with --dry-run, erases without, and says so in the audit log without the key', async () => {
  const id = await publish(app, { text: pickText({ salesOrderId: 'SO-PERSON' }) });
  const kept = await publish(app, { text: pickText({ salesOrderId: 'SO-OTHER' }) });
  const command = 'personal-data erase --tenant TENANT001 --business-key SO-PERSON';
  expect(await run(`${command} --dry-run`)).toMatchObject({
    exitCode: 0,
    lines: ['1 event(s) carry this key. Nothing was changed.', '  1 by salesOrderId', `  ${id}`],
  });
  expect(await payloadOf(id)).toContain('SO-PERSON');
  expect(await run(command)).toMatchObject({ exitCode: 0, lines: ['1 event(s) erased, 0 delivery(ies) cancelled.'] });
  expect([await payloadOf(id), (await payloadOf(kept))?.includes('SO-OTHER')]).toEqual(['', true]);
  expect((await run(command)).lines).toEqual(['0 event(s) erased, 0 delivery(ies) cancelled.']);
  const { auditEntries } = await app.execute(AuditEntriesDocument, { filter: { actions: ['eraseByBusinessKey'] } });
  expect(auditEntries?.nodes.length).toBeGreaterThan(0);
  expect(JSON.stringify(auditEntries)).not.toContain('SO-PERSON');
});

it('retention shows, changes, goes back to the default, and is in the audit log', async () => {
  const command = 'personal-data retention --tenant TENANT001';
  expect((await run(command)).lines).toEqual(['TENANT001: payloads 30 days, records 90 days.']);
  expect((await run(`${command} --payload-days 7 --record-days 60`)).lines).toEqual([
    'TENANT001: payloads 7 days, records 60 days.',
  ]);
  expect((await run(`${command} --record-days 5`)).lines).toEqual(['TENANT001: payloads 5 days, records 5 days.']);
  expect((await run(`${command} --payload-days default --record-days default`)).lines).toEqual([
    'TENANT001: payloads 30 days, records 90 days.',
  ]);
  const { auditEntries } = await app.execute(AuditEntriesDocument, { filter: { actions: ['changeRetention'] } });
  expect(auditEntries?.nodes).toHaveLength(3);
});

it.each([
  ['personal-data erase --tenant TENANT001', '--business-key is missing'],
  ['personal-data erase --business-key SO', '--tenant is missing'],
  ['personal-data erase --tenant TENANT009 --business-key SO-OTHER', 'There is no tenant TENANT009.'],
  ['personal-data retention', '--tenant is missing'],
  ['personal-data retention --tenant TENANT001 --payload-days 0', '--payload-days must be 1 to 3650'],
  ['personal-data retention --tenant TENANT001 --record-days 1e9', '--record-days must be 1 to 3650'],
  ['personal-data retention --tenant TENANT001 --record-days -1', 'record-days'],
  ['personal-data retention --tenant NOBODY', 'no tenant NOBODY'],
])('%s fails and says why', async (line, reason) => {
  const { exitCode, lines, explanations } = await run(line);
  expect(exitCode).not.toBe(0);
  expect(lines).toEqual([]);
  expect(explanations).toContain(reason);
});
