/** F12: payloads and answers with bytes that a database cannot take as they come. */
import { PublishEventDocument } from '../../../src/web/gql/graphql.ts';
import { conclude, type Fault } from '../fault.ts';
import type { Rig } from '../rig/rig.ts';

/** With more, receivers that always fail would have their circuits opened, and what is held then outlasts the run. */
const ROUNDS = 2;
const answers = ['nul', 'surrogate', 'bytes', 'large', 'header'];

export const poison: Fault = {
  id: 'F12',
  title: 'poison payloads and answers',
  isShort: true,
  async run(rig) {
    await rig.workers(2);
    const queries = ['delay=0', ...answers.flatMap((kind) => [`poison=${kind}`, `poison=${kind}&status=500`])];
    const ledger = await rig.company('F12', queries);
    await ledger.publishMany(ROUNDS);
    const violations = await refusePoison(rig);
    const times = ROUNDS * answers.length * 2;
    return conclude(rig, ledger, { times, fanOut: queries.length, mustSucceed: false, violations });
  },
};

/** Each must be refused in words, or accepted; none may be a fault of ours. */
async function refusePoison(rig: Rig): Promise<string[]> {
  const payloads = [
    '{"tenantId":"TENANT001","product":"\\u0000"}',
    '{"product":"\\ud800"}',
    '\u0000',
    '[[[[',
    '{}',
    '"',
  ];
  const violations: string[] = [];
  for (const [index, text] of payloads.entries()) {
    const input = { type: 'pick.confirmed', payload: { text }, idempotencyKey: `F12-poison-${index}` };
    const { data, errors } = await rig.client.send(PublishEventDocument, { input }, rig.token);
    const code = errors[0]?.extensions?.['code'];
    if (code === 'INTERNAL_SERVER_ERROR') violations.push(`payload ${index} was a fault of ours`);
    else if (data?.publishEvent?.event != null) violations.push(`payload ${index} was accepted`);
  }
  return violations;
}
