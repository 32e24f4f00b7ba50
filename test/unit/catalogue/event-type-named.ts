/** The built-in types by name, for tests that know they exist. */
import { findEventType, type EventTypeDefinition } from '../../../src/catalogue/event-types.ts';
import type { PayloadProblem } from '../../../src/catalogue/payload-problem.ts';
import { preparePayload, type PayloadInput, type PreparedPayload } from '../../../src/catalogue/prepare-payload.ts';

export function eventTypeNamed(name: string): EventTypeDefinition {
  const type = findEventType(name);
  if (type === undefined) throw new Error(`No event type ${name}`);
  return type;
}

export function prepared(name: string, input: PayloadInput): PreparedPayload {
  const result = preparePayload(eventTypeNamed(name), input);
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.problems)}`);
  return result.payload;
}

/** Problems as `path rule`, for short comparisons. */
export function refusals(name: string, input: PayloadInput): string[] {
  return problemsOf(name, input).map((problem) => `${problem.path.join('.')} ${problem.rule}`);
}

export function problemsOf(name: string, input: PayloadInput): readonly PayloadProblem[] {
  const result = preparePayload(eventTypeNamed(name), input);
  return result.ok ? [] : result.problems;
}

/** A small valid pick.confirmed, as JSON, with some fields replaced. */
export function pickWith(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...minimalPick, ...changes };
}

/** The same as text, where `changes` are JSON tokens. */
export function pickTextWith(changes: Readonly<Record<string, string>>): string {
  const tokens = Object.entries(minimalPick).map(([name, value]) => [name, JSON.stringify(value)] as const);
  const members = Object.entries({ ...Object.fromEntries(tokens), ...changes });
  return `{${members.map(([name, token]) => `${JSON.stringify(name)}:${token}`).join(',')}}`;
}

const minimalPick: Readonly<Record<string, unknown>> = {
  timestamp: '2026-02-04T14:32:15Z',
  tenantId: 'TENANT001',
  companyId: 'COMPANY001',
  fulfillmentCenterId: 'FC-EAST-01',
  workControlNumber: 1000098765,
  status: 'COMPLETE',
  totalQty: 5,
  totalLines: 0,
  lastActivityDate: '2026-02-04T14:32:15Z',
  lines: [],
};
